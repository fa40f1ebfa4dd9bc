/** The id of a reply (R1): derived from what it answers, so that every tab, device and retry names the same row. */
import { sha1 } from "./sha1.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * UUIDv5 (RFC 9562 §5.5) of the name `source:attempt` in the namespace `messageId`.
 * Throws a TypeError when `messageId` is no UUID.
 */
export function replyId(messageId: string, source: "rules" | "device" | "model", attempt: number): string {
  if (!UUID.test(messageId)) throw new TypeError("replyId: the message id is not a UUID");
  const hex = messageId.replaceAll("-", "");
  const namespace = Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
  const name = new TextEncoder().encode(`${source}:${attempt}`);
  const input = new Uint8Array(namespace.length + name.length);
  input.set(namespace);
  input.set(name, namespace.length);

  const bytes = sha1(input).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
