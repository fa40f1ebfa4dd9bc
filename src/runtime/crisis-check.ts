/** The crisis rules (R7), loaded after the first screen and always before a message is written. */

/** True for an explicit signal. */
export type CrisisRules = (text: string) => boolean;

/**
 * The rules, from memory after the first call. The words are stored whatever happens here: where the rules cannot be had (offline
 * within the first seconds of the very first visit) they say false, Help now stays one tap away, and the companion runs them again.
 */
export async function crisisRules(): Promise<CrisisRules> {
  try {
    const { detectCrisis } = await import("@edge/crisis/detect.ts");
    return (text) => detectCrisis(text).level === "explicit";
  } catch {
    return () => false;
  }
}
