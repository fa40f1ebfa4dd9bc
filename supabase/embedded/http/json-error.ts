/** Errors of the host itself, in the shape the Supabase APIs use. */
export function jsonError(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ code, message }, { status, headers: { ...headers, "cache-control": "no-store" } });
}
