/** New ids: UUIDv7 made on the device, so that they sort by when they were made and never collide; derived rows have a UUIDv5. */
import { v5, v7 } from "uuid";
import { messageId, sessionId, type MessageId, type SessionId } from "../domain/ids.ts";

/** `now`: ms since epoch, corrected. */
export const newMessageId = (now: number): MessageId => messageId(v7({ msecs: now }));
export const newSessionId = (now: number): SessionId => sessionId(v7({ msecs: now }));

/** One reaction a message and person: the id derives from the message. */
export const reactionId = (message: string): string => v5("reaction", message);

const preferenceNamespace = "6f0c9bd5-55a1-4f1b-9d5e-3f6f0b1f4c11";
/** One row a preference key. */
export const preferenceId = (key: string): string => v5(key, preferenceNamespace);
