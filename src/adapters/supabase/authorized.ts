/** A call in the account's name: the token goes with it, and a 401 forces one refresh before it is believed (C5). */
import type { Answer } from "../../sync/ports.ts";
import type { ConfigSource } from "./config.ts";
import type { Exchange } from "./failure.ts";
import { exchange, type Fetch } from "./http.ts";
import type { Session } from "./session.ts";

export interface AuthorizedOptions {
  readonly config: ConfigSource;
  readonly session: Session;
  readonly fetch: Fetch;
}
export interface AuthorizedCall {
  readonly path: string;
  /** POST unless told otherwise. */
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** ok: there was an exchange, whatever it said; a failure: there was no server or no token to make it with. */
export type Authorized = (call: AuthorizedCall) => Promise<Answer<Exchange>>;

export function createAuthorized({ config, session, fetch }: AuthorizedOptions): Authorized {
  return async ({ path, method = "POST", headers, body, deadlineMs, signal }) => {
    const server = await config();
    if (server === null) return { ok: false, failure: { kind: "offline" } };
    let refused: string | undefined;
    for (;;) {
      const token = await session.accessToken(refused);
      if (!token.ok) return token;
      const answer = await exchange(fetch, {
        url: server.supabaseUrl + path,
        method,
        headers: { ...headers, apikey: server.publishableKey, authorization: `Bearer ${token.value}` },
        body,
        deadlineMs,
        ...(signal === undefined ? {} : { signal }),
      });
      if (answer.kind !== "answered" || answer.status !== 401 || refused !== undefined) return { ok: true, value: answer };
      refused = token.value;
    }
  };
}
