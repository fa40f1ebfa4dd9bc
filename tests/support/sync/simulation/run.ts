/** One world from its story to its verdict. */
import { check, type Problem } from "./check.ts";
import type { Tally } from "./faults.ts";
import { happen, heal } from "./happen.ts";
import type { OpenServer } from "./server.ts";
import type { Story } from "./story.ts";
import { Simulation } from "./world.ts";

export interface Outcome {
  readonly story: Story;
  readonly tally: Tally;
  /** Mutations that were promised and had to be there in the end. */
  readonly promised: number;
  readonly problems: readonly Problem[];
}

export async function run(story: Story, open: OpenServer): Promise<Outcome> {
  const world = await Simulation.open(story, open);
  await happen(world, story.events);
  await heal(world);
  const problems = await check(world);
  return { story, tally: world.tally, promised: world.people.reduce((sum, { promised }) => sum + promised.size, 0), problems };
}
