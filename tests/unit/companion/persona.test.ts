import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { answerMessage } from "@edge/companion/answer.ts";
import { factAbout, quote } from "@edge/companion/fact-about.ts";
import { personaWords } from "@edge/companion/persona-words.ts";
import { companionReply, type CompanionInput } from "@edge/companion/reply.ts";
import { wordsEnglish } from "@edge/companion/words-english.ts";
import { bandsOf, type Persona, styleOf } from "@edge/personality/style.ts";
import { scoresOf } from "@edge/personality/score.ts";
import { hash } from "@edge/text.ts";
import { answersFor } from "../../support/personality.ts";

type Leaning = Parameters<typeof answersFor>[0];
const persona = (leaning: Leaning, facts: Persona["facts"] = []): Persona => ({ ...styleOf(bandsOf(scoresOf(answersFor(leaning)))), facts });
const reply = (text: string, more: Partial<CompanionInput> = {}) => companionReply({ text, history: [], locale: null, seed: "m:0", ...more });
const seeds = Array.from({ length: 60 }, (_, n) => `m${n}:0`);
const replies = (text: string, of: Persona, more: Partial<CompanionInput> = {}) => seeds.map((seed) => reply(text, { ...more, seed, persona: of }));
const sentences = (text: string): number => text.split(/[.!?।](?:\s|$)/u).filter((part) => part.trim() !== "").length;

const lines = ["hi", "I feel so sad", "my boss yelled at me", "আমার মন খারাপ", "ami khub eka", "I want to die", "no", "what is my name?", "I planted flowers in my garden", "xyzzy", "tell me a joke", "I'm so happy today", "কাল পরীক্ষা", "thanks"];
const quiet = persona({ extraversion: -1 });
const lively = persona({ extraversion: 1 });
const straight = persona({ agreeableness: -1, conscientiousness: 1 });
const tender = persona({ neuroticism: 1 });
const warm = persona({ agreeableness: 1 });
const curious = persona({ openness: 1 });

describe("companion with a persona", () => {
  it("[X6] without one, every word is as it was", () => {
    const all: string[] = [];
    for (const locale of ["en", "bn", null] as const) {
      const history: { sender: "user" | "ai"; text: string }[] = [];
      for (let round = 0; round < 4; round++)
        for (const [n, text] of lines.entries()) {
          const answer = companionReply({ text, history: [...history], locale, seed: `m${round}.${n}:0` });
          expect(companionReply({ text, history: [...history], locale, seed: `m${round}.${n}:0`, persona: persona({}) })).toEqual(answer);
          history.push({ sender: "user", text }, { sender: "ai", text: answer.text });
          all.push(answer.text);
        }
    }
    // Of the replies before there were personas.
    expect([all.length, hash(all.join("\n"))]).toEqual([168, 3468093670]);
  });

  it("[X6] the quiet get one sentence and at times no question, and are told so", () => {
    const given = replies("I feel so sad", quiet);
    for (const { text } of given) expect(sentences(text.replace(/ [^.!?]*\?$/, ""))).toBe(1);
    const silent = given.filter(({ text }) => !text.includes("?"));
    expect(silent.length).toBeGreaterThan(10);
    expect(silent.length).toBeLessThan(50);
    for (const { shapedBy } of silent) expect(shapedBy.traits).toEqual([["extraversion", "low"]]);
  });

  it("[X6] the talkative get a sentence more", () => {
    for (const { text, shapedBy } of replies("আমার মন খারাপ", lively)) {
      expect(personaWords.bn.more.some((line) => text.includes(line))).toBe(true);
      expect(shapedBy.traits).toEqual([["extraversion", "high"]]);
    }
  });

  it("[X6] plain words for the straight, soft openings for the tender, warm ones for the warm, open questions for the curious", () => {
    const short = [...(wordsEnglish["sad"]?.[0] ?? [])].sort((a, b) => a.length - b.length).slice(0, 2);
    for (const { text } of replies("I feel so sad", straight)) expect(short.some((line) => text.startsWith(line))).toBe(true);
    expect(replies("I feel so sad", straight).some(({ shapedBy }) => shapedBy.traits.length === 2)).toBe(true);
    const soft = replies("I feel so sad", tender).filter(({ text }) => personaWords.en.soft.some((line) => text.startsWith(line)));
    expect(soft.length).toBeGreaterThan(10);
    for (const { shapedBy } of soft) expect(shapedBy.traits).toEqual([["neuroticism", "high"]]);
    expect(replies("I feel so sad", warm).filter(({ text }) => personaWords.en.warm.some((line) => text.includes(line))).length).toBeGreaterThan(10);
    const open = replies("I'm so happy today", curious).filter(({ text }) => personaWords.en.curious.some((line) => text.endsWith(line)));
    expect(open.length).toBeGreaterThan(5);
    for (const { shapedBy } of open) expect(shapedBy.traits).toEqual([["openness", "high"]]);
  });

  it("[X5] what changed nothing is not told", () => {
    for (const { text, shapedBy } of replies("I feel so sad", warm)) {
      expect(shapedBy.traits.length > 0).toBe(personaWords.en.warm.some((line) => text.includes(line)));
    }
  });

  const cat = { id: "cat", text: "My cat is called Mishti." };
  const cricket = { id: "cricket", text: "ক্রিকেট খেলতে আমার খুব ভালো লাগে।" };
  const facts = persona({}, [cat, cricket]);

  it("[X6] a fact is spoken of when the message is about it, at times, in its words", () => {
    const told = replies("my cat is ill", facts).filter(({ shapedBy }) => shapedBy.facts.length > 0);
    expect(told.length).toBeGreaterThan(10);
    expect(told.length).toBeLessThan(50);
    for (const { text, shapedBy } of told) {
      expect(text).toContain("You told me: “My cat is called Mishti”.");
      expect(shapedBy).toEqual({ traits: [], facts: ["cat"] });
    }
    const bengali = replies("আজ ক্রিকেটের মাঠে গিয়েছিলাম", facts).filter(({ shapedBy }) => shapedBy.facts.length > 0);
    expect(bengali.length).toBeGreaterThan(10);
    for (const { text, shapedBy } of bengali) expect([shapedBy.facts, text.includes("তুমি আমাকে বলেছিলে")]).toEqual([["cricket"], true]);
    expect(replies("I went out and it rained", facts).every(({ shapedBy }) => shapedBy.facts.length === 0)).toBe(true);
  });

  it("[X6] a fact just quoted is not quoted again", () => {
    const history = [{ sender: "ai" as const, text: "Oh. You told me: “My cat is called Mishti”." }];
    expect(replies("my cat is ill", facts, { history }).every(({ shapedBy }) => shapedBy.facts.length === 0)).toBe(true);
  });

  it.each(["My cat was born in 2019", "Is my cat ill?", "when my cat dies I want to kill myself", "**"])("[X6] %j is never said back", (text) => {
    expect(factAbout("my cat is ill", [{ id: "a", text }])).toBeNull();
  });

  it("[X6] what is quoted is one line without formatting, at most so long", () => {
    expect(quote("a *b* [c](d) “e”\nf.")).toBe("a b c(d) 'e' f");
    expect(quote("word ".repeat(60))).toMatch(/^(word )+word…$/);
    expect([...quote("x".repeat(500))].length).toBeLessThanOrEqual(121);
  });

  it.each(["I want to die", "আমি মরে যেতে চাই", "my friend wants to kill herself", "I don't want to die", "what medicine should I take", "what can you do", "tell me a joke"])(
    "[X6] %j is answered as anybody is answered",
    (text) => {
      const all = persona({ extraversion: -1, neuroticism: 1, agreeableness: 1, openness: 1 }, [{ id: "a", text: "I want to die sometimes, my friend takes medicine, jokes help" }]);
      for (const seed of seeds) expect(reply(text, { seed, persona: all })).toEqual(reply(text, { seed }));
    },
  );

  it("[X6] after a crisis the words stay gentle and whole", () => {
    const history = [{ sender: "user" as const, text: "I want to kill myself" }, { sender: "ai" as const, text: "I hear you. Are you safe right now?" }];
    for (const text of ["ok", "my cat", "thanks"]) expect(reply(text, { history, persona: persona({ extraversion: -1 }, [cat]) })).toEqual(reply(text, { history }));
  });

  const leaning = fc.record({ extraversion: lean(), agreeableness: lean(), conscientiousness: lean(), neuroticism: lean(), openness: lean() });
  function lean() {
    return fc.constantFrom(1 as const, 0 as const, -1 as const);
  }
  const someFact = fc.record({ id: fc.uuid(), text: fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constantFrom(cat.text, cricket.text, "I garden 7 days", "hello?")) });
  const turn = fc.record({ sender: fc.constantFrom("user" as const, "ai" as const), text: fc.oneof(fc.constantFrom(...lines), fc.string({ maxLength: 80 })) });

  test.prop([leaning, fc.array(someFact, { maxLength: 5 }), fc.oneof(fc.constantFrom(...lines, "my cat", "garden"), fc.string({ maxLength: 80 })), fc.array(turn, { maxLength: 8 }), fc.constantFrom("en" as const, "bn" as const, null), fc.uuid()], { numRuns: 300 })(
    "[X6] whoever it is: an answer, one question at most, no number, no crisis touched, the same for the same seed",
    (lean, given, text, history, locale, seed) => {
      const input = { text, history, locale, seed, persona: persona(lean, given) };
      const answer = companionReply(input);
      expect(companionReply(input)).toEqual(answer);
      expect(answer.text.trim()).not.toBe("");
      expect(answer.text.length).toBeLessThanOrEqual(800);
      expect(answer.text).not.toMatch(/\p{Nd}/u);
      expect((answer.text.match(/\?/g) ?? []).length).toBeLessThanOrEqual(1);
      expect(answer.text).not.toMatch(/[{}]/);
      const plain = companionReply({ ...input, persona: null });
      expect([answer.intent, answer.crisis]).toEqual([plain.intent, plain.crisis]);
      if (plain.intent.startsWith("crisis")) expect(answer.text).toBe(plain.text);
      if (answer.shapedBy.traits.length + answer.shapedBy.facts.length === 0) expect(answer.text).toBe(plain.text);
    },
  );

  it.each([quiet, lively, straight, tender, warm, curious])("[X6] does not repeat itself over six turns", (of) => {
    for (const text of ["I feel so sad", "hi", "xyzzy", "আমার মন খারাপ"]) {
      const history: { sender: "user" | "ai"; text: string }[] = [];
      for (let n = 0; n < 6; n++) {
        const { text: said } = companionReply({ text, history: [...history], locale: null, seed: `m${n}:0`, persona: of });
        expect(history.some((before) => before.text === said)).toBe(false);
        history.push({ sender: "user", text }, { sender: "ai", text: said });
      }
    }
  });

  it("[X6] asked again, finds other words", () => {
    const attempts = Array.from({ length: 5 }, (_, attempt) => answerMessage({ messageId: "m", attempt, text: "I feel sad", history: [], locale: null, persona: tender }).text);
    expect(new Set(attempts).size).toBe(5);
  });
});
