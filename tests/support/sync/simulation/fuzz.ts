/** Many worlds, one after another; the first bad one is shrunk and told, and ends the run unless all are wanted. */
import { type Report, add, badWorld, closingLine, emptyReport } from "./report.ts";
import { run } from "./run.ts";
import type { OpenServer } from "./server.ts";
import { shrink } from "./shrink.ts";
import { tell } from "./story.ts";

interface Fuzz {
  readonly name: string;
  readonly open: OpenServer;
  readonly pinned: readonly number[];
  readonly count: number;
  /** Worlds that shrinking may cost. */
  readonly budget?: number;
}

/** `FUZZ_FIRST`: the first seed. `FUZZ_ONLY`: the events that are to happen of each story. @throws when a world was bad, with all that is needed to see it again. */
export async function fuzz({ name, open, pinned, count, budget = 150 }: Fuzz): Promise<Report> {
  const first = Number(process.env["FUZZ_FIRST"] ?? 1);
  const only = process.env["FUZZ_ONLY"]?.split(",").map(Number);
  const report = emptyReport();
  const bad: string[] = [];
  for (const seed of [...(only ? [] : pinned), ...Array.from({ length: count }, (_, index) => first + index)]) {
    const whole = tell(seed);
    const story = only ? { ...whole, events: whole.events.filter(({ index }) => only.includes(index)) } : whole;
    const outcome = await run(story, open);
    add(report, outcome);
    // A long run is worth something before its end.
    if (report.seeds % 500 === 0) process.stdout.write(`${closingLine(name, report)}\n`);
    if (outcome.problems.length === 0) continue;
    const small = bad.length < 3 && !only ? await shrink(story, async (fewer) => (await run(fewer, open)).problems.length > 0, budget) : story;
    const told = badWorld(small, small === story ? outcome.problems : (await run(small, open)).problems, name);
    bad.push(told);
    if (count > 300) process.stdout.write(`${told}\n`);
    // Three stories are told in full; of more the seeds are enough.
    if (bad.length >= 20) break;
  }
  process.stdout.write(`${closingLine(name, report)}\n`);
  if (bad.length > 0) throw new Error(`${bad.length} bad worlds\n${bad.join("\n\n")}`);
  return report;
}
