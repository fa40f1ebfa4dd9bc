/** Ids that derive from what a row is about (UUIDv5), so that every device names the same row. */
import { uuidv5 } from "@edge/uuid-v5.ts";

/** One reaction a message and person. */
export const reactionId = (message: string): string => uuidv5("reaction", message);

const preferenceNamespace = "6f0c9bd5-55a1-4f1b-9d5e-3f6f0b1f4c11";
/** One row a preference key. */
export const preferenceId = (key: string): string => uuidv5(key, preferenceNamespace);

const answerNamespace = "c1b1f0de-5c1d-4f7e-9a53-6a3f1c0d7e21";
/** Q5: one row an item and run. */
export const answerId = (run: number, item: number): string => uuidv5(`${run}/${item}`, answerNamespace);

/** V4: talking is one activity a session. */
export const talkId = (session: string): string => uuidv5("chat", session);
