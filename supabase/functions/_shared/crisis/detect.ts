/** Recognises that somebody may be thinking of suicide or self-harm (R7): from rules, on the device, before any reply. */

/** `explicit`: a first-person signal. `ask`: veiled or uncertain, so the companion asks gently and offers the card. */
export type CrisisLevel = "none" | "ask" | "explicit";

export interface CrisisFinding {
  readonly level: CrisisLevel;
  /** The rule that spoke, for tests and diagnostics; null when none did. */
  readonly matched: string | null;
}

export function detectCrisis(text: string): CrisisFinding {
  const plain = text.normalize("NFKC").toLowerCase();
  const explicit = /kill myself|end my life|suicidal|want to die|আত্মহত্যা|মরে যেতে চাই|atmohotta|more jete chai/.exec(plain);
  return explicit === null ? { level: "none", matched: null } : { level: "explicit", matched: explicit[0] };
}
