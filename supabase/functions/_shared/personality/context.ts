/**
 * What a companion needs to know of somebody to talk as they like (X1): one pure builder for the server and the device. From the same
 * rows it makes the same bytes. It never sees a score's number, nor a fact that stays on one device (D2): whoever calls it has none to give.
 */
import { type Language, languageOf } from "../companion/language.ts";
import { contextBengali } from "./context-words-bengali.ts";
import { contextEnglish } from "./context-words-english.ts";
import type { Trait } from "./items.ts";
import { type Heard, type MoodOfLate, moodOfLate } from "./mood-of-late.ts";
import { type Band, type Scores } from "./score.ts";
import { bandsOf, type Persona, type Style, styleOf } from "./style.ts";

/** Of the shape below. */
export const contextSchema = 1;

export interface PersonalityContext {
  readonly schema: typeof contextSchema;
  readonly locale: Language;
  readonly style: Style;
  readonly traits: readonly { readonly trait: Trait; readonly band: Band; readonly words: string }[];
  /** Oldest first; each in one line. */
  readonly facts: readonly { readonly id: string; readonly text: string }[];
  readonly mood: MoodOfLate | null;
  /** What a model would be given: at most {@link maxText} UTF-16 units; facts stand in it as quotations that they cannot close (D3). */
  readonly text: string;
}

export interface ContextRows {
  /** Of the run that speaks for the person (Q5); null: none does. */
  readonly scores: Scores | null;
  /** Shared ones; null text: forgotten. In any order. */
  readonly facts: readonly { readonly id: string; readonly text: string | null; readonly createdAt: string }[];
  /** Own messages of late (`spanOfLate`), newest first. */
  readonly messages: readonly (Heard & { readonly text: string })[];
  /** What the person chose; null: nothing. */
  readonly locale: Language | null;
  readonly usePersonality: boolean;
}

/** Facts beyond the newest so many are left out, in code points each and together. */
export const mostFacts = 40;
export const maxFact = 500;
const maxFactsText = 4000;
export const maxText = 6000;
const languageLooks = 8;
const lookedAt = 200;

const cut = (text: string, max: number): string => {
  const points = [...text];
  return points.length <= max ? text : `${points.slice(0, max - 1).join("")}…`;
};

// Explicit ranges, not Unicode's classes: engines of different years must agree. ZWJ and ZWNJ stay, Bengali needs them.
const breaks = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g;
const unseen = /[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu;
const quotes = /["“”„‟«»″‶＂❝❞〝〞]/g;

/** One line of visible characters; nothing in it closes a quotation. */
export const oneLine = (text: string): string => text.replace(unseen, "").replace(breaks, " ").replace(quotes, "'").trim();

function factsOf(rows: ContextRows["facts"]): PersonalityContext["facts"] {
  const order = (row: ContextRows["facts"][number]): string => `${row.createdAt} ${row.id}`;
  return rows
    .map(({ id, text, createdAt }) => ({ id, createdAt, text: cut(oneLine(text ?? ""), maxFact) }))
    .filter(({ text }) => text !== "")
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .slice(-mostFacts)
    .map(({ id, text }) => ({ id, text }));
}

const quotation = (text: string): string => `- “${text}”`;

/** The newest facts that there is room for, oldest first. */
function quoted(facts: PersonalityContext["facts"]): readonly string[] {
  const lines: string[] = [];
  let left = maxFactsText;
  for (const { text } of facts.toReversed()) {
    const line = quotation(text);
    left -= line.length + 1;
    if (left < 0) break;
    lines.unshift(line);
  }
  return lines;
}

const languageOfLate = (messages: ContextRows["messages"]): Language | null => {
  for (const { text } of messages.slice(0, languageLooks)) {
    const language = languageOf([...text].slice(0, lookedAt).join(""));
    if (language !== null) return language;
  }
  return null;
};

export function buildContext(rows: ContextRows): PersonalityContext {
  const locale = rows.locale ?? languageOfLate(rows.messages) ?? "en";
  const words = locale === "bn" ? contextBengali : contextEnglish;
  const bands = rows.usePersonality && rows.scores !== null ? bandsOf(rows.scores) : [];
  const traits = bands.map(([trait, band]) => ({ trait, band, words: words.talk[trait][band] }));
  const facts = factsOf(rows.facts);
  const mood = moodOfLate(rows.messages);
  const quotations = quoted(facts);
  const parts = [
    traits.length === 0 ? [] : [words.traits, ...traits.map((trait) => `- ${trait.words}`)],
    quotations.length === 0 ? [] : [words.facts, ...quotations],
    mood === null
      ? []
      : [(mood.named === null ? words.late : words.lateNamed).replace("{tone}", words.tone[mood.tone]).replace("{mood}", mood.named === null ? "" : words.mood[mood.named])],
  ];
  const text = parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n");
  return { schema: contextSchema, locale, style: styleOf(bands).style, traits, facts, mood, text };
}

/** What the rule-based companion takes of it. */
export function personaOf({ traits, facts }: PersonalityContext): Persona {
  return { ...styleOf(traits.map(({ trait, band }) => [trait, band])), facts };
}
