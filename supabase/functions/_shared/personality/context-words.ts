/** The words of a context in one language. */
import type { Mood } from "../mood/moods.ts";
import type { MoodOfLate } from "./mood-of-late.ts";
import type { Trait } from "./items.ts";
import type { Band } from "./score.ts";

export interface ContextWords {
  /** Before the traits. */
  readonly traits: string;
  /** How to talk with somebody whose trait is in that band. */
  readonly talk: Readonly<Record<Trait, Readonly<Record<Band, string>>>>;
  /** Before the facts: that they are quotations (D3). */
  readonly facts: string;
  readonly tone: Readonly<Record<MoodOfLate["tone"], string>>;
  readonly mood: Readonly<Record<Mood, string>>;
  /** `{tone}` and, with a mood's name, `{mood}`. */
  readonly late: string;
  readonly lateNamed: string;
}
