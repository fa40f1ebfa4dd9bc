/** The crisis rules (R7), loaded after the first screen and always before a message is written. */

/**
 * True for an explicit signal. The words are stored whatever happens here: where the rules cannot be had (offline within the
 * first seconds of the very first visit) it says false, Help now stays one tap away, and the companion runs the rules again.
 */
export async function isCrisis(text: string): Promise<boolean> {
  try {
    const { detectCrisis } = await import("@edge/crisis/detect.ts");
    return detectCrisis(text).level === "explicit";
  } catch {
    return false;
  }
}
