/** One HTTP exchange with a deadline: never throws for anything the network does. */
import type { Exchange } from "./failure.ts";

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface HttpRequest {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The deadline covers the body too: a server that stops in the middle of it is a timeout. */
export async function exchange(fetch: Fetch, request: HttpRequest): Promise<Exchange> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), request.deadlineMs);
  const giveUp = (): void => abort.abort();
  request.signal?.addEventListener("abort", giveUp, { once: true });
  if (request.signal?.aborted === true) abort.abort();
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.body === undefined ? { ...request.headers } : { "content-type": "application/json", ...request.headers },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: abort.signal,
      cache: "no-store",
      credentials: "omit",
      // A captive portal's redirect must not carry words elsewhere, nor turn into its page's 200.
      redirect: "manual",
    });
    const text = await response.text();
    return { kind: "answered", status: response.status, retryAfter: response.headers.get("retry-after"), body: parseJson(text) };
  } catch {
    // fetch rejects with a bare TypeError for every network reason; only whether we aborted it can be told apart.
    return abort.signal.aborted ? { kind: "timeout" } : { kind: "unreachable" };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", giveUp);
  }
}
