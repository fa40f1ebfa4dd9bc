/**
 * Stands before the auth API and refuses with 429 and Retry-After who tries too often (DESIGN §7).
 *
 * Guarantees: the refusal is the same whether the account exists or not; of one address at most `atOnce` attempts run, so
 * that many guesses sent together are counted like guesses sent one after another; what succeeds is never held against anybody.
 */
import { createHash } from "node:crypto";
import type { NewCounter } from "./counters.ts";
import { atOnce, mayWait, policies, trusted } from "./policy.ts";
import type { Kind, Policy } from "./policy.ts";
import { Slots } from "./slots.ts";

type Answer = (request: Request) => Promise<Response>;
/** `path` as the API's own router reads it: decoded. `address` null: the host asks itself, which is not limited. */
export type SignInGuard = (request: Request, path: string, address: string | null, answer: Answer) => Promise<Response>;

const kindByPath: Readonly<Record<string, Kind>> = {
  "/signup": "signUp",
  "/otp": "code",
  "/magiclink": "code",
  "/recover": "code",
  "/resend": "code",
  "/reauthenticate": "code",
  "/verify": "verify",
};

function kindOf(request: Request, path: string): Kind | null {
  if (request.method === "OPTIONS" || request.method === "HEAD") return null;
  const below = path.replace(/^\/auth\/v1/, "").replace(/\/+$/, "");
  // Any other grant is a token that is guessed at, as a refresh is.
  if (below === "/token") return new URL(request.url).searchParams.get("grant_type") === "password" ? "password" : "refresh";
  // Moving to another address has a code written to it.
  if (below === "/user") return request.method === "PUT" ? "code" : null;
  return kindByPath[below] ?? null;
}

/** A short name for the account that is asked for, null when none is named. */
function accountOf(body: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || !("email" in parsed) || typeof parsed.email !== "string") return null;
  return createHash("sha256").update(parsed.email.trim().toLowerCase()).digest("base64url").slice(0, 22);
}

function tooMany(waitMs: number): Response {
  return Response.json(
    { code: 429, error_code: "over_request_rate_limit", msg: "Too many attempts. Try again later." },
    { status: 429, headers: { "retry-after": String(Math.ceil(waitMs / 1000)) } },
  );
}

/** A link that failed answers with a redirection that says so. */
function failed(response: Response): boolean {
  if (response.status >= 400) return response.status < 500;
  return response.status >= 300 && /[#?&]error=/.test(response.headers.get("location") ?? "");
}

/** Asking for a code succeeds for every well-formed address: a refusal only a known, or only an unknown account gets would tell them apart. */
async function uniform(response: Response): Promise<Response> {
  if (response.status !== 422 && response.status !== 429) return response;
  const body = (await response.clone().json().catch(() => null)) as { readonly error_code?: unknown } | null;
  return body?.error_code === "otp_disabled" || body?.error_code === "over_email_send_rate_limit" ? Response.json({}) : response;
}

/** `factor` multiplies every allowance. */
export function createSignInGuard(newCounter: NewCounter, factor: number): SignInGuard {
  const slots = new Slots(atOnce, mayWait);
  const known = newCounter("known", trusted);
  const countersOf = (kind: Kind, { address, pair, account }: Policy) =>
    Object.entries({ address, pair, account }).flatMap(([scope, allowance]) =>
      allowance === null ? [] : [[scope, newCounter(`${kind}-${scope}`, { ...allowance, points: Math.ceil(allowance.points * factor) })] as const],
    );
  const counters = new Map(Object.entries(policies).map(([kind, policy]) => [kind, new Map(countersOf(kind as Kind, policy))]));

  return async (request, path, address, answer) => {
    const kind = kindOf(request, path);
    if (kind === null || address === null) return await answer(request);
    const body = await request.clone().text();
    const account = accountOf(body);
    // Another password or other words about oneself: no letter is written.
    if (request.method === "PUT" && account === null) return await answer(request);
    const pair = account === null ? null : `${account} ${address}`;
    const keys: Readonly<Record<string, string | null>> = { address, pair, account };
    const limits = [...(counters.get(kind) ?? [])].flatMap(([scope, counter]) => {
      const key = keys[scope] ?? null;
      return key === null ? [] : [{ scope, counter, key }];
    });
    const count = () => Promise.all(limits.map(({ counter, key }) => counter.add(key)));

    const answered = await slots.run(`${kind} ${address}`, async () => {
      const isKnown = pair !== null && (await known.wait(pair)) > 0;
      const asked = isKnown ? limits.filter(({ scope }) => scope !== "account") : limits;
      const waits = await Promise.all(asked.map(({ counter, key }) => counter.wait(key)));
      const wait = Math.max(0, ...waits);
      if (wait > 0) return tooMany(wait);
      if (policies[kind].counts === "everything") await count();
      const response = await answer(request);
      if (policies[kind].counts === "failures") {
        if (failed(response)) await count();
        else if (response.status < 300 && pair !== null) {
          await Promise.all(limits.flatMap(({ scope, counter, key }) => (scope === "pair" ? [counter.forget(key)] : [])));
          await known.add(pair);
        }
      }
      return kind === "code" ? await uniform(response) : response;
    });
    return answered ?? tooMany(1_000);
  };
}
