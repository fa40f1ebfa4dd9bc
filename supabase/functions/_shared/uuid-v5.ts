/** Name-based UUIDs: the same name in the same namespace is the same id on every device and on the server. */
import { sha1 } from "./sha1.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** UUIDv5 (RFC 9562 §5.5) of `name` as UTF-8 in `namespace`. Throws a TypeError when that is no UUID. */
export function uuidv5(name: string, namespace: string): string {
  if (!UUID.test(namespace)) throw new TypeError("uuidv5: the namespace is not a UUID");
  const hex = namespace.replaceAll("-", "");
  const space = Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
  const bytes = sha1(Uint8Array.from([...space, ...new TextEncoder().encode(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
