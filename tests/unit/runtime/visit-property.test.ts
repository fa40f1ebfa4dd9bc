/** V1–V5, K1 over random days of a person with a device: seen, hidden, killed, asleep, its clock set, somewhere else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, offsetIn } from "../../../src/domain/streak/local-day.ts";
import { trackActivity } from "../../../src/runtime/visit/track.ts";
import { heartbeatMs, visitGapMs } from "../../../src/runtime/visit/visit.ts";
import { Here, hour, minute, second } from "./here.ts";

type Happening =
  | { readonly kind: "stay" | "hide" | "kill" | "sleep" | "step"; readonly ms: number }
  | { readonly kind: "say" | "tab" | "play" }
  | { readonly kind: "fly"; readonly zone: string };

const zones = ["UTC", "Asia/Dhaka", "Europe/Berlin", "Pacific/Apia", "Pacific/Pago_Pago", "America/New_York"];
const lasting = (kind: "stay" | "hide" | "kill" | "sleep", max: number) => fc.integer({ min: 1, max }).map((ms): Happening => ({ kind, ms }));
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Happening>({ kind: "say" }) },
  { weight: 5, arbitrary: lasting("stay", 20 * minute) },
  { weight: 3, arbitrary: lasting("hide", 45 * minute) },
  { weight: 2, arbitrary: lasting("kill", 45 * minute) },
  { weight: 1, arbitrary: lasting("kill", 20 * hour) },
  { weight: 2, arbitrary: lasting("sleep", 10 * hour) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: "tab" }) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: "play" }) },
  { weight: 1, arbitrary: fc.constantFrom(...zones).map((zone): Happening => ({ kind: "fly", zone })) },
);
const clockSet: fc.Arbitrary<Happening> = fc.oneof(fc.integer({ min: -40 * minute, max: 40 * minute }), fc.integer({ min: -400 * 24 * hour, max: 400 * 24 * hour })).map((ms) => ({ kind: "step", ms }));

/** Lives it all; what was awake of the time (ms), and the dates on which something was said. */
async function live(happenings: readonly Happening[]) {
  const here = new Here("2026-10-24T18:00:00.000Z");
  let tabs = [here.page];
  let awake = 0;
  const dates = new Set<string>();
  const seen = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= heartbeatMs) {
      await here.pass(Math.min(left, heartbeatMs));
      for (const page of tabs) if (await page.beat()) await page.settle();
    }
    awake += ms;
  };
  await here.page.beat();
  for (const one of happenings) {
    const [page] = tabs;
    if (page === undefined) break;
    if (one.kind === "stay") await seen(one.ms);
    else if (one.kind === "hide" || one.kind === "kill") {
      // A killed page fires no timers.
      if (one.kind === "kill") for (const { playing } of tabs) playing.clear();
      await here.pass(one.ms);
      awake += one.ms;
      if (one.kind === "kill") tabs = [here.tab()];
      await seen(second);
    } else if (one.kind === "sleep" || one.kind === "step") {
      here.set(one.ms);
      await seen(second);
    } else if (one.kind === "tab") tabs = [here.tab(), ...tabs.slice(0, 2)];
    else if (one.kind === "fly") here.zone = one.zone;
    else if (one.kind === "say") {
      dates.add(dayOf({ at: here.now, offset: offsetIn(here.zone, here.now) }, 0));
      await here.say(page);
    } else {
      const tracked = trackActivity({ page, clock: here.world.clock, wrote: () => undefined, report: (reason) => expect.fail(String(reason)) }, "game");
      await seen(minute);
      if (tracked.ok) expect(await tracked.value.stop()).toEqual({ ok: true, value: undefined });
    }
  }
  for (const { playing } of tabs) playing.clear();
  await here.leave();
  return { here, awake, dates };
}

const msOf = (value: unknown): number => Date.parse(String(value));

/** What holds whatever happened. */
function sound({ here, awake }: Awaited<ReturnType<typeof live>>): void {
  let minutes = 0;
  for (const row of here.sessions) {
    expect(msOf(row["session_end"]), "a session that is over has an end, and not before its start").toBeGreaterThanOrEqual(msOf(row["session_start"]));
    minutes += Number(row["total_duration_minutes"]);
  }
  // Rounded to whole minutes, each of them.
  expect(minutes).toBeLessThanOrEqual((awake + heartbeatMs) / minute + here.sessions.length / 2);
  for (const row of here.rows("activities")) {
    expect(msOf(row["ended_at"])).toBeGreaterThanOrEqual(msOf(row["started_at"]));
    expect(here.sessions.map(({ id }) => id)).toContain(row["session_id"]);
  }
}

/** What once invented minutes: a page that was opened after the clock was set, and two tabs that saw different steps. */
const found: readonly (readonly Happening[])[] = [
  [{ kind: "tab" }, { kind: "step", ms: -30 * second }, { kind: "say" }],
  [{ kind: "tab" }, { kind: "play" }, { kind: "step", ms: 2001 }, { kind: "step", ms: -90 * second }],
];

test("[V3] whatever is done to device and clock: no end before a start, no minutes that nobody lived", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof({ weight: 5, arbitrary: happening }, clockSet), { maxLength: 14 }), async (happenings) => sound(await live(happenings))),
    { numRuns: 120, examples: found.map((happenings): [readonly Happening[]] => [happenings]) },
  );
});

test("[V2] where nobody sets the clock sessions never overlap, each lies in what was lived, and the dates are those on which something was done", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 14 }), async (happenings) => {
      const lived = await live(happenings);
      sound(lived);
      const { here, dates } = lived;
      const spans = here.sessions.map((row) => [msOf(row["session_start"]), msOf(row["session_end"])] as const).sort(([a], [b]) => a - b);
      for (const [index, [start, end]] of spans.entries()) {
        const next = spans[index + 1];
        if (next) expect(next[0] - end).toBeGreaterThanOrEqual(0);
        expect(end - start).toBeGreaterThanOrEqual(0);
      }
      for (const row of here.sessions) expect(Number(row["total_duration_minutes"])).toBeLessThanOrEqual((msOf(row["session_end"]) - msOf(row["session_start"])) / minute + 1);
      for (const date of dates) expect(here.days).toContain(date);
      if (!happenings.some(({ kind }) => kind === "play")) expect(new Set(here.days)).toEqual(dates);
    }),
    { numRuns: 120 },
  );
});

test("[V2] two sessions of one device are at least half an hour apart", async () => {
  const { here } = await live([{ kind: "say" }, { kind: "kill", ms: visitGapMs + minute }, { kind: "say" }]);
  const [first, second_] = here.sessions;
  expect(msOf(second_?.["session_start"]) - msOf(first?.["session_end"])).toBeGreaterThan(visitGapMs);
});
