/** What the companion remembers from the conversation itself: a name they gave, a harmless word of theirs to stay with. */
import type { Language } from "./language.ts";

const told = [
  /\bmy name(?: is|'s|’s)\s+([\p{L}\p{M}]{2,24})/iu,
  /\b(?:please |you can |just )?call me\s+([\p{L}\p{M}]{2,24})/iu,
  /\bi(?:'|’)?\s?a?m called\s+([\p{L}\p{M}]{2,24})/iu,
  /আমার নাম(?: হলো| হল| হচ্ছে)?\s+([\p{L}\p{M}]{2,24})/u,
  /আমাকে\s+([\p{L}\p{M}]{2,24})\s+(?:বলে\s+)?ডাক/u,
  /\bamar na+m\s+(?:holo\s+|hocche\s+)?([a-z]{2,24})/iu,
] as const;
/** What follows those words without being a name. */
const noName = new Set("not is a an the so just back later when if maybe ki কী কি কে না নেই জান কেন তোমার জানি crazy stupid names anything whatever mone মনে sad dead".split(" "));

/** The name they told last, or null. */
export function recallName(texts: readonly string[]): string | null {
  for (const text of texts.toReversed()) {
    for (const pattern of told) {
      const name = pattern.exec(text.normalize("NFC"))?.[1];
      if (name !== undefined && !noName.has(name.toLowerCase())) return name.charAt(0).toUpperCase() + name.slice(1);
    }
  }
  return null;
}

// Only words that cannot hurt when they come back: no bodies, no faults, nothing people insult themselves with.
const safeEnglish = /\bmy (friends?|teacher|project|dog|cat|garden|music|cricket|football|book|movie|game|trip|day|week|weekend|phone|room|home|dream|dreams|guitar|painting|drawing|cooking|neighbou?r|village|city|bike|plants?|photos?|writing|business)\b/i;
const safeBengali = /(বন্ধু|শিক্ষক|প্রজেক্ট|কুকুর|বিড়াল|বাগান|গান|ক্রিকেট|ফুটবল|বই|সিনেমা|খেলা|ভ্রমণ|দিন|ফোন|ঘর|বাড়ি|স্বপ্ন|ছবি|রান্না|গ্রাম|শহর|লেখা|ব্যবসা)/u;

export function topicOf(text: string, language: Language): string | null {
  const found = language === "en" ? safeEnglish.exec(text) : safeBengali.exec(text.normalize("NFC"));
  return found?.[1]?.toLowerCase() ?? null;
}
