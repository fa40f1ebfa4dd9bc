/** What a reply takes on for somebody's style (X6), in both languages. Each is a sentence of its own, beside any saying. */
import type { Language } from "./language.ts";

export interface PersonaWords {
  /** Before it, softly. */
  readonly soft: readonly string[];
  readonly warm: readonly string[];
  /** One sentence more. */
  readonly more: readonly string[];
  /** In place of the question. */
  readonly curious: readonly string[];
  /** `{fact}` is a quotation. */
  readonly told: string;
}

export const personaWords: Readonly<Record<Language, PersonaWords>> = {
  en: {
    soft: ["Take your time with this.", "There's no hurry here."],
    warm: ["I'm glad you're telling me.", "It's good to have you here."],
    more: ["I like hearing how you see things.", "There's room for all of it here.", "I'm curious how it goes on."],
    curious: ["If it were a picture, what would it show?", "What does it make you think of?"],
    told: "You told me: “{fact}”.",
  },
  bn: {
    soft: ["ধীরে ধীরে বলো।", "কোনো তাড়া নেই।"],
    warm: ["তুমি বলছ, আমার ভালো লাগছে।", "তোমাকে পেয়ে ভালো লাগে।"],
    more: ["তুমি কেমন করে দেখো, শুনতে ভালো লাগে।", "সবটুকুই এখানে বলা যায়।", "এরপর কী হয় জানতে ইচ্ছে করে।"],
    curious: ["যদি ছবি আঁকতে, কী আঁকতে?", "এতে তোমার কীসের কথা মনে পড়ে?"],
    told: "তুমি আমাকে বলেছিলে: “{fact}”।",
  },
};
