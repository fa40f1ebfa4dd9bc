/** Time: every way of reaching the planner, small and large in turn, so that what else the machine does meets both alike. */
import * as calls from "../../support/sql/calls.ts";
import { type Call, person, type Person, Requests, type Sample } from "../../support/sql/many-people.ts";
import { mulberry32 } from "../../support/sync/fakes.ts";
import { quantile, record } from "../support/measure.ts";
import { both, type BySize, people, type Sizes, sizeNames } from "./sizes.ts";
import { subjects } from "./subjects.ts";

const gate = { of: "ratio", at: "most", bound: 1.3 } as const;
/** The first calls of a connection fill the caches and make the plans that it keeps. */
const warmUp = 10;
/** `BENCH_SHARE`: 0.2 takes a fifth of the rounds, for who works on the bench. */
const share = Number(process.env["BENCH_SHARE"] ?? 1);

/** PostgREST prepares its statements; poolers keep it from doing so; a function's own statements may get either kind of plan. */
const modes = [
  { name: "prepared", prepared: true, settings: {}, rounds: 200 },
  { name: "plain", prepared: false, settings: {}, rounds: 120 },
  { name: "generic plans", prepared: true, settings: { plan_cache_mode: "force_generic_plan" }, rounds: 120 },
  { name: "custom plans", prepared: true, settings: { plan_cache_mode: "force_custom_plan" }, rounds: 120 },
] as const;

type Clock = "server" | "wall" | "cpu";
const at = (samples: readonly Sample[], q: number, of: Clock): number => quantile(samples.map((sample) => sample[of]), q);

async function measure(sizes: Sizes, mode: (typeof modes)[number], device: number): Promise<ReadonlyMap<string, BySize<readonly Sample[]>>> {
  const requests = await both(async (size) => new Requests(sizes.cluster.socket, sizes.databases[size], mode));
  const all = new Map<string, BySize<Sample[]>>();
  const list = subjects(device);
  for (let round = -warmUp; round < mode.rounds * share; round += 1) {
    for (const { name, who, call } of list) {
      const one = call();
      const samples = all.get(name) ?? { small: [], large: [] };
      all.set(name, samples);
      for (const size of round % 2 === 0 ? sizeNames : sizeNames.toReversed()) {
        const sample = await requests[size].run(who, one);
        if (round >= 0) samples[size].push(sample);
      }
    }
  }
  await both((size) => requests[size].close());
  return all;
}

/** Anybody's calls, one after the other: what of the large database fits into memory then shows. */
async function crowd(sizes: Sizes): Promise<void> {
  const random = mulberry32(7);
  const requests = await both(async (size) => new Requests(sizes.cluster.socket, sizes.databases[size]));
  const kinds: readonly (readonly [string, (who: Person) => Call])[] = [
    ["sync_push of 1, anybody", (who) => calls.push({ ...who, client: `e${Math.floor(random() * 1e9).toString(16).padStart(15, "0")}` }, 1, 1)],
    ["sync_pull of 500 rows, anybody", (who) => calls.pull(who, 0)],
  ];
  for (const [name, call] of kinds) {
    const samples: BySize<Sample[]> = { small: [], large: [] };
    for (let round = 0; round < 200 * share; round += 1) {
      const unit = random();
      for (const size of round % 2 === 0 ? sizeNames : sizeNames.toReversed()) {
        const who = person(1 + Math.floor(unit * people[size]));
        samples[size].push(await requests[size].run(who, call(who)));
      }
    }
    for (const q of [0.5, 0.95]) {
      record({ name: `${name}, p${q * 100}`, value: at(samples.large, q, "server"), unit: "ms", baseline: { name: "small", value: at(samples.small, q, "server") } });
    }
  }
  await both((size) => requests[size].close());
}

export async function recordCosts(sizes: Sizes): Promise<void> {
  for (const [index, mode] of modes.entries()) {
    for (const [name, { small, large }] of await measure(sizes, mode, index)) {
      const figure = (of: Clock, q: number) => ({ value: at(large, q, of), unit: "ms", baseline: { name: "small", value: at(small, q, of) } });
      record({ name: `${name}, ${mode.name}, processor`, ...figure("cpu", 0.5), gate });
      // What a busy machine does to waiting times drowns a difference in few rounds: only the first way has enough of them.
      record({ name: `${name}, ${mode.name}, p50`, ...figure("server", 0.5), ...(index === 0 ? { gate } : {}) });
      record({ name: `${name}, ${mode.name}, p95`, ...figure("server", 0.95) });
      if (index === 0) record({ name: `${name}, as its client sees it`, ...figure("wall", 0.5) });
    }
  }
  await crowd(sizes);
}
