/** Calls a Postgres function over REST with the caller's own token: Postgres checks the token, this module checks the answer's shape. */

export interface RpcTarget {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly token: string;
  readonly fetch: typeof fetch;
}

/** `code`, `details` and `hint` are PostgREST's machine-readable words; `status` 0 stands for no answer at all. */
export type RpcAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: number; readonly code: string | null; readonly details: string | null; readonly hint: string | null };

const timeoutMs = 15_000;

/** Never throws for what the network or the database does. */
export async function callRpc(target: RpcTarget, name: string, args: Record<string, unknown>): Promise<RpcAnswer> {
  let status = 0;
  try {
    const response = await target.fetch(`${target.supabaseUrl}/rest/v1/rpc/${name}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        apikey: target.publishableKey,
        authorization: `Bearer ${target.token}`,
      },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, value: body };
    return { ok: false, status, code: text(body, "code"), details: text(body, "details"), hint: text(body, "hint") };
  } catch {
    // Unreachable, too slow, cut off or not JSON: the caller sees only that there was no usable answer.
    return { ok: false, status: status >= 400 ? status : 0, code: null, details: null, hint: null };
  }
}

function text(body: unknown, key: string): string | null {
  const value = isRecord(body) ? body[key] : undefined;
  return typeof value === "string" ? value : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
