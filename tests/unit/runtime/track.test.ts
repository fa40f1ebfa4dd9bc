/** V5: what is played, listened to or watched. */
import { describe, expect, it } from "vitest";
import type { ActivityKind } from "../../../src/domain/records.ts";
import { momentText } from "../../../src/domain/streak/local-day.ts";
import type { ActivityTracker } from "../../../src/runtime/life/views.ts";
import { trackActivity } from "../../../src/runtime/visit/track.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import { at, Here, minute, second } from "./here.ts";

function track(here: Here, kind: ActivityKind = "game"): ActivityTracker {
  const report = (reason: unknown): void => expect.fail(String(reason));
  const tracked = trackActivity({ page: here.page, clock: here.world.clock, wrote: () => undefined, report }, kind);
  return tracked.ok ? tracked.value : expect.fail(tracked.error.kind);
}
const done = { ok: true, value: undefined };

describe("an activity", () => {
  it("[V5] counts at 30 seconds of running time, with its start, its session and its day", async () => {
    const here = new Here();
    await here.page.beat();
    await here.pass(10 * second);
    const from = here.now;
    const game = track(here);
    await here.pass(29 * second);
    expect([here.device.pending, (await here.visit())?.activities]).toEqual([0, []]);
    await here.pass(second);
    expect(here.rows("activities")).toMatchObject([{ kind: "game", started_at: at(from), ended_at: at(from + 30 * second), day: "2026-11-22", session_id: here.sessions[0]?.id }]);
    expect([here.days, here.sessions[0]?.["activities"], here.sessions[0]?.["session_start"]]).toEqual([["2026-11-22"], ["game"], at(from - 10 * second)]);
    await here.stay(minute);
    expect(await game.stop()).toEqual(done);
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(from + 90 * second) }]);
    const { pending } = here.device;
    expect(await game.finish()).toEqual(done);
    expect(here.device.pending).toBe(pending);
  });

  it("[V5] what stops before that leaves no trace; a finished round counts, however short", async () => {
    const here = new Here();
    const short = track(here);
    await here.pass(29 * second);
    expect([await short.stop(), here.device.pending]).toEqual([done, 0]);
    const round = track(here, "game");
    await here.pass(5 * second);
    expect(await round.finish()).toEqual(done);
    expect(here.rows("activities")).toMatchObject([{ kind: "game", started_at: at(here.now - 5 * second), ended_at: at(here.now) }]);
    expect((await here.visit())?.ongoing).toEqual([]);
  });

  it("[V5] time runs only while it is not paused", async () => {
    const here = new Here();
    await here.page.beat();
    const song = track(here, "music");
    await here.pass(20 * second);
    song.pause();
    await here.stay(10 * minute);
    expect(here.device.pending).toBe(0);
    song.resume();
    await here.pass(10 * second);
    expect(here.rows("activities")).toHaveLength(1);
    song.pause();
    await here.stay(5 * minute);
    await song.stop();
    const [row] = here.rows("activities");
    expect(Date.parse(String(row?.["ended_at"])) - Date.parse(String(row?.["started_at"]))).toBe(30 * second);
  });

  it("[V2] while it plays the visit goes on, out of sight or not; paused it does not", async () => {
    const here = new Here();
    const song = track(here, "music");
    expect(here.page.playing.size).toBe(1);
    await here.stay(40 * minute);
    expect(here.sessions).toHaveLength(1);
    song.pause();
    await here.pass(second);
    expect(here.page.playing.size).toBe(0);
    await here.leave();
    expect(here.sessions).toMatchObject([{ total_duration_minutes: 40 }]);
  });

  it("[V4] its end is told at most every quarter of an hour, and a crash loses a heartbeat of it", async () => {
    const here = new Here();
    const from = here.now;
    track(here, "video");
    await here.stay(10 * minute);
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(from + 30 * second) }]);
    await here.stay(10 * minute);
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(from + 15 * minute + 30 * second) }]);
    expect(here.device.pending).toBe(2);
    const seen = here.now;
    await here.pass(14 * second);
    await here.leave();
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(seen) }]);
    expect(here.sessions).toMatchObject([{ session_end: at(seen), total_duration_minutes: 20 }]);
  });

  it("[K1] past midnight it marks the new date too; begun just before and counted just after, it marks both", async () => {
    const here = new Here("2026-11-22T23:50:00.000Z");
    const film = track(here, "video");
    await here.stay(20 * minute);
    expect([here.days, here.rows("activities").length, here.rows("activities")[0]?.["day"]]).toEqual([["2026-11-22", "2026-11-23"], 1, "2026-11-22"]);
    await film.stop();
    const late = new Here("2026-11-22T23:59:50.000Z");
    track(late);
    await late.pass(30 * second);
    expect([[...late.days].sort(), late.rows("activities")[0]?.["day"]]).toEqual([["2026-11-22", "2026-11-23"], "2026-11-22"]);
  });

  it("[K5] the mutation that makes a day has one moment of it, when the activity came to count", async () => {
    const here = new Here();
    track(here);
    await here.pass(30 * second);
    const first_moment = momentText({ at: here.now, offset: 0 });
    expect(here.rows("streak_days")).toMatchObject([{ first_moment, last_moment: first_moment }]);
    await here.stay(16 * minute);
    expect(here.rows("streak_days")).toMatchObject([{ first_moment, last_moment: expect.not.stringMatching(first_moment.slice(0, 24)) as unknown }]);
  });

  it("[V5] a laptop asleep overnight while music was on: the old ends where it was heard last, the new counts once it has lasted", async () => {
    const here = new Here();
    const song = track(here, "music");
    const from = here.now;
    await here.stay(5 * minute);
    here.sleep(8 * 60 * minute);
    await here.stay(15 * second);
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(from + 5 * minute) }]);
    expect(here.sessions).toMatchObject([{ session_end: at(from + 5 * minute), total_duration_minutes: 5 }]);
    await here.stay(minute);
    await song.stop();
    expect(here.sessions.map((row) => row["session_end"])).toEqual([at(from + 5 * minute), null]);
    expect(here.rows("activities").map((row) => row["session_id"])).toEqual(here.sessions.map(({ id }) => id));
    expect((await here.visit())?.ongoing).toEqual([]);
  });

  it("[V5] an unknown kind is refused, not thrown", () => {
    const here = new Here();
    const refused = trackActivity({ page: here.page, clock: here.world.clock, wrote: () => undefined, report: () => undefined }, "sleeping" as ActivityKind);
    expect(refused).toEqual({ ok: false, error: { kind: "unknownActivity" } });
    expect(here.page.playing.size).toBe(0);
  });

  it("[V5] a database that went away is said, as by other commands", async () => {
    const here = new Here();
    const game = track(here);
    await here.pass(second);
    Object.assign(here.page.writer, { write: () => Promise.reject(new DatabaseGone("gone")) });
    expect(await game.finish()).toEqual({ ok: false, error: { kind: "gone" } });
  });
});
