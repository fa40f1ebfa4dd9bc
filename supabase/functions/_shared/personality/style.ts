/** How somebody likes to be talked with (X1, X6): what the bands of their traits make of length, directness, warmth and questions. */
import type { Trait } from "./items.ts";
import type { Band, Scores } from "./score.ts";
import { traits } from "./items.ts";

export interface Style {
  readonly length: "short" | "usual" | "long";
  readonly directness: "soft" | "usual" | "plain";
  readonly warmth: "usual" | "warm";
  readonly questions: "few" | "usual" | "curious";
}

/** A trait and its band, as a reply's note has them (X5). */
export type TraitBand = readonly [trait: Trait, band: Band];

/** What a companion goes by: the style, the traits that each part of it comes of, and what may be spoken of. */
export interface Persona {
  readonly style: Style;
  readonly because: { readonly [part in keyof Style]?: readonly TraitBand[] };
  readonly facts: readonly { readonly id: string; readonly text: string }[];
}

export const usualStyle: Style = { length: "usual", directness: "usual", warmth: "usual", questions: "usual" };

type Rule = { [part in keyof Style]: readonly [part: part, value: Exclude<Style[part], "usual">, trait: Trait, band: Band] }[keyof Style];

/** Of two that disagree the earlier one stands. A middle band changes nothing. */
const rules: readonly Rule[] = [
  ["length", "short", "extraversion", "low"],
  ["length", "long", "extraversion", "high"],
  ["directness", "soft", "neuroticism", "high"],
  ["directness", "plain", "agreeableness", "low"],
  ["directness", "plain", "conscientiousness", "high"],
  ["warmth", "warm", "agreeableness", "high"],
  ["warmth", "warm", "neuroticism", "high"],
  ["questions", "few", "extraversion", "low"],
  ["questions", "curious", "openness", "high"],
];

/** The traits that have a band, in their order. */
export const bandsOf = (scores: Scores): readonly TraitBand[] =>
  traits.flatMap((trait) => {
    const score = scores[trait];
    return score === null ? [] : [[trait, score.band] as const];
  });

export function styleOf(bands: readonly TraitBand[]): Pick<Persona, "style" | "because"> {
  const style: Record<string, string> = { ...usualStyle };
  const because: Record<string, TraitBand[]> = {};
  for (const [part, value, trait, band] of rules) {
    if (!bands.some(([name, of]) => name === trait && of === band)) continue;
    if (style[part] === "usual") style[part] = value;
    if (style[part] === value) (because[part] ??= []).push([trait, band]);
  }
  return { style: { ...usualStyle, ...style }, because };
}
