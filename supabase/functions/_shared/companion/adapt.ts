/** A reply in somebody's style (X6), and what of theirs shaped it (X5). Crisis words, and what has to be said exactly so, never come here. */
import type { Persona, Style, TraitBand } from "../personality/style.ts";
import { hash } from "../text.ts";
import { factAbout, quote } from "./fact-about.ts";
import type { Language } from "./language.ts";
import { personaWords } from "./persona-words.ts";

export interface ShapedBy {
  readonly traits: readonly TraitBand[];
  /** Ids. */
  readonly facts: readonly string[];
}
export const unshaped: ShapedBy = { traits: [], facts: [] };
export const isEmpty = ({ traits, facts }: ShapedBy): boolean => traits.length + facts.length === 0;

/** What must stay as it is: danger, limits of what Bondhu is, names, a joke. */
export const isShaped = (intent: string): boolean => !/^(crisis|advice|capable|real|name|joke)/.test(intent);

/** The first sentence. */
const brief = (saying: string): string => /^.+?[.!।](?= )/u.exec(saying)?.[0] ?? saying;

/** The sayings to choose from: shorter ones, and plainer, which are the short ones of all. */
export function sayingsFor({ length, directness }: Style, sayings: readonly string[]): readonly string[] {
  const plain = directness === "plain" ? [...sayings].sort((a, b) => a.length - b.length).slice(0, Math.max(2, Math.ceil(sayings.length / 2))) : sayings;
  return length === "short" ? plain.map(brief) : plain;
}

interface Chosen {
  readonly intent: string;
  readonly say: string;
  readonly ask: string;
}
interface Talk {
  readonly text: string;
  readonly language: Language;
  /** Bondhu's own words lately, newest last. */
  readonly own: readonly string[];
  readonly seed: string;
}

/** Where an open question fits. */
const open = new Set(["unknown", "topic", "happy", "proud", "grateful", "bored", "love", "family"]);

/** `otherwise`: the saying that anybody would have got. */
export function adapt({ style, because, facts }: Persona, { intent, say, ask }: Chosen, otherwise: string, talk: Talk): { readonly text: string; readonly shapedBy: ShapedBy } {
  const words = personaWords[talk.language];
  const said = (line: string): boolean => talk.own.some((reply) => reply.includes(line));
  const chance = (name: string, of: number): boolean => hash(`${talk.seed}:${name}`) % of === 0;
  /** Something of these not said lately; null: all of it was. */
  const fresh = (lines: readonly string[], name: string): string | null => {
    const left = lines.filter((line) => !said(line));
    return left[hash(`${talk.seed}:${name}`) % left.length] ?? null;
  };
  const by = new Map<string, TraitBand>();
  const took = (part: keyof Style): void => because[part]?.forEach((trait) => by.set(trait[0], trait));

  if (say !== otherwise) {
    if (style.length === "short") took("length");
    if (style.directness === "plain") took("directness");
  }
  const before: string[] = [];
  const after: string[] = [];
  const add = (part: keyof Style, to: string[], lines: readonly string[]): void => {
    const line = fresh(lines, part);
    if (line === null) return;
    to.push(line);
    took(part);
  };
  const short = style.length === "short";
  if (style.directness === "soft" && chance("soft", 2)) add("directness", before, words.soft);
  if (style.warmth === "warm" && before.length === 0 && chance("warm", short ? 3 : 2)) add("warmth", after, words.warm);
  if (style.length === "long" && after.length === 0) add("length", after, words.more);

  let question = ask;
  // Said alone it must be new, since there is less to tell it from the last time.
  if (style.questions === "few" && ask !== "" && chance("few", 2) && !said(say)) question = "";
  else if (style.questions === "curious" && ask !== "" && open.has(intent) && chance("curious", 3)) question = fresh(words.curious, "question") ?? ask;
  if (question !== ask) took("questions");

  const fact = factAbout(talk.text, facts);
  const quoted = fact === null ? "" : words.told.replace("{fact}", () => quote(fact.text));
  const told = fact !== null && !said(quoted) && chance("fact", 2);
  return {
    text: [...before, say, ...(told ? [quoted] : []), ...after, question].filter((part) => part !== "").join(" "),
    shapedBy: { traits: [...by.values()], facts: told ? [fact.id] : [] },
  };
}
