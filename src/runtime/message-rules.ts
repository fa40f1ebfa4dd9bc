/** What rules hear in a message: the crisis rules (R7) and the mood's (B8), loaded after the first screen and always before a message is written. */
import type { Heard } from "@edge/mood/score.ts";

export interface MessageRules {
  /** True for an explicit signal. */
  isCrisis(text: string): boolean;
  /** null: nothing to go by. */
  mood(text: string): Heard | null;
}

const none: MessageRules = { isCrisis: () => false, mood: () => null };

/**
 * The rules, from memory after the first call. The words are stored whatever happens here: where the rules cannot be had (offline
 * within the first seconds of the very first visit) they hear nothing, Help now stays one tap away, and the companion runs the crisis rules again.
 */
export async function messageRules(): Promise<MessageRules> {
  try {
    const { detectCrisis, scoreMood } = await import("./hear.ts");
    return { isCrisis: (text) => detectCrisis(text).level === "explicit", mood: scoreMood };
  } catch {
    return none;
  }
}
