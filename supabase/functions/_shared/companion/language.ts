/**
 * Which language a reply takes. A friend answers in the script they are written to, so Bengali letters get Bengali whatever the setting;
 * for Latin letters the chosen language decides. Unchosen, romanised Bengali gets Bengali in its own script (everybody who types it reads it,
 * nobody agrees how to spell it), and English gets English. Somebody who chose English may not read Bengali script, so the choice stands there.
 */
import { foldRoman, hasBengali, plain } from "../text.ts";

export type Language = "en" | "bn";

/** Everyday words that English does not have; `foldRoman` spellings. */
export const romanWords: ReadonlySet<string> = new Set(
  "ami tumi apni tui amar amake tomar tomake amra se ki keno kemon kotai kokon kibabe ki6u kicu kub onek balo karap mon lagce lagtese lage kore korce kortese korbo korte cai caina nai nei na hoi hobe hocce ace aco acen aci asi ase teke jono sate kintu ar abar ekon aj ajke kal kalke baba bai bon bondu gum bat kosto dukko kusi bujina bujlam parci parsi partesi jani janina bolo bolte korecilam gelo gele jabo jai jete eta oita ota emon sob sobai keu kono onno donnobad danobad nomoskar salam asalamualaikum biday nam tik acca haa hae".split(" "),
);
export const english: ReadonlySet<string> = new Set("the a is are was were am you my your i me he she it we they and but so of in on at to for with have has not do did this that what how why when im dont just really feel want like today".split(" "));

export function languageOf(text: string): Language | null {
  if (hasBengali(text)) return "bn";
  const words = plain(text).split(" ").filter((word) => /^[a-z]+$/.test(word));
  if (words.length === 0) return null;
  const bengali = words.filter((word) => romanWords.has(foldRoman(word)) && !english.has(word)).length;
  return bengali > words.filter((word) => english.has(word)).length ? "bn" : "en";
}

export function replyLanguage(text: string, before: readonly string[], locale: Language | null): Language {
  if (hasBengali(text)) return "bn";
  if (locale !== null) return locale;
  for (const said of [text, ...before.toReversed()]) {
    const language = languageOf(said);
    if (language !== null) return language;
  }
  return "en";
}
