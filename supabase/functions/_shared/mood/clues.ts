/** Words that are no feelings and change what is heard of them: how much, not at all, but, whose (B3–B5, B7). */
import { foldRoman } from "../text.ts";
import { listed } from "./lexicon.ts";

interface Words {
  readonly straight: ReadonlySet<string>;
  readonly roman: ReadonlySet<string>;
}
/** English and Bengali, then romanised Bengali: its folding would make "no" of the English "now". */
const folded = (straight: string, roman: string): Words => ({ straight: new Set(listed(straight)), roman: new Set(listed(roman).map(foldRoman)) });

const make = () => ({
  stronger: folded(
    "very, so, such, really, extremely, super, totally, absolutely, deeply, completely, incredibly, pretty, quite, truly, terribly, awfully, " +
      "খুব, খুবই, অনেক, অনেকটা, ভীষণ, প্রচণ্ড, প্রচন্ড, একদম, বেশ, এত, এতো, অত্যন্ত, অসম্ভব, বেশি",
    "khub, khubi, onek, onk, vishon, bhishon, prochondo, prochond, ekdom, besh, eto, ottonto, oshomvob, beshi",
  ),
  weaker: folded("slightly, somewhat, kinda, little, bit, mildly, একটু, কিছুটা, সামান্য, একটুখানি", "ektu, aktu, kichuta, shamanno"),
  denying: folded("not, dont, didnt, isnt, arent, wasnt, werent, aint, doesnt, havent, hasnt, hadnt, never, no, cant, cannot, couldnt, wont, without, hardly, nor, nothing", ""),
  /** What may stand between a denial and what it denies: "not feeling that good". */
  afterDenial: folded("feel, feeling, feels, felt, that, the, a, an, all, even, be, being, been, much, any, at, to, have, had, having, get, getting, make, makes, made, making, look, sound, am, is, are, was, exactly, particularly, especially, anymore, going, me, my", ""),
  denyingBehind: folded("না, নাই, নেই, নি, নয়, নই, নাহ, হয়নি, হইনি, পাইনি, লাগেনি, লাগেনা, লাগছেনা, হচ্ছেনা, করিনি", "na, nai, nei, ni, noy, noi, nah, nahi, hoyni, hoini, paini, lageni, lagena, lagchena, lagtesena, lagsena, hoyna, hocchena"),
  /** "ভালো লাগছে না": denials stand behind in Bengali. */
  beforeDenial: folded(
    "লাগছে, লাগে, লাগল, লাগলো, লাগতেছে, লাগতাছে, লাগছিল, হচ্ছে, হয়, হলো, হইতেছে, আছি, আছে, ছিলাম, ছিল, ছিলো, করি, করছি, করছে, করে, করতেছি, পাই, পাচ্ছি, পারছি, পারি, থাকি, যাচ্ছে, যায়, আর, তেমন, মোটেই, মোটেও, আসলে, কোনো, কোন, হতে, হইতে, পারতেছি",
    "lagche, lagse, lagce, lagtese, lagteche, lagtesi, lage, laglo, lagchilo, hocche, hoy, hocce, hoitese, achi, asi, ache, ase, chilam, silam, chilo, silo, kori, korchi, korsi, korche, kore, kortesi, pai, pacchi, paschi, parchi, pari, thaki, jacche, jay, ar, temon, motei, moteo, ashole, kono, hote, hoite, partesi, parsi, parci",
  ),
  but: folded("but, however, কিন্তু, তবে, তবু, তবুও", "kintu, kinto, tobe, tobu, tobuo"),
  me: folded("i, im, ive, id, me, my, mine, myself, we, us, our, আমি, আমার, আমাকে, আমারে, আমরা, আমাদের, আছি", "ami, amar, amake, amare, amra, amader, achi, asi"),
  you: folded("you, u, ur, your, youre, yours, তুমি, তোমার, তোমাকে, আপনি, আপনার, তুই, তোর, আছ, আছো, আছেন, আছিস", "tumi, tomar, tomake, apni, apnar, tui, tor, acho, aso, achen, asen, acis, asos, achis"),
});

export type Clue = keyof ReturnType<typeof make>;

let made: ReturnType<typeof make> | null = null;
/** Whether a word, or it as `foldRoman` folds it, is such a clue. */
export const isClue = (clue: Clue, word: string, roman: string): boolean => {
  const words = (made ??= make())[clue];
  return words.straight.has(word) || words.roman.has(roman);
};
