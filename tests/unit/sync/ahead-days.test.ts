/** K4: what a clock that ran ahead has dated. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { streakDayId } from "../../../src/domain/streak/day-id.ts";
import type { DayStart } from "../../../src/domain/streak/day-start.ts";
import { dayOf, momentText, parseDay, parseMoment, startOn } from "../../../src/domain/streak/local-day.ts";
import type { Row } from "../../../src/sync/ports.ts";
import type { WriteContext } from "../../../src/sync/writer.ts";
import { Device, newWorld, type World } from "../../support/sync/device.ts";
import { FakeClock } from "../../support/sync/fakes.ts";

const minute = 60_000;
const hour = 60 * minute;
const dayMs = 24 * hour;
const year = 365 * dayMs;

/** A device whose clock is ahead of the server's by what it says. */
class Here {
  readonly clock = new FakeClock(Date.parse("2026-11-22T12:00:00.000Z"));
  ahead = 0;
  readonly world: World = { clock: this.clock, server: newWorld({ now: () => this.now }).server };
  readonly device = new Device(this.world, 1);

  /** True time. */
  get now(): number {
    return this.clock.now() - this.ahead;
  }
  runAhead(ms: number): void {
    this.clock.set(this.clock.now() + ms - this.ahead);
    this.ahead = ms;
  }
  forgetOffset = (): Promise<void> => this.device.store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: null }));
  async sync(): Promise<void> {
    expect(await this.device.engine.sync()).toEqual({ kind: "drained" });
    expect(await this.device.engine.sync()).toEqual({ kind: "drained" });
  }

  /** Something is done, as the app counts it. */
  live = (offset = 0, dayStart: DayStart = 0): Promise<void> => this.device.writer.write(["streak_days", "activities"], (tx) => this.mark(tx, offset, dayStart));
  mark = async (tx: WriteContext, offset = 0, dayStart: DayStart = 0, at = tx.now()): Promise<void> => {
    const moment = { at, offset };
    const [day, text, instant] = [dayOf(moment, dayStart), momentText(moment), new Date(at).toISOString()];
    await tx.put("streak_days", { id: streakDayId(day), stamp: tx.stamp(), day, first_moment: text, last_moment: text, deleted_at: null });
    const id = this.device.random.uuid();
    await tx.put("activities", { id, stamp: tx.stamp(), kind: "game", session_id: "session", started_at: instant, day, ended_at: instant, deleted_at: null });
  };
  rows = (table: string): Row[] => [...this.device.store.table(table)].sort((a, b) => (a.id < b.id ? -1 : 1));
  days = (): string[] => this.rows("streak_days").map(({ day }) => String(day)).sort();
  onServer = (table: string): readonly Row[] => this.world.server.rows(this.device.user, table);
  /** Device and server say the same. */
  agree(): void {
    const bare = (rows: readonly Row[]) => rows.map(({ _seq, version: _, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const table of ["streak_days", "activities"]) expect(bare(this.rows(table))).toEqual(bare(this.onServer(table)));
    expect([this.device.pending, this.device.store.data.quarantine.size]).toEqual([0, 0]);
  }
}

test.each([2 * hour, dayMs, year])("[K4] a day that has not been (%i ms ahead) becomes today, at its offset, under today's id", async (ms) => {
  const here = new Here();
  here.runAhead(ms);
  await here.live(360);
  await here.sync();
  const moment = momentText({ at: here.now, offset: 360 });
  expect(here.rows("streak_days")).toMatchObject([{ id: streakDayId("2026-11-22"), day: "2026-11-22", first_moment: moment, last_moment: moment }]);
  expect(here.rows("activities")).toMatchObject([{ day: "2026-11-22", started_at: new Date(here.now).toISOString(), ended_at: new Date(here.now).toISOString() }]);
  here.agree();
});

test("[K4] several dates that have not been end on one, joined with what is there, and the days that were stay", async () => {
  const here = new Here();
  await here.live();
  await here.clock.advance(dayMs);
  await here.live();
  await here.sync();
  await here.live(60);
  const real = here.rows("streak_days");
  await here.forgetOffset();
  for (const ahead of [dayMs, 3 * dayMs, year]) {
    here.runAhead(ahead);
    await here.live();
  }
  await here.sync();
  expect(here.days()).toEqual(["2026-11-22", "2026-11-23"]);
  expect(here.rows("streak_days").map((row) => row["first_moment"])).toEqual(real.map((row) => row["first_moment"]));
  expect(here.rows("activities").map(({ day }) => day).sort()).toEqual(["2026-11-22", ...Array.from({ length: 5 }, () => "2026-11-23")]);
  here.agree();
});

test("[K4] two dates of one mutation become one row of it", async () => {
  const here = new Here();
  here.runAhead(year);
  await here.device.writer.write(["streak_days", "activities"], async (tx) => {
    await here.mark(tx, 0, 0, tx.now() - 10 * minute);
    await here.mark(tx, 0, 0, tx.now() + dayMs);
  });
  const pushed: string[][] = [];
  const { push } = here.device.transport;
  Object.assign(here.device.transport, {
    push: (...[request, signal]: Parameters<typeof push>) => {
      pushed.push(...request.mutations.map(({ ops }) => ops.map(({ table }) => table)));
      return push(request, signal);
    },
  });
  await here.sync();
  expect(pushed.at(-1)).toEqual(["streak_days", "activities", "activities"]);
  expect(here.days()).toEqual(["2026-11-22"]);
  here.agree();
});

test("[K4] whoever's day starts at four keeps that: two hours ahead of two at night is still the day before", async () => {
  const here = new Here();
  await here.clock.advance(14 * hour);
  here.runAhead(year);
  await here.live(0, 4);
  await here.sync();
  expect([here.days(), here.rows("activities").map(({ day }) => day)]).toEqual([["2026-11-22"], ["2026-11-22"]]);
  here.agree();
});

test("[K4] a first moment that was is kept with its date, the last that was not becomes now, and moves with no date", async () => {
  const here = new Here();
  await here.live();
  const [before] = here.rows("streak_days");
  here.runAhead(2 * hour);
  await here.live();
  await here.clock.advance(minute);
  await here.sync();
  expect(here.rows("streak_days")).toMatchObject([{ id: before?.id, first_moment: before?.["first_moment"], last_moment: momentText({ at: here.now, offset: 0 }) }]);
  here.agree();
});

test("[K4] a server whose own clock fell back keeps what it has taken, and no device loses it", async () => {
  const here = new Here();
  await here.live();
  await here.sync();
  const [synced] = here.onServer("streak_days");
  here.ahead = 3 * dayMs;
  await here.live();
  await here.sync();
  await here.sync();
  expect(here.onServer("streak_days").find(({ id }) => id === synced?.id)).toMatchObject({ day: "2026-11-22" });
  here.agree();
});

test("[K4] whatever clocks ran ahead: no row stays ahead, no day that nobody lived is left, none that was lived is lost", async () => {
  const step = fc.record({
    pass: fc.integer({ min: 0, max: 30 * hour }),
    ahead: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 6 * minute, max: year })),
    offset: fc.constantFrom(-660, -300, 0, 345, 360, 780),
    dayStart: fc.constantFrom<DayStart>(0, 0, 4, 6),
    syncs: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const here = new Here();
      const lived = new Set<string>();
      for (const { pass, ahead, offset, dayStart, syncs } of steps) {
        await here.clock.advance(pass);
        here.runAhead(ahead);
        await here.forgetOffset();
        await here.live(offset, dayStart);
        // Of what is dated right, nothing may be lost.
        if (ahead === 0) lived.add(dayOf({ at: here.now, offset }, dayStart));
        if (syncs) await here.sync();
      }
      await here.sync();
      here.agree();
      for (const row of [...here.rows("streak_days"), ...here.rows("activities")]) {
        for (const column of ["first_moment", "last_moment", "started_at", "ended_at"]) {
          const text = row[column];
          if (typeof text === "string") expect(Date.parse(text.slice(0, 24))).toBeLessThanOrEqual(here.now);
        }
      }
      for (const row of here.rows("streak_days")) {
        const day = parseDay(String(row["day"]));
        const moments = [row["first_moment"], row["last_moment"]].map((text) => parseMoment(String(text)));
        expect(row.id).toBe(streakDayId(String(row["day"])));
        for (const moment of moments) expect(moment !== null && day !== null && startOn(moment, day) !== null, JSON.stringify(row)).toBe(true);
      }
      for (const day of lived) expect(here.days()).toContain(day);
    }),
    { numRuns: 150 },
  );
});
