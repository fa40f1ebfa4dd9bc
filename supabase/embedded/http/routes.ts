/** Which path is answered by whom, and what every answer carries. */
import { Hono } from "hono";
import { describeDiscreetly } from "../discreet-log.ts";
import type { Desk } from "../letters/desk.ts";
import type { Post } from "../letters/letter.ts";
import type { SignInGuard } from "../rate/sign-in-guard.ts";
import type { Tokens } from "../tokens.ts";
import { refuseAuthBody } from "./auth-body.ts";
import type { EdgeHandler } from "./edge-functions.ts";
import { jsonError } from "./json-error.ts";
import { BodyBudget, withBody } from "./request-body.ts";
import { apiPolicy, baseHeaders, documentHeaders } from "./security-headers.ts";
import type { StaticFiles } from "./static-files.ts";
import { guardToken } from "./token-guard.ts";

export interface Services {
  readonly files: StaticFiles;
  readonly tokens: Tokens;
  readonly functions: ReadonlyMap<string, EdgeHandler>;
  readonly publicUrl: string | null;
  readonly publishableKey: string;
  /** A body in which nothing moves for so long is refused. */
  readonly bodyStallMs: number;
  /** Stands before the auth API. */
  readonly signInGuard: SignInGuard;
  /** Stands before the auth API wherever a letter is concerned. */
  readonly desk: Desk;
  /** How letters go; the app tells people where to look. */
  readonly letters: Post["by"];
  /** The auth and REST API. */
  api(request: Request, peerAddress: string | null): Promise<Response>;
  /** Rejects when the database does not answer. */
  probe(): Promise<void>;
  readonly log: (line: string) => void;
}
export interface Peer {
  readonly address: string | null;
}
type Env = { Bindings: Peer };

/** The path as the URL gives it names the function; anything below it is the function's own. */
const functionName = (url: string): string => new URL(url).pathname.split("/")[3] ?? "";

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: all });
}

const budget = new BodyBudget();

/** A bounded, guarded call of an API, with the headers of one. */
async function callApi(request: Request, address: string | null, services: Services, answer: (request: Request) => Promise<Response>): Promise<Response> {
  const response = await withBody(request, { budget, address: address ?? "", stallMs: services.bodyStallMs }, async (whole) => (await guardToken(whole, services.tokens)) ?? (await answer(whole)));
  const cache = response.headers.has("cache-control") ? {} : { "cache-control": "no-store" };
  const answered = withHeaders(response, { ...baseHeaders, ...cache, "content-security-policy": apiPolicy });
  // Any page may call the API with a token it has, as on Supabase; none may have the browser add anything of its own.
  answered.headers.delete("access-control-allow-credentials");
  return answered;
}

export function createRoutes(services: Services): (request: Request, peer: Peer) => Promise<Response> {
  const app = new Hono<Env>();
  app.get("/healthz", async () => {
    await services.probe();
    return withHeaders(Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } }), baseHeaders);
  });
  app.get("/config.json", async () => {
    const config = { supabaseUrl: services.publicUrl ?? "", publishableKey: services.publishableKey, llm: false, letters: services.letters, build: await services.files.build() };
    return withHeaders(Response.json(config, { headers: { "cache-control": "no-store" } }), baseHeaders);
  });
  app.all("/rest/v1/*", (c) => callApi(c.req.raw, c.env.address, services, (request) => services.api(request, c.env.address)));
  app.all("/auth/v1/*", (c) =>
    callApi(
      c.req.raw,
      c.env.address,
      services,
      async (request) =>
        (await refuseAuthBody(request)) ??
        (await services.signInGuard(request, c.req.path, c.env.address, (allowed) =>
          services.desk.answer(allowed, c.req.path, (asked) => services.api(asked, c.env.address)),
        )),
    ),
  );
  app.all("/functions/v1/*", (c) =>
    callApi(c.req.raw, c.env.address, services, async (request) => {
      const handler = services.functions.get(functionName(request.url));
      return handler === undefined ? jsonError(404, "not_found", "There is no such function.") : await handler(request);
    }),
  );
  for (const path of ["/auth/*", "/rest/*", "/functions/*", "/realtime/*"]) {
    app.all(path, () => withHeaders(jsonError(404, "not_found", "There is nothing at this address."), baseHeaders));
  }
  app.all("*", async (c) => {
    const headers = { ...baseHeaders, ...documentHeaders(c.req.header("host") ?? null, services.publicUrl) };
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      return withHeaders(jsonError(405, "method_not_allowed", "Only GET and HEAD are answered here.", { allow: "GET, HEAD" }), headers);
    }
    return withHeaders((await services.files.respond(c.req.raw)) ?? jsonError(404, "not_found", "There is nothing at this address."), headers);
  });
  app.onError((error, c) => {
    services.log(`${c.req.method} ${new URL(c.req.url).pathname} failed: ${describeDiscreetly(error)}`);
    return withHeaders(jsonError(500, "internal", "Something went wrong here; it has been logged."), { ...baseHeaders, "content-security-policy": apiPolicy });
  });
  return async (request, peer) => await app.fetch(request, peer);
}
