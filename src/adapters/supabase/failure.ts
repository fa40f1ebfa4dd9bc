/** P6: what went wrong with a request, told from HTTP status and SQLSTATE alone, never from message text. */
import type { Failure } from "../../sync/ports.ts";

/** How an HTTP exchange ended, before anybody judges it. */
export type Exchange =
  /** No connection, or it was cut before the answer was whole. */
  | { readonly kind: "unreachable" }
  /** Our own deadline passed, or the caller gave up. */
  | { readonly kind: "timeout" }
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfter: string | null;
      /** undefined: the body was not JSON. */
      readonly body: unknown;
    };

/** PostgREST's error, as far as it may be trusted for a verdict. */
export interface ErrorBody {
  readonly code: string | null;
  readonly details: string | null;
}

const maxRetryAfterMs = 3_600_000;

/** `Retry-After` as seconds or as an HTTP date, in ms from `now`; null when absent or nonsense. At most an hour. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isNaN(ms)) return null;
  return Math.min(Math.max(ms, 0), maxRetryAfterMs);
}

export function errorBody(body: unknown): ErrorBody | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const code = "code" in body && typeof body.code === "string" ? body.code : null;
  const details = "details" in body && typeof body.details === "string" ? body.details : null;
  return { code, details };
}

const busy = (status: number | null, blame: boolean, retryAfter: number | null = null): Failure => ({
  kind: "busy",
  retryAfterMs: retryAfter,
  blame,
  status,
});

/** SQLSTATEs that mean "again, please", whatever status carries them. */
const transient = new Set(["40001", "40P01", "55P03", "53300"]);
const statementTimeout = "57014";

/**
 * The class of a failed exchange. A 200 whose body is not our answer (a captive portal, an empty body) is `busy`:
 * call this only once the body was found not to be an answer.
 */
export function classify(exchange: Exchange, now: number): Failure {
  if (exchange.kind === "unreachable") return { kind: "offline" };
  if (exchange.kind === "timeout") return busy(null, true);
  const { status } = exchange;
  const retryAfter = retryAfterMs(exchange.retryAfter, now);
  // Proxies answer 413 in HTML of their own; the size is the reason all the same.
  if (status === 413) return { kind: "tooLarge" };
  const error = errorBody(exchange.body);
  if (status === 408 || status === 504) return busy(status, true, retryAfter);
  if (status === 429 || status < 400 || status >= 500) return busy(status, error?.code === statementTimeout, retryAfter);
  // From here on a 4xx: only our own API's JSON may say more than "not now".
  if (error === null) return busy(status, true, retryAfter);
  if (error.code !== null && transient.has(error.code)) return busy(status, false, retryAfter);
  if (status === 401) return { kind: "auth" };
  if (status === 426 || error.code === "PT426") return { kind: "outdated" };
  if (error.code === "PT403" && error.details === "wrong_account") return { kind: "wrongAccount" };
  if (error.code === "PT409" && error.details === "clock_ahead") return { kind: "clockAhead", serverTime: null };
  if (error.code === "PT409" && error.details === "behind") return { kind: "behind" };
  if (error.code === "PT409" && (error.details === "client_reset" || error.details === "gap")) return { kind: "reset" };
  return busy(status, true, retryAfter);
}
