/** What a run of many worlds has shown, in a line; and what a bad one needs to be understood. */
import type { Problem } from "./check.ts";
import { acts, consequences, emptyTally, type Fault, faults, sum, type Tally } from "./faults.ts";
import type { Outcome } from "./run.ts";
import type { Event, Story } from "./story.ts";

export interface Report {
  seeds: number;
  promised: number;
  /** The fewest that a single seed had. */
  fewestCommands: number;
  fewestFaults: number;
  readonly tally: Tally;
  readonly problems: Problem[];
}

export const emptyReport = (): Report => ({ seeds: 0, promised: 0, fewestCommands: Infinity, fewestFaults: Infinity, tally: emptyTally(), problems: [] });

export function add(report: Report, { tally, promised, problems }: Outcome): void {
  report.seeds += 1;
  report.promised += promised;
  report.fewestCommands = Math.min(report.fewestCommands, sum(tally, acts));
  report.fewestFaults = Math.min(report.fewestFaults, sum(tally, faults));
  for (const count of [...faults, ...consequences, ...acts]) report.tally[count] += tally[count];
  report.problems.push(...problems);
}

const listed = (tally: Tally, counts: readonly (keyof Tally)[]): string => counts.map((count) => `${count} ${tally[count]}`).join(", ");

export function closingLine(name: string, report: Report): string {
  const { tally, problems } = report;
  const of = (kind: Problem["kind"]): number => problems.filter((problem) => problem.kind === kind).length;
  return [
    `${name}: ${report.seeds} seeds, ${sum(tally, acts)} commands (${listed(tally, acts)}), ${report.promised} promised mutations,`,
    `${sum(tally, faults)} faults (${listed(tally, faults)}), with ${listed(tally, consequences)};`,
    `losses ${of("loss")}, doubles ${of("double")}, divergences ${of("divergence")}, strangers ${of("stranger")},`,
    `unsettled ${of("unsettled")}, innocents quarantined ${of("innocent")}, errors ${of("error")}`,
  ].join(" ");
}

function line({ index, at, device, tab, seed: _, ...happening }: Event): string {
  const { kind, ...rest } = happening;
  return `  ${String(index).padStart(3)} at ${(at / 1000).toFixed(3).padStart(8)} s, device ${device} tab ${tab}: ${kind} ${JSON.stringify(rest)}`;
}

/** The seed, its shrunk story, what went wrong, and how to see it again. */
export function badWorld({ seed, events }: Story, problems: readonly Problem[], project: string): string {
  const shown = problems.slice(0, 8).map(({ kind, text }) => `  ${kind}: ${text}`);
  const only = events.length > 60 ? "" : `FUZZ_ONLY=${events.map(({ index }) => index).join(",")} `;
  return [
    `seed ${seed}: ${problems.length} problems, shrunk to ${events.length} events`,
    ...shown,
    "the story:",
    ...(events.length > 60 ? ["  (not shrunk)"] : events.map(line)),
    `again: FUZZ_SEEDS=1 FUZZ_FIRST=${seed} ${only}npm run fuzz -- ${project}`,
  ].join("\n");
}

/** Kinds that never happened: a simulation in which nothing happens proves nothing. */
export const missing = ({ tally }: Report, except: readonly Fault[] = []): readonly string[] =>
  [...faults, ...consequences, ...acts].filter((count) => tally[count] === 0 && !except.some((one) => one === count));
