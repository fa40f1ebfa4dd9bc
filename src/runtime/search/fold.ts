/** F1: one spelling for the many in which a word is written, and one sound for the two scripts in which Bengali is. */

/** Characters that are typed or pasted along and are no letters: joiners, direction marks, soft hyphens, variation selectors. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFE00-\uFE0F\uFEFF]/g;

/**
 * Bengali letters that people write for one another. Long and short i and u; the three n and ng; nukta forms (NFC has taken them
 * apart) without their dot; chandrabindu and visarga, which are often left out; khanda ta is a ta that ends.
 */
const bengali: Readonly<Record<string, string>> = {
  "ী": "ি",
  "ূ": "ু",
  "ঈ": "ই",
  "ঊ": "উ",
  "ণ": "ন",
  "ঙ": "ং",
  "ৎ": "ত\u09CD",
  "়": "",
  "ঁ": "",
  "ঃ": "",
  "০": "0",
  "১": "1",
  "২": "2",
  "৩": "3",
  "৪": "4",
  "৫": "5",
  "৬": "6",
  "৭": "7",
  "৮": "8",
  "৯": "9",
};
const bengaliLetter = /[\u0980-\u09FF]/;
const folded = /[ীূঈঊণঙৎ়ঁঃ০-৯]/g;
/** Above it a word is a key or an address, and only its beginning is looked for. UTF-16 code units. */
const longest = 32;

/** A word as the index knows it; "" for what has no letter. */
export function fold(raw: string): string {
  const plain = raw.replace(invisible, "").replace(/['’ʼ]/g, "");
  const spelled = bengaliLetter.test(plain) ? foldBengali(plain.normalize("NFC")) : foldLatin(plain);
  return spelled.length > longest ? spelled.slice(0, longest) : spelled;
}

const foldBengali = (word: string): string =>
  word
    .replace(folded, (letter) => bengali[letter] ?? letter)
    // দু:খ: a colon typed for the visarga.
    .replace(/:/g, "")
    .replace(/ং\u09CD/g, "ং")
    // A vowel sign in two strokes the wrong way round.
    .replace(/াে/g, "ো")
    // A hasanta that ends a word is written by some and left out by others.
    .replace(/\u09CD+$/, "")
    .toLowerCase();

const foldLatin = (word: string): string =>
  word
    .normalize("NFKD")
    .replace(/[\u0300-\u036F]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/ß/g, "ss");

/** How Bengali consonants sound, in the Latin letters that {@link latinSound} leaves. */
const consonants: Readonly<Record<string, string>> = {
  ...{ "ক": "k", "খ": "k", "গ": "g", "ঘ": "g", "ং": "ng", "চ": "c", "ছ": "c", "জ": "j", "ঝ": "j", "ঞ": "n" },
  ...{ "ট": "t", "ঠ": "t", "ড": "d", "ঢ": "d", "ত": "t", "থ": "t", "দ": "d", "ধ": "d", "ন": "n" },
  ...{ "প": "p", "ফ": "f", "ব": "b", "ভ": "b", "ম": "m", "য": "j", "র": "r", "ল": "l", "শ": "s", "ষ": "s", "স": "s", "হ": "h" },
};
/** The vowel o is nobody's to write or to leave out (ভালো, ভাল, bhalo, bhal): it is silent in both scripts. */
const vowels: Readonly<Record<string, string>> = {
  ...{ "অ": "", "আ": "a", "ই": "i", "উ": "u", "ঋ": "ri", "এ": "e", "ঐ": "i", "ও": "", "ঔ": "u" },
  ...{ "া": "a", "ি": "i", "ু": "u", "ৃ": "ri", "ে": "e", "ৈ": "i", "ো": "", "ৌ": "u" },
};

/** Sounds shorter than this would be shared by words that have nothing in common. */
const shortestSound = 3;
const single = (sound: string): string | null => {
  const once = sound.replace(/(.)\1+/g, "$1");
  return once.length < shortestSound ? null : once;
};

/** The sound of a Bengali word, from its unfolded form, since য় and য, ড় and ড differ; null where it has too little of one. */
export function bengaliSound(raw: string): string | null {
  const word = raw.replace(invisible, "").normalize("NFC");
  if (!/^[\u0980-\u09FF:]+$/.test(word)) return null;
  const spelled = word
    .replace(/ড়|ঢ়/g, "র")
    .replace(/য়/g, "ই")
    .replace(/ক্ষ/g, "ক")
    .replace(/জ্ঞ/g, "গ")
    // য-ফলা, and ব-ফলা where it is silent.
    .replace(/্য/g, "")
    .replace(/([^মব])্ব/g, "$1");
  const letters = [...foldBengali(spelled)].map((letter) => consonants[letter] ?? vowels[letter] ?? "");
  return single(letters.join(""));
}

/** The sound of a word in Latin letters, as if it were romanised Bengali. */
export function latinSound(folded: string): string | null {
  if (!/^[a-z]+$/.test(folded)) return null;
  const sound = folded
    .replace(/kkh|ksh|x/g, "k")
    .replace(/ph/g, "f")
    .replace(/ee/g, "i")
    .replace(/oo|ou/g, "u")
    .replace(/[vw]/g, "b")
    .replace(/q/g, "k")
    .replace(/z/g, "j")
    .replace(/y/g, "i")
    .replace(/chh?/g, "c")
    // Aspirates, and the three s.
    .replace(/([bcdgjkst])h/g, "$1")
    .replace(/o/g, "");
  return single(sound);
}

export const isBengali = (word: string): boolean => bengaliLetter.test(word);
