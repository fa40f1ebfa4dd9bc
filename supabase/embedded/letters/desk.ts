/**
 * Stands between the rate limits and the auth API wherever a letter is concerned, and mends what the API lacks (README.md: E1–E6, E9).
 * What it says is the same whether there is an account or not: whoever asks is answered first and looked up afterwards.
 */
import { randomUUID } from "node:crypto";
import { compare } from "bcryptjs";
import type { Tokens } from "../tokens.ts";
import { Errands } from "./errands.ts";
import type { Accounts } from "./accounts.ts";
import { asLetter } from "./driver.ts";
import type { CodeLetter, Language, Post } from "./letter.ts";
import { Tries } from "./tries.ts";

/** The auth API itself. */
type Answer = (request: Request) => Promise<Response>;
/** `path` as the API's own router reads it: decoded. */
export interface Desk {
  answer(request: Request, path: string, api: Answer): Promise<Response>;
  /** Resolves when everything asked for so far is looked up, written and carried. */
  settled(): Promise<void>;
}

export interface DeskOptions {
  readonly post: Post;
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly minimumPasswordLength: number;
  readonly log: (line: string) => void;
}

/** As the API judges an address. */
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
/** bcrypt reads so many bytes of a password; the API would cut the rest off in silence. */
const longestPassword = 72;
/** A hash of nothing anybody types, of the cost the API uses: comparing with it takes as long as with a real one. */
const decoy = "$2b$10$XbIAT4PYi77JgLpLx9PPlenbI2PNk/FiOyzEsGKuW1c6mHe9KmPmm";

const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(body, { status, headers: { ...headers, "access-control-allow-origin": "*" } });
const refusal = (status: number, code: string, msg: string, headers: Readonly<Record<string, string>> = {}): Response =>
  json({ code: status, error_code: code, msg }, status, { ...headers, "x-sb-error-code": code });

/** The API's own answer to a code that is wrong, used or too old. */
const wrongCode = (): Response => refusal(403, "otp_expired", "Email link is invalid or has expired");
const noMail = (): Response => refusal(503, "mail_unavailable", "Letters cannot be sent at the moment.", { "retry-after": "30" });

type Body = Readonly<Record<string, unknown>>;
async function bodyOf(message: Request | Response): Promise<Body | null> {
  try {
    const body: unknown = await message.clone().json();
    return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Body) : null;
  } catch {
    return null;
  }
}
const text = (body: Body | null, name: string): string => {
  const value = body?.[name];
  return typeof value === "string" ? value : "";
};
const errorCode = async (response: Response): Promise<string> => text(await bodyOf(response), "error_code");

/** The app writes its own language there; what a browser sends by itself is a fair guess. */
const languageOf = (request: Request): Language => (/^\s*bn\b/i.test(request.headers.get("accept-language") ?? "") ? "bn" : "en");

const withBody = (request: Request, path: string, body: Body): Request =>
  new Request(new URL(path, request.url), { method: request.method, headers: request.headers, body: JSON.stringify(body) });

/** What the API says of a new account whose address is not proven yet. The id tells nothing: it is another each time. */
function newcomer(email: string): Body {
  const id = randomUUID();
  const now = new Date().toISOString();
  const identity = { sub: id, email, email_verified: false, phone_verified: false };
  return {
    ...{ id, aud: "authenticated", role: "authenticated", email, phone: "", confirmation_sent_at: now },
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: identity,
    identities: [{ identity_id: randomUUID(), id, user_id: id, identity_data: identity, provider: "email", last_sign_in_at: now, created_at: now, updated_at: now, email }],
    ...{ created_at: now, updated_at: now, is_anonymous: false },
  };
}

export function createDesk({ post, accounts, tokens, minimumPasswordLength, log }: DeskOptions): Desk {
  const errands = new Errands(log);
  const tries = new Tries();

  /** Says yes, or that no letter can be sent to anybody; then does what was asked. */
  async function later(answer: () => Response | Promise<Response>, errand: () => Promise<void>): Promise<Response> {
    if (!(await post.ready())) return noMail();
    const said = await answer();
    return said.ok && !errands.run(errand) ? noMail() : said;
  }

  /** A code that signs in: to who has an account. Never makes one: the address is not proven. */
  async function sendCode(request: Request, email: string, kind: CodeLetter, path: "/auth/v1/otp" | "/auth/v1/recover", api: Answer): Promise<void> {
    await accounts.endCodes(email);
    tries.renew(email);
    await asLetter({ kind, language: languageOf(request) }, () => api(withBody(request, path, { email, create_user: false })));
  }

  async function ask(request: Request, kind: CodeLetter, path: "/auth/v1/otp" | "/auth/v1/recover", api: Answer): Promise<Response> {
    const email = text(await bodyOf(request), "email").toLowerCase();
    // The API refuses what is no address, before it looks for an account.
    if (!isAddress(email)) return await api(request);
    return await later(
      () => json({}),
      () => sendCode(request, email, kind, path, api),
    );
  }

  /** E3: only where letters go by mail; else an account is there at once, and the API says what it says. */
  async function signUp(request: Request, api: Answer): Promise<Response> {
    const body = await bodyOf(request);
    const email = text(body, "email").toLowerCase();
    const password = text(body, "password");
    if (!isAddress(email) || password.length < minimumPasswordLength || password.length > longestPassword) return await api(request);
    const again = request.clone();
    return await later(
      () => json(newcomer(email)),
      async () => {
        tries.renew(email);
        const made = await asLetter({ kind: "signUp", language: languageOf(request) }, () => api(again));
        if (made.ok) return;
        const confirmed = await accounts.confirmed(email);
        if (confirmed !== null) await sendCode(request, email, confirmed ? "alreadyHere" : "signUp", "/auth/v1/otp", api);
      },
    );
  }

  /** An account that is not there, or whose address is not proven, is refused like a wrong password, and as slowly. */
  async function password(request: Request, api: Answer): Promise<Response> {
    const body = await bodyOf(request);
    const answer = await api(request);
    const code = answer.status === 400 ? await errorCode(answer) : "";
    if (code !== "invalid_credentials" && code !== "email_not_confirmed") return answer;
    if (!(await accounts.hasPassword(text(body, "email").toLowerCase()))) await compare(text(body, "password"), decoy);
    return refusal(400, "invalid_credentials", "Invalid login credentials");
  }

  async function verify(request: Request, api: Answer): Promise<Response> {
    const body = await bodyOf(request);
    // What a link carries is made of address and code, and would be a way to guess past the count.
    if (request.method !== "POST" || text(body, "token_hash") !== "") return wrongCode();
    const email = text(body, "email").toLowerCase();
    const type = text(body, "type");
    const change = type === "email_change";
    const account = change ? `change ${email}` : email;
    const left = tries.take(account);
    if (left === null) return wrongCode();
    const moving = change ? await accounts.movingTo(email) : new Map<string, string>();
    // As on Supabase: `email` is any code that signs in, a new account's first one too.
    const answer = await api(withBody(request, "/auth/v1/verify", { ...body, type: type === "email" || type === "signup" ? "magiclink" : type }));
    if (!answer.ok) {
      if (left === 0) await (change ? accounts.endChange(email) : accounts.endCodes(email));
      // The address went to somebody else while the code was on its way.
      return change && answer.status >= 500 ? refusal(422, "email_exists", "A user with this email address has already been registered") : answer;
    }
    tries.renew(account);
    if (!change) await accounts.endCodes(email);
    const user = (await bodyOf(answer))?.["user"];
    const from = typeof user === "object" && user !== null && "id" in user ? moving.get(String(user.id)) : undefined;
    if (from !== undefined && from !== email) post.send({ kind: "addressChanged", to: from, language: languageOf(request), code: null });
    return answer;
  }

  /** E9: the session of this request began minutes ago. */
  async function isFresh(request: Request): Promise<boolean> {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    const verified = await tokens.verify(token);
    if (!verified.ok) return false;
    const session = text(JSON.parse(verified.claims.json) as Body, "session_id");
    return /^[0-9a-f-]{36}$/i.test(session) && (await accounts.isFresh(session));
  }

  async function change(request: Request, api: Answer): Promise<Response> {
    const body = await bodyOf(request);
    const wantsEmail = text(body, "email") !== "";
    const wantsPassword = body !== null && "password" in body;
    if (!wantsEmail && !wantsPassword) return await api(request);
    const who = await api(new Request(request.url, { headers: request.headers }));
    if (!who.ok) return who;
    if (!(await isFresh(request))) return refusal(400, "reauthentication_needed", "Sign in again first.");
    if (wantsPassword && typeof body["password"] !== "string") return refusal(422, "validation_failed", "password must be a text.");
    if (wantsEmail && wantsPassword) return refusal(422, "validation_failed", "One change at a time.");
    return wantsEmail ? await changeEmail(request, text(body, "email").toLowerCase(), who, api) : await changePassword(request, text(body, "password"), api);
  }

  /** E6: whoever else is signed in is signed out. */
  async function changePassword(request: Request, wanted: string, api: Answer): Promise<Response> {
    if (wanted.length > longestPassword) return refusal(422, "validation_failed", `Password cannot be longer than ${longestPassword} characters`);
    const answer = await api(request);
    if (!answer.ok) return answer;
    const ended = await api(new Request(new URL("/auth/v1/logout?scope=others", request.url), { method: "POST", headers: request.headers }));
    if (!ended.ok) throw new Error(`the other sessions did not end: ${ended.status}`);
    return answer;
  }

  /** E5: to the new address only; one that has an account is told so, by letter. */
  async function changeEmail(request: Request, email: string, who: Response, api: Answer): Promise<Response> {
    const user = await bodyOf(who);
    if (!isAddress(email) || email === text(user, "email")) return await api(request);
    const again = withBody(request, "/auth/v1/user", { email });
    const language = languageOf(request);
    return await later(
      () => json({ ...user, new_email: email, email_change_sent_at: new Date().toISOString() }),
      async () => {
        tries.renew(`change ${email}`);
        const answer = await asLetter({ kind: "changeEmail", language }, () => api(again));
        if ((await errorCode(answer)) === "email_exists") post.send({ kind: "addressTaken", to: email, language, code: null });
      },
    );
  }

  return {
    settled: async () => {
      await errands.settled();
      await post.settled();
    },
    async answer(request, path, api) {
      const below = path.replace(/^\/auth\/v1/, "").replace(/\/+$/, "");
      const { method } = request;
      if (method === "OPTIONS" || method === "HEAD") return await api(request);
      if (below === "/verify") return await verify(request, api);
      // Its codes prove nothing here: a fresh session does (E9).
      if (below === "/reauthenticate") return refusal(404, "not_found", "Sign in again instead.");
      if (method === "PUT" && below === "/user") return await change(request, api);
      if (method !== "POST") return await api(request);
      if (below === "/otp" || below === "/magiclink") return await ask(request, "signIn", "/auth/v1/otp", api);
      if (below === "/recover") return await ask(request, "reset", "/auth/v1/recover", api);
      if (below === "/resend" && text(await bodyOf(request), "type") === "signup") return await ask(request, "signUp", "/auth/v1/otp", api);
      if (below === "/signup" && post.by === "mail") return await signUp(request, api);
      if (below === "/token" && new URL(request.url).searchParams.get("grant_type") === "password") return await password(request, api);
      return await api(request);
    },
  };
}
