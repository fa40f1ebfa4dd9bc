/** What a round tells the table. */
import type { Kind } from "./plan.ts";
import type { Harm } from "./verdict.ts";

export interface RoundReport {
  readonly round: number;
  readonly typed: number;
  readonly accepted: number;
  readonly faults: Partial<Record<Kind, number>>;
  /** From the end of the storm until everything was everywhere. */
  readonly healMs: number;
  readonly patient: boolean;
  readonly harm: Harm;
  /** Sent, and in the field again after a kill. */
  readonly leftInField: number;
}
