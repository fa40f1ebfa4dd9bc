/** New ids: UUIDv7 (RFC 9562 §5.7) made on the device, so that they sort by when they were made and never collide. */
import { messageId, sessionId, type MessageId, type SessionId } from "../domain/ids.ts";

/** A random UUID whose first 48 bits become the time and whose version becomes 7; 74 random bits stay. `now`: ms since epoch, corrected. */
export function uuidv7(now: number, random: string = crypto.randomUUID()): string {
  const ms = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0");
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${random.slice(15)}`;
}

export const newMessageId = (now: number): MessageId => messageId(uuidv7(now));
export const newSessionId = (now: number): SessionId => sessionId(uuidv7(now));
