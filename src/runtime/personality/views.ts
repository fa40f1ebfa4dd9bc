/** What screens and the context get of personality and facts (supabase/functions/_shared/personality/README.md). */
import type { Run } from "../../domain/personality/runs.ts";

export type RunView = Run;

export interface PersonalityView {
  /** The preference: whether Bondhu talks by it. */
  readonly use: boolean;
  /** Newest first. */
  readonly runs: readonly RunView[];
  /** The run that speaks for the person (Q5). */
  readonly shown: RunView | null;
}

/** D1, D2. */
export interface FactView {
  readonly id: string;
  readonly text: string;
  /** ms since epoch. */
  readonly createdAt: number;
  /** Kept on this device only. */
  readonly onlyHere: boolean;
}

/** X5: what changed a reply's words. */
export interface ShapedView {
  /** Words of the app that wrote it: another build may know more of them. */
  readonly traits: readonly (readonly [trait: string, band: string])[];
  /** In the person's words as they are now; null: forgotten since. */
  readonly facts: readonly (string | null)[];
}
