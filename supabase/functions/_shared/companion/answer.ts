/** A reply to one attempt at one message: asked again, the companion does not say what it said before. */
import { companionReply, type CompanionInput, type CompanionReply } from "./reply.ts";

export interface Question extends Pick<CompanionInput, "text" | "history" | "locale" | "persona"> {
  readonly messageId: string;
  /** From 0. */
  readonly attempt: number;
}

/** Earlier attempts further back than this no longer count as said. */
const remembered = 8;

/** The same on every device and on the server, given the same history. */
export function answerMessage({ messageId, attempt, ...input }: Question): CompanionReply {
  const earlier: string[] = [];
  const reply = (number: number) => companionReply({ ...input, seed: `${messageId}:${number}` }, earlier);
  for (let past = Math.max(0, attempt - remembered); past < attempt; past++) earlier.push(reply(past).text);
  return reply(attempt);
}
