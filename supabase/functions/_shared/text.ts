/** Makes what people really type comparable: scripts, spelling variants, lookalikes and elongations fold to one plain form. */

/** Letters of other alphabets that look like Latin ones: the usual way around a word list, and the usual paste accident. */
const lookalikes: Readonly<Record<string, string>> = {
  а: "a", в: "b", с: "c", е: "e", ё: "e", һ: "h", і: "i", ї: "i", ј: "j", к: "k", м: "m", о: "o", р: "p", ѕ: "s", т: "t", у: "y", х: "x", ԁ: "d", ո: "n", ӏ: "l",
  α: "a", β: "b", ε: "e", η: "n", ι: "i", κ: "k", μ: "m", ν: "v", ο: "o", ρ: "p", τ: "t", υ: "u", χ: "x", ı: "i", ł: "l", ø: "o", ß: "s", æ: "ae", ɑ: "a", ɡ: "g", ɩ: "i", ʟ: "l", ᴋ: "k", ɪ: "i",
}; // prettier-ignore

const digits: Readonly<Record<string, string>> = { "0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i", "|": "i" };

const bengali = /[\u0980-\u09ff]/;

export function hasBengali(text: string): boolean {
  return bengali.test(text);
}

/** Bengali spellings that people use for one another: long and short vowels, the three s, the two n, র and ড়, hasanta, chandrabindu. */
export function foldBengali(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u09a1\u09a2]\u09bc/g, "র")
    .replace(/[\u09bc\u0981\u200c\u200d]/g, "")
    .replaceAll("ী", "ি")
    .replaceAll("ূ", "ু")
    .replaceAll("ঈ", "ই")
    .replaceAll("ঊ", "উ")
    .replaceAll("ণ", "ন")
    .replace(/[শষ]/g, "স")
    .replaceAll("ৎ", "ত")
    .replaceAll("ঙ", "ং")
    .replace(/([\u0985-\u09cc])\1{2,}/g, "$1");
}

/** Every run of one Latin letter becomes that letter: `killlll` and `kill` are both `kil`. Fold word lists with it too. */
export function squeeze(text: string): string {
  return text.replace(/([a-z])\1+/g, "$1");
}

/**
 * Words separated by single spaces, ` . ` where a sentence or clause ends, a space at both ends; lower case, Latin letters squeezed,
 * Bengali folded, lookalikes and digit-for-letter spellings undone, spelt-out words (`k i l l`, `k.i.l.l`) joined. A `*` inside a word
 * stays: it stands for letters somebody hid. `one` is the letter that a digit 1 inside a word stands for.
 */
export function plain(text: string, one: "i" | "l" = "i"): string {
  let result = text.normalize("NFKC").toLowerCase();
  // Accents off Latin letters (a "kíll" is a kill), then back, so that Bengali signs are whole again.
  result = result.normalize("NFD").replace(/([a-z])[\u0300-\u036f\u0489]+/g, "$1").normalize("NFC");
  result = result.replace(/[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\ufe00-\ufe0f\ufeff]/g, "");
  result = result.replace(/[^\u0000-\u007f]/g, (char) => lookalikes[char] ?? char);
  result = result.replace(/[’‘`´]/g, "'").replace(/([a-z])'(?=[a-z])/g, "$1");
  // A digit or sign is a letter only inside a word of letters: "su1cide", "k1ll", "d!e", not "10 pm" or "die!".
  result = result.replace(/[a-z@$!|0-9]*[a-z][a-z@$!|0-9]*/g, (word) =>
    /^\d+[a-z]{1,3}$/.test(word) ? word : word.replace(/[@$|013457](?=.*[a-z])|(?<=[a-z][01]*)[01](?=\d*$)|!(?=[a-z])/g, (sign) => (sign === "1" ? one : (digits[sign] ?? sign))),
  );
  result = foldBengali(result);
  result = spelled(result);
  result = result.replace(/(?<=[a-z\u0980-\u09ff])[*#_•·~^]+(?=[a-z\u0980-\u09ff])/g, "\u0001").replaceAll("*", " ").replaceAll("\u0001", "*");
  result = result.replace(/[.,;:!?()[\]{}—–\n\r…|।॥/\\]+/g, " . ").replace(/[^a-z0-9\u0980-\u09ff.* ]+/g, " ");
  return ` ${squeeze(result.replace(/\s+/g, " ").trim())} `;
}

/** Joins letters that were spelt apart, three or more with the same kind of gap; a wider gap then still parts words. */
function spelled(text: string): string {
  const join = (run: string) => run.replace(/[^a-z]/g, "");
  const dotted = text.replace(/(?<![a-z0-9'])[a-z](?:[.\-_*•·/][a-z]){2,}(?![a-z0-9'])/g, join);
  if (!/(?<![a-z0-9'])[a-z](?: +[a-z]){2,}(?![a-z0-9'])/.test(dotted)) return dotted;
  return dotted.replace(/(?<![a-z0-9'])[a-z](?: [a-z])+(?![a-z0-9'])/g, (run) => {
    const whole = join(run);
    // "i k i l l" is "i kill": a leading "i" or "a" is nearly always the word.
    return /^[ia]/.test(whole) && whole.length > 3 ? `${whole.charAt(0)} ${whole.slice(1)}` : whole;
  });
}

/** Romanised Bengali has no spelling; this folds the usual ones: `chai`, `chay`, `cai` → `cai`; `khabo` → `kabo`; `shesh` → `ses`. */
export function foldRoman(text: string): string {
  return squeeze(
    text
      .replace(/chh?/g, "c")
      .replace(/sh/g, "s")
      .replace(/([kgtdbj])h/g, "$1")
      .replace(/ph/g, "f")
      .replace(/z/g, "j")
      .replace(/v/g, "b")
      .replace(/ee/g, "i")
      .replace(/oo/g, "u")
      .replace(/([aeou])y/g, "$1i")
      .replace(/w/g, "o"),
  );
}

/** Small, seeded and good enough to pick a template: FNV-1a over UTF-16 units, finished as murmur3 does. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
