/** Prints the figures as a table and writes them as JSON beside the machine they were taken on. */
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import type { Figure } from "./measure.ts";

type Row = Figure & { readonly actual?: number; readonly pass?: boolean };

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

export default class TableReporter implements Reporter {
  readonly #rows: Row[] = [];
  #project = "app";

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#project = test.parent.project()?.name ?? this.#project;
    for (const annotation of result.annotations) {
      if (annotation.type === "figure" && annotation.description) this.#rows.push(JSON.parse(annotation.description) as Row);
    }
  }

  onEnd(): void {
    const cells = this.#rows.map((row) => [
      row.name,
      `${number(row.value)} ${row.unit}`,
      row.baseline ? `${row.baseline.name}: ${number(row.baseline.value)} ${row.unit}` : "",
      row.gate ? `${row.gate.of} ${row.gate.at} ${row.gate.bound}` : row.aim === undefined ? "reported" : `aim: most ${row.aim}`,
      row.gate ? `${number(row.actual ?? Number.NaN)} ${row.pass ? "ok" : "MISSED"}` : row.aim === undefined ? "" : row.value <= row.aim ? "met" : "not met",
    ]);
    const table = [["figure", "value", "baseline", "gate", "result"], ...cells];
    const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    console.log(`\n${table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n")}\n`);
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, memory: totalmem(), load: loadavg(), node: process.version };
    mkdirSync("tests/bench/results", { recursive: true });
    // Those of the app are the ones people mean.
    const file = `tests/bench/results/${this.#project === "app" ? "latest" : this.#project}.json`;
    writeFileSync(file, JSON.stringify({ at: new Date().toISOString(), machine, figures: this.#rows }, null, 2));
  }
}
