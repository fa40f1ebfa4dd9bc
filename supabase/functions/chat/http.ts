/** JSON answers of an edge function, readable from any origin as Supabase's own are. */

export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, x-client-info, apikey, content-type",
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-max-age": "86400",
};

export function json(status: number, body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...corsHeaders, "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

/** `error` is a word for programs; what went wrong inside stays inside. */
export function failure(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Response {
  return json(status, { error }, headers);
}

/** The token of `Authorization: Bearer …`, or null. */
export function bearerToken(request: Request): string | null {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** The `sub` of a JWT, unverified: only for naming the user in a call that Postgres itself authorises. */
export function tokenSubject(token: string): string | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const sub: unknown = typeof claims === "object" && claims !== null && "sub" in claims ? claims.sub : null;
    return typeof sub === "string" && sub !== "" ? sub : null;
  } catch {
    // Not a JWT: the caller answers 401, as for no token.
    return null;
  }
}
