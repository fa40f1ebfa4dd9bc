/** The states of You and of its questions (`?seed=profile`). */
import type { FakeSeed } from "../fake-runtime.ts";
import type { PersonalitySeed } from "../fake-personality.ts";

type Seed = Partial<FakeSeed>;

/** Each trait somewhere else: high, high, low, middle, high. */
const one = "45232 21434 44121 42332";
const other = "23433 43332 33243 33243";

const facts = {
  en: [
    { text: "My sister is called Mita. She lives in Khulna and calls on Fridays.", onlyHere: false },
    { text: "On hard days a walk helps more than talking.", onlyHere: false },
    { text: "I have not told anybody that I want to change my job.", onlyHere: true },
  ],
  bn: [
    { text: "আমার বোনের নাম মিতা। ও খুলনায় থাকে, শুক্রবারে ফোন করে।", onlyHere: false },
    { text: "কঠিন দিনে কথার চেয়ে হাঁটা বেশি কাজে দেয়।", onlyHere: false },
    { text: "চাকরি বদলাতে চাই, কথাটা এখনও কাউকে বলিনি।", onlyHere: true },
  ],
} as const;

const you = (personality: PersonalitySeed, rest: Seed = {}): Seed => ({ messages: 12, personality, ...rest });

export function youSeedOf(name: string, locale: "en" | "bn"): Seed | null {
  switch (name) {
    case "begun":
      return you({ runs: ["45232 21000 00000 00000"] });
    case "threefour":
      return you({ runs: ["45232 21434 44101 40030"] });
    case "some":
      return you({ runs: ["05032 01034 00121 02300"] });
    case "last":
      return you({ runs: ["45232 21434 44121 42330"] });
    case "profile":
      return you({ runs: [one], facts: facts[locale] });
    case "runs":
      return you({ runs: [other, "33333 33333 33333 33333", one], facts: facts[locale] });
    case "again":
      return you({ runs: [one, "23400 00000 00000 00000"], facts: facts[locale].slice(0, 1) });
    case "usual":
      return you({ runs: [one], facts: facts[locale] }, { preferences: { usePersonality: false } });
    case "heights":
      return you({ runs: ["55555 11111 55551 11111"], facts: [{ text: "w".repeat(300) }, { text: "অ".repeat(500), onlyHere: true }] });
    case "depths":
      return you({ runs: ["11111 55555 11115 55555"] });
    default:
      return null;
  }
}
