/** Prints what the rounds have been through, and fails a run in which a kind of fault never happened. */
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { blockOfRounds, kinds } from "./plan.ts";
import type { RoundReport } from "./report.ts";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export default class TableReporter implements Reporter {
  readonly #rounds: RoundReport[] = [];

  onTestEnd(_test: TestCase, result: TestResult): void {
    // A long run tells at once what has gone wrong.
    for (const { message = "" } of result.errors) console.log(message);
    for (const { type, description } of result.annotations) {
      if (type === "round" && description !== undefined) this.#rounds.push(JSON.parse(description) as RoundReport);
    }
  }

  async onEnd(): Promise<{ status?: FullResult["status"] } | undefined> {
    const rounds = this.#rounds;
    if (rounds.length === 0) return undefined;
    const times = (kind: (typeof kinds)[number]): number => sum(rounds.map(({ faults }) => faults[kind] ?? 0));
    const longest = (patient: boolean): number => Math.max(0, ...rounds.filter((round) => round.patient === patient).map(({ healMs }) => healMs));
    const lines: (readonly [string, string | number])[] = [
      ["rounds", rounds.length],
      ["messages typed", sum(rounds.map(({ typed }) => typed))],
      ["  seen accepted", sum(rounds.map(({ accepted }) => accepted))],
      ...kinds.map((kind) => [kind, times(kind)] as const),
      ["losses", sum(rounds.map(({ harm }) => harm.losses))],
      ["doubles", sum(rounds.map(({ harm }) => harm.doubles))],
      ["divergences", sum(rounds.map(({ harm }) => harm.divergences))],
      ["sent words left in the field", sum(rounds.map(({ leftInField }) => leftInField))],
      ["longest healing", seconds(longest(false))],
      ["  left alone", seconds(longest(true))],
    ];
    console.log(`\n${lines.map(([name, value]) => `${name.padEnd(34)} ${String(value).padStart(7)}`).join("\n")}\n`);
    const missing = kinds.filter((kind) => times(kind) === 0);
    if (rounds.length < blockOfRounds || missing.length === 0) return undefined;
    console.error(`never happened: ${missing.join(", ")}`);
    return { status: "failed" };
  }
}
