/** Reads a request's body up to a limit, and makes of both a request that holds it. */

export const bodyLimit = 2 * 1024 * 1024;

/** Null when the body is larger than `limit` bytes, announced or not. */
export async function boundedRequest(request: Request, limit: number): Promise<Request | null> {
  const { method, headers, url, signal } = request;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal });
  if (Number(headers.get("content-length") ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return new Request(url, { method, headers, signal, body: size === 0 ? null : Buffer.concat(chunks) });
}
