import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { answerMessage } from "@edge/companion/answer.ts";
import { companionReply, type CompanionInput } from "@edge/companion/reply.ts";
import { intents } from "@edge/companion/intents.ts";
import { wordsBengali } from "@edge/companion/words-bengali.ts";
import { wordsEnglish } from "@edge/companion/words-english.ts";

type History = CompanionInput["history"];
const reply = (text: string, more: Partial<CompanionInput> = {}) => companionReply({ text, history: [], locale: null, seed: "m:0", ...more });

/** Talks on, one reply after another. */
function talk(lines: readonly string[], locale: CompanionInput["locale"] = null) {
  const history: History[number][] = [];
  return lines.map((text, index) => {
    const answer = companionReply({ text, history: [...history], locale, seed: `m${index}:0` });
    history.push({ sender: "user", text }, { sender: "ai", text: answer.text });
    return answer;
  });
}

const table: readonly (readonly [intent: string, ...lines: string[]])[] = [
  ["greeting", "hi", "Hello!!", "heyyyy", "good morning", "হ্যালো", "আসসালামু আলাইকুম", "salam", "nomoshkar"],
  ["how-are-you", "how are you?", "what's up", "কেমন আছো?", "কি খবর", "kemon acho", "ki khobor", "ki koro"],
  ["sad", "I feel so sad", "I'm not happy", "I had a bad day", "I feel empty", "আমার মন খারাপ", "মনটা ভালো নেই", "কিছু ভালো লাগে না", "amar mon kharap", "kichu valo lage na", "mon bhalo na"],
  ["anxious", "I'm really anxious", "I'm worried about tomorrow", "ভয় লাগছে", "khub tension lagche", "bhoy lage"],
  ["lonely", "I feel lonely", "nobody understands me", "খুব একা লাগে", "ami khub eka", "আমার কেউ নেই"],
  ["angry", "I'm so angry at him", "this is frustrating", "খুব রাগ হচ্ছে", "onek rag lagche"],
  ["tired", "I'm exhausted", "so tireddddd", "খুব ক্লান্ত লাগছে", "khub klanto"],
  ["stressed", "I'm stressed out", "I feel overwhelmed", "অনেক চাপে আছি", "onek chap"],
  ["exam", "my exam is tomorrow", "কাল পরীক্ষা", "kal porikkha"],
  ["work", "my boss yelled at me", "অফিসে ঝামেলা", "office e jhamela"],
  ["sleep", "I can't sleep", "ঘুম আসছে না", "ghum ashche na"],
  ["bored", "I'm bored", "বোর লাগছে", "boring lagche"],
  ["happy", "I'm so happy today", "আমি খুব খুশি", "ami khub khushi", "ফাটিয়ে দিয়েছ", "ami valo achi"],
  ["proud", "I passed my exam!", "আমি জিতেছি", "ami jitsi"],
  ["grateful", "I feel grateful", "আলহামদুলিল্লাহ"],
  ["heartbroken", "we broke up", "my heart is broken, he left me", "ব্রেকআপ হয়ে গেছে", "breakup hoye gese"],
  ["grief", "my grandmother died last year", "আমার দাদু মারা গেছেন", "amar biral mara gese"],
  ["love", "I have a crush on someone", "আমি প্রেমে পড়েছি", "ami preme porechi, prem"],
  ["family", "I talked to my mother", "মা আজ ফোন করেছিল"],
  ["name-tell", "my name is Rahim", "আমার নাম রহিম", "amar nam Rahim"],
  ["name-ask", "what is your name", "তোমার নাম কী", "tomar nam ki"],
  ["capable", "what can you do", "are you a therapist?", "তুমি কী করতে পারো"],
  ["real", "are you real?", "are you offline", "তুমি কি মানুষ", "tumi ki robot"],
  ["advice", "what medicine should I take", "should I stop taking my pills", "কী ওষুধ খাব"],
  ["insult", "you are stupid", "shut up", "তুমি একটা বোকা", "tumi faltu"],
  ["compliment", "you are so kind", "তুমি খুব ভালো", "tumi khub bhalo"],
  ["thanks", "thanks", "thank you so much", "ধন্যবাদ", "dhonnobad"],
  ["goodbye", "bye", "good night", "বিদায়", "allah hafez"],
  ["joke", "tell me a joke", "একটা কৌতুক বলো"],
  ["yes", "yes", "ok", "হ্যাঁ", "hae"],
  ["no", "no", "nope", "না", "na"],
  ["topic", "I planted flowers in my garden"],
  ["unknown", "xyzzy", "🙂", "...", "নীল আকাশে মেঘ"],
  ["crisis-explicit", "I want to die", "আমি মরে যেতে চাই", "ami more jete chai"],
  ["crisis-ask", "I don't want to die", "আমি আর পারছি না", "ar parchi na"],
  ["crisis-other", "my friend wants to kill herself", "আমার বন্ধু আত্মহত্যা করতে চায়"],
];

describe("companion", () => {
  it.each(table.flatMap(([intent, ...lines]) => lines.map((line) => [line, intent] as const)))("[R6] takes %j for %s", (line, intent) => {
    expect(reply(line).intent).toBe(intent);
  });

  it("[R6] has words for every intent, the same intents in both languages, in their own script, without a digit", () => {
    expect(Object.keys(wordsBengali).toSorted()).toEqual(Object.keys(wordsEnglish).toSorted());
    for (const { id } of intents) expect(wordsEnglish[id], id).toBeDefined();
    for (const [words, letters, others] of [[wordsEnglish, /[a-z]/i, /[\u0980-\u09ff]/], [wordsBengali, /[\u0980-\u09ff]/, /[a-z]/i]] as const) {
      for (const [id, [say, ask]] of Object.entries(words)) {
        for (const line of [...say, ...ask.filter((question) => question !== "")]) {
          const shown = line.replace(/\{(?:name|known|topic)\}/g, "");
          expect(shown, id).toMatch(letters);
          expect(shown, id).not.toMatch(others);
          expect(line, id).not.toMatch(/[0-9০-৯]/);
          expect(line, id).toBe(line.normalize("NFC").trim());
        }
        for (const line of say) expect(line, id).not.toContain("?");
        for (const line of ask) expect((line.match(/\?/g) ?? []).length, line).toBe(line === "" ? 0 : 1);
      }
    }
  });

  it("[R6] says তুমি, never আপনি or তুই", () => {
    for (const line of Object.values(wordsBengali).flat(2)) expect(line).not.toMatch(/আপনা?[িরক]|(?<![\u0980-\u09ff])(?:তুই|তোর|তোকে)/);
  });

  it("[R6] answers in the language a friend would", () => {
    const bengali = /[\u0980-\u09ff]/;
    expect(reply("আমার মন খারাপ").text).toMatch(bengali);
    expect(reply("আমার মন খারাপ", { locale: "en" }).text).toMatch(bengali);
    expect(reply("amar mon kharap").text).toMatch(bengali);
    expect(reply("amar mon kharap", { locale: "en" }).text).not.toMatch(bengali);
    expect(reply("I feel sad").text).not.toMatch(bengali);
    expect(reply("I feel sad", { locale: "bn" }).text).toMatch(bengali);
    expect(reply("🙂", { history: [{ sender: "user", text: "আমি ভালো আছি" }] }).text).toMatch(bengali);
  });

  it("[R6] recalls the name they gave", () => {
    const english = talk(["my name is Rahim", "what is my name?"]);
    expect(english[1]?.text).toContain("Rahim");
    const bengali = talk(["আমার নাম মিতা", "আমার নাম কী"]);
    expect(bengali[1]?.text).toContain("মিতা");
    expect(reply("my name is not important").text).not.toMatch(/\bNot\b/);
  });

  it("[R7] puts crisis before everything and never writes a number", () => {
    for (const line of ["hi, I want to die", "thanks but I'm going to kill myself", "what medicine can I take to die, I want to die"]) {
      const answer = reply(line);
      expect(answer).toMatchObject({ crisis: "explicit", intent: "crisis-explicit" });
      expect(answer.text).toContain("Help now");
      expect(answer.text).toMatch(/\?$/);
    }
    expect(reply("আমি আত্মহত্যা করব").text).toContain("এখনই সাহায্য");
  });

  it("[R7] takes a bare answer to the question about safety for what it says", () => {
    expect(talk(["I want to die", "no"])[1]).toMatchObject({ intent: "crisis-unsafe", crisis: "explicit" });
    expect(talk(["I want to die", "yes"])[1]).toMatchObject({ intent: "crisis-after", crisis: "none" });
    expect(talk(["I can't do this anymore", "yes"])[1]).toMatchObject({ intent: "crisis-explicit", crisis: "explicit" });
    expect(talk(["I can't do this anymore", "yes, sometimes"])[1]).toMatchObject({ crisis: "explicit" });
    expect(talk(["আমি আর পারছি না", "হ্যাঁ"])[1]).toMatchObject({ crisis: "explicit" });
    expect(talk(["আমি মরে যেতে চাই", "না"])[1]).toMatchObject({ intent: "crisis-unsafe", crisis: "explicit" });
  });

  it("[R7] stays gentle after a crisis and never says goodbye first", () => {
    const answers = talk(["I want to kill myself", "ok", "tell me a joke", "you are stupid", "thanks", "bye"]);
    for (const answer of answers.slice(1)) {
      expect(answer.intent).toMatch(/^crisis-/);
      expect(answer.text).toMatch(/\?$/);
    }
  });

  const everything = table.flatMap(([, ...lines]) => lines);
  const line = fc.oneof(fc.constantFrom(...everything), fc.string({ maxLength: 200 }), fc.string({ unit: "binary", maxLength: 80 }));
  const turn = fc.record({ sender: fc.constantFrom("user" as const, "ai" as const), text: line });
  const input = fc.record({ text: line, history: fc.array(turn, { maxLength: 12 }), locale: fc.constantFrom("en" as const, "bn" as const, null), seed: fc.uuid() });

  test.prop([input], { numRuns: 200 })("[R6] always answers: short, one question at most, no number, the same for the same seed", (given) => {
    const answer = companionReply(given);
    expect(answer.text.trim()).not.toBe("");
    expect(answer.text.length).toBeLessThanOrEqual(600);
    expect(answer.text).not.toMatch(/\p{Nd}/u);
    expect((answer.text.match(/\?/g) ?? []).length).toBeLessThanOrEqual(1);
    expect(answer.text).not.toMatch(/[{}]/);
    expect(companionReply(given)).toEqual(answer);
  });

  test.prop([fc.constantFrom(...everything), fc.constantFrom("en" as const, "bn" as const, null)], { numRuns: 100 })(
    "[R6] does not repeat itself over six turns, even to the same words",
    (text, locale) => {
      const answers = talk(Array.from({ length: 6 }, () => text), locale).map((answer) => answer.text);
      expect(new Set(answers).size).toBe(answers.length);
    },
  );

  it.each(["I feel sad", "hello", "what should I do", "আমার মন খারাপ", "I want to die"])("[R6] asked again, finds other words for %j", (text) => {
    const history = Array.from({ length: 20 }, (_, index) => ({ sender: "ai" as const, text: `Reply ${"x".repeat(index)}` }));
    const attempts = Array.from({ length: 6 }, (_, attempt) => answerMessage({ messageId: "m", attempt, text, history, locale: null }).text);
    expect(new Set(attempts).size).toBe(attempts.length);
    expect(answerMessage({ messageId: "m", attempt: 3, text, history, locale: null }).text).toBe(attempts[3]);
  });

  it("[R6] varies with the seed", () => {
    const texts = Array.from({ length: 30 }, (_, index) => reply("I feel sad", { seed: `m${index}:0` }).text);
    expect(new Set(texts).size).toBeGreaterThan(4);
  });
});
