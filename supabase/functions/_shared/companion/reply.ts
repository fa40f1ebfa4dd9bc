/** The rule-based companion (R6): the same words on the device and on the server, crisis first, deterministic by seed. */
import { detectCrisis, type CrisisLevel } from "../crisis/detect.ts";

export interface CompanionInput {
  readonly text: string;
  /** Oldest first, without `text` itself. */
  readonly history: readonly { readonly sender: "user" | "ai"; readonly text: string }[];
  /** The person's chosen language; null: answer in the language of the message. */
  readonly locale: "en" | "bn" | null;
  /** Message id and attempt: the same seed gives the same reply. */
  readonly seed: string;
}

export interface CompanionReply {
  readonly text: string;
  readonly intent: string;
  readonly crisis: CrisisLevel;
}

export function companionReply(input: CompanionInput): CompanionReply {
  const { level } = detectCrisis(input.text);
  const text = input.locale === "bn" ? "আমি শুনছি। আরেকটু বলবে?" : "I'm listening. Would you tell me a little more?";
  return { text, intent: "unknown", crisis: level };
}
