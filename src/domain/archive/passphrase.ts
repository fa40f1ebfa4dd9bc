/** How hard a passphrase is to guess, roughly: enough to tell a name from a sentence. */

export type Strength = "short" | "weak" | "fair" | "strong";

/** Characters; below it nothing is locked. */
export const minPassphrase = 8;

const pools: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/u, 26],
  [/[A-Z]/u, 26],
  [/[0-9]/u, 10],
  [/[\u0980-\u09ff]/u, 60],
  [/[^a-zA-Z0-9\u0980-\u09ff]/u, 30],
];

/** Bits that somebody needs who tries characters, or words: whichever is quicker. Repeats count once and a half. */
function bitsOf(passphrase: string): number {
  const characters = [...passphrase];
  const fresh = new Set(characters).size;
  const counted = Math.min(characters.length, fresh * 1.5);
  const pool = pools.reduce((sum, [has, size]) => sum + (has.test(passphrase) ? size : 0), 0);
  const words = new Set(passphrase.split(/[\s\-_.,]+/u).filter((word) => [...word].length > 2));
  const byCharacter = counted * Math.log2(Math.max(2, pool)) * 0.75;
  // A word of a language is one of some thousand, however long it is.
  return words.size > 1 ? Math.min(byCharacter, words.size * 13 + 6) : Math.min(byCharacter, 60);
}

export function strengthOf(passphrase: string): Strength {
  if ([...passphrase].length < minPassphrase) return "short";
  const bits = bitsOf(passphrase);
  return bits < 42 ? "weak" : bits < 56 ? "fair" : "strong";
}
