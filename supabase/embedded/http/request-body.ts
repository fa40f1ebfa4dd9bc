/** Reads a request's body within bounds, and makes of both a request that holds it. */
import { bodies } from "../limits.ts";
import { jsonError } from "./json-error.ts";

/** The bytes that are held for all clients together, and for each address. */
export class BodyBudget {
  readonly #total: number;
  readonly #perAddress: number;
  #held = 0;
  readonly #byAddress = new Map<string, number>();

  constructor(total: number = bodies.totalBytes, perAddress: number = bodies.perAddressBytes) {
    this.#total = total;
    this.#perAddress = perAddress;
  }

  /** False when it would be too much; then nothing is taken. */
  take(address: string, bytes: number): boolean {
    const held = this.#byAddress.get(address) ?? 0;
    if (this.#held + bytes > this.#total || held + bytes > this.#perAddress) return false;
    this.#held += bytes;
    this.#byAddress.set(address, held + bytes);
    return true;
  }

  give(address: string, bytes: number): void {
    this.#held -= bytes;
    const left = (this.#byAddress.get(address) ?? 0) - bytes;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}

/** Whether arrays and objects are nested deeper than `limit`; what is no JSON at all is for its reader to refuse. */
export function isDeeper(json: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (inText) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

const closing = { connection: "close" };
const tooLarge = () => jsonError(413, "too_large", `A request may hold ${bodies.bytes} bytes.`, closing);

type Part = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/** The next part, or "stalled" when none comes in time. */
async function next(reader: ReadableStreamDefaultReader<Uint8Array>, stallMs: number): Promise<Part | "stalled"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"stalled">((resolve) => {
    timer = setTimeout(() => resolve("stalled"), stallMs);
  });
  try {
    return await Promise.race([reader.read(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Answers by `answer` with the body read, or refuses: 413 too large, announced or not, 408 when it stalls, 503 when too much is
 * held already, 415 for a compressed one, 400 for JSON nested too deep. What it holds counts until the answer is there.
 */
export async function withBody(
  request: Request,
  held: { readonly budget: BodyBudget; readonly address: string; readonly stallMs: number },
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const { method, headers, url, signal } = request;
  const { budget, address, stallMs } = held;
  if (method === "GET" || method === "HEAD") return await answer(new Request(url, { method, headers, signal }));
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity") return jsonError(415, "unsupported_encoding", "A request may not be compressed.", { ...closing, "accept-encoding": "identity" });
  if (Number(headers.get("content-length") ?? 0) > bodies.bytes) return tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = request.body?.getReader();
    for (let done = reader === undefined; !done; ) {
      const part = reader === undefined ? "stalled" : await next(reader, stallMs);
      if (part === "stalled") {
        void reader?.cancel().catch(() => undefined);
        return jsonError(408, "too_slow", "The body did not arrive in time.", closing);
      }
      done = part.done;
      if (part.done) break;
      const { byteLength } = part.value;
      const fits = size + byteLength <= bodies.bytes;
      if (!fits || !budget.take(address, byteLength)) {
        await reader?.cancel();
        return fits ? jsonError(503, "busy", "Too much is being sent at once; come again.", { ...closing, "retry-after": "2" }) : tooLarge();
      }
      size += byteLength;
      chunks.push(part.value);
    }
    const body = Buffer.concat(chunks);
    if (isDeeper(body, bodies.jsonDepth)) return jsonError(400, "too_deep", `JSON may be nested ${bodies.jsonDepth} levels deep.`);
    return await answer(new Request(url, { method, headers, signal, body: size === 0 ? null : body }));
  } finally {
    budget.give(address, size);
  }
}
