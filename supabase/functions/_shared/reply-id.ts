/** The id of a reply (R1): derived from what it answers, so that every tab, device and retry names the same row. */
import { uuidv5 } from "./uuid-v5.ts";

/** UUIDv5 of the name `source:attempt` in the namespace `messageId`. Throws a TypeError when that is no UUID. */
export const replyId = (messageId: string, source: "rules" | "device" | "model", attempt: number): string => uuidv5(`${source}:${attempt}`, messageId);
