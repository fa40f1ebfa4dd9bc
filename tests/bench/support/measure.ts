/** What a bench reports: figures beside their baselines, and the gates that fail the run. */
import { expect, test } from "@playwright/test";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The figure it is to be read against, from the same run. */
  readonly baseline?: { readonly name: string; readonly value: number };
  /** What `value` should be at most; reported, since absolute figures depend on the machine. */
  readonly aim?: number;
  /** A bound on `value`, or on value / baseline when `of` is ratio. Only sizes, counts and ratios are gates. */
  readonly gate?: { readonly of: "value" | "ratio"; readonly at: "most" | "least"; readonly bound: number };
}

const verdict = (figure: Figure): { readonly actual: number; readonly pass: boolean } | null => {
  const { gate, baseline, value } = figure;
  if (!gate) return null;
  if (gate.of === "ratio" && !baseline) throw new Error(`${figure.name}: a ratio needs a baseline`);
  const actual = gate.of === "ratio" ? value / (baseline?.value ?? Number.NaN) : value;
  return { actual, pass: gate.at === "most" ? actual <= gate.bound : actual >= gate.bound };
};

/** Adds a figure to the table; a missed gate fails the bench once all of it has been measured. */
export function record(figure: Figure): void {
  const judged = verdict(figure);
  test.info().annotations.push({ type: "figure", description: JSON.stringify({ ...figure, ...judged }) });
  if (judged) expect.soft(judged.pass, `${figure.name}: ${judged.actual.toFixed(2)} against ${figure.gate?.at} ${figure.gate?.bound}`).toBe(true);
}

/** The q-quantile of measured values, by nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (value === undefined) throw new Error("no values");
  return value;
}
