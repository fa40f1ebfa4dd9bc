/** V1–V4, K1: what a page makes of being seen and talked to. */
import { describe, expect, it } from "vitest";
import { momentIn } from "../../../src/domain/streak/local-day.ts";
import { setPreference } from "../../../src/runtime/commands/set-preference.ts";
import { streakDayId } from "../../../src/domain/streak/day-id.ts";
import { talkId } from "../../../src/runtime/derived-ids.ts";
import type { VisitRow } from "../../../src/runtime/rows.ts";
import type { Row, SideTable } from "../../../src/sync/ports.ts";
import type { Writer } from "../../../src/sync/writer.ts";
import { PageVisit } from "../../../src/runtime/visit/page-visit.ts";
import { at, Here, hour, minute, second } from "./here.ts";

describe("a visit", () => {
  it("[V1] being visible alone syncs nothing, the first message makes a session of it, with its start", async () => {
    const here = new Here();
    await here.page.beat();
    const from = here.now;
    await here.stay(5 * minute);
    expect(here.device.pending).toBe(0);
    await here.say();
    expect(here.sessions).toMatchObject([{ session_start: at(from), created_at: at(here.now), activities: ["chat"], session_end: null }]);
    expect(here.device.pending).toBe(1);
  });

  it("[V2] a reload and a second tab within 30 minutes go on with the session", async () => {
    const here = new Here();
    await here.page.beat();
    await here.say();
    await here.pass(29 * minute);
    here.page = here.tab();
    await here.page.beat();
    await here.pass(29 * minute);
    await here.say(here.tab());
    expect(here.sessions).toHaveLength(1);
    expect(here.rows("activities")).toMatchObject([{ id: talkId(here.sessions[0]?.id ?? ""), kind: "chat", started_at: at(here.now - 58 * minute) }]);
  });

  it("[V2] a killed browser loses at most a heartbeat: who comes later closes what was left, with its activity, in one mutation", async () => {
    const here = new Here();
    await here.say();
    await here.stay(10 * minute);
    await here.say();
    const said = here.now;
    await here.stay(5 * minute);
    const seen = here.now;
    await here.pass(14 * second);
    here.page = here.tab();
    await here.pass(31 * minute);
    const pending = here.device.pending;
    expect(await here.page.beat()).toBe(true);
    expect(here.device.pending).toBe(pending);
    await here.page.settle();
    expect(here.sessions).toMatchObject([{ session_end: at(seen), total_duration_minutes: 15 }]);
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(said) }]);
    expect(here.device.pending).toBe(pending + 1);
    await here.page.settle();
    expect(here.device.pending).toBe(pending + 1);
  });

  it("[V2] [V4] a browser that is killed right after the last message loses nothing of the talk before it", async () => {
    const here = new Here();
    await here.say();
    await here.stay(10 * minute);
    await here.pass(10 * second);
    await here.say();
    const said = here.now;
    here.page = here.tab();
    await here.leave();
    expect(here.rows("activities")).toMatchObject([{ ended_at: at(said) }]);
  });

  it("[V2] a message that comes first closes the old session and begins the new one at once", async () => {
    const here = new Here();
    await here.say();
    await here.stay(10 * minute);
    const seen = here.now;
    await here.pass(31 * minute);
    await here.say();
    expect(here.sessions).toMatchObject([
      { session_end: at(seen), total_duration_minutes: 10 },
      { session_end: null, total_duration_minutes: null },
    ]);
  });

  it("[V2] an older build's row keeps the visit that is running", async () => {
    const here = new Here();
    await here.say();
    const { key, sessionId, start, seenAt, activities } = (await here.visit()) ?? expect.fail("no visit");
    await here.device.store.write(["kv"], (tx) => tx.side<VisitRow>("kv").put({ key, sessionId, start, seenAt, activities }));
    here.page = here.tab();
    await here.stay(10 * minute);
    await here.say();
    expect(here.sessions).toHaveLength(1);
    await here.pass(40 * minute);
    await here.page.beat();
    await here.page.settle();
    expect(here.sessions).toMatchObject([{ total_duration_minutes: 10 }]);
  });
});

describe("a send", () => {
  it("[V4] has mostly nothing to tell: message and ask alone, and the visit is not written", async () => {
    const here = new Here();
    await here.say();
    await here.pass(14 * second);
    const before = await here.visit();
    await here.say();
    const last = [...here.device.store.data.outbox.values()].at(-1);
    expect(last?.ops.map(({ table }) => table)).toEqual(["chat_messages"]);
    expect(await here.visit()).toEqual(before);
  });

  it("[K1] makes the day's row under its derived id, and writes its last moment anew once that is a quarter of an hour old", async () => {
    const here = new Here("2026-11-22T15:00:00.000Z");
    here.zone = "Asia/Dhaka";
    await here.say();
    const first = "2026-11-22T15:00:00.000Z+06:00";
    expect(here.rows("streak_days")).toMatchObject([{ id: streakDayId("2026-11-22"), day: "2026-11-22", first_moment: first, last_moment: first }]);
    await here.stay(14 * minute);
    await here.say();
    expect(here.rows("streak_days")).toMatchObject([{ last_moment: first }]);
    await here.stay(minute);
    await here.say();
    expect(here.rows("streak_days")).toMatchObject([{ first_moment: first, last_moment: "2026-11-22T15:15:00.000Z+06:00" }]);
    expect(here.rows("activities")).toMatchObject([{ started_at: "2026-11-22T15:00:00.000Z", ended_at: "2026-11-22T15:15:00.000Z", day: "2026-11-22" }]);
  });

  it("[K1] [V3] midnight inside a session: two dates, one session", async () => {
    const here = new Here("2026-11-22T23:58:00.000Z");
    await here.say();
    await here.stay(4 * minute);
    await here.say();
    expect([here.days, here.sessions.length]).toEqual([["2026-11-22", "2026-11-23"], 1]);
  });

  it("[V3] a device that takes its time over a look has had no clock set", async () => {
    const here = new Here();
    await here.page.beat();
    const from = here.now;
    let late = 0;
    const slow: Writer = {
      write: (tables, command, ahead) =>
        here.device.writer.write(
          tables,
          (context) => {
            const side = <T>(table: string): SideTable<T> => {
              const own = context.side<T>(table);
              const get = (key: string): Promise<T | undefined> => {
                here.set(late);
                return own.get(key);
              };
              return { get, all: () => own.all(), put: (value) => own.put(value), delete: (key) => own.delete(key) };
            };
            return command({ ...context, side });
          },
          ahead,
        ),
    };
    here.page = new PageVisit(slow, { monotonic: () => here.now, offsetAt: () => 0 });
    for (late of [0, 5 * second, 0, 9 * second]) await here.stay(minute);
    expect(await here.visit()).toMatchObject({ start: from, stepped: 0 });
  });

  it("[K1] a day that starts at four: two o'clock at night still belongs to the day before", async () => {
    const here = new Here("2026-11-23T02:00:00.000Z");
    await setPreference(here.device.writer, "dayStart", 4);
    await here.say();
    await here.stay(2 * hour);
    await here.say();
    expect(here.days).toEqual(["2026-11-22", "2026-11-23"]);
  });

  it("[K1] another start of the day counts from the next message on", async () => {
    const here = new Here("2026-11-23T02:00:00.000Z");
    await here.say();
    await setPreference(here.device.writer, "dayStart", 4);
    await here.pass(second);
    await here.say();
    expect(here.days).toEqual(["2026-11-23", "2026-11-22"]);
  });

  it("[K1] the offset of here and now counts: over the date line and back within minutes", async () => {
    const here = new Here("2026-11-22T22:00:00.000Z");
    here.zone = "Pacific/Apia";
    await here.say();
    await here.stay(minute);
    here.zone = "Pacific/Pago_Pago";
    await here.say();
    expect(here.days).toEqual(["2026-11-23", "2026-11-22"]);
    expect(here.rows("streak_days").map((row) => row["first_moment"])).toEqual(["2026-11-22T22:00:00.000Z+13:00", "2026-11-22T22:01:00.000Z-11:00"]);
  });

  it("[K1] [V3] the night in which the hour is told twice: one session of the length that was lived, the date of the clock on the wall", async () => {
    // 23:30 UTC is 01:30 in Berlin in summer; clocks go back at 01:00 UTC.
    const here = new Here("2026-10-24T21:45:00.000Z");
    here.zone = "Europe/Berlin";
    await here.say();
    await here.stay(5 * hour);
    await here.say();
    await here.pass(31 * minute);
    await here.page.beat();
    await here.page.settle();
    expect(here.days).toEqual(["2026-10-24", "2026-10-25"]);
    expect(here.sessions).toMatchObject([{ total_duration_minutes: 300 }]);
    expect(here.rows("streak_days").at(-1)?.["last_moment"]).toBe("2026-10-25T02:45:00.000Z+01:00");
    expect(momentIn(here.zone, Date.parse("2026-10-24T21:45:00.000Z")).offset).toBe(120);
  });
});

describe("time", () => {
  const closed = async (here: Here): Promise<Row> => {
    await here.leave();
    return here.sessions[0] ?? expect.fail("no session");
  };

  it("[V3] a clock set forward or back by minutes in mid-visit is not lived, whichever way", async () => {
    for (const step of [-25, -10, 10, 25]) {
      const here = new Here();
      await here.page.beat();
      await here.say();
      await here.stay(20 * minute);
      here.set(step * minute);
      await here.stay(20 * minute);
      expect((await closed(here))["total_duration_minutes"], `${step}`).toBe(40);
      expect(here.sessions).toHaveLength(1);
    }
  });

  it("[V3] a clock set back by hours ends no visit, and no session ends before its start", async () => {
    const here = new Here();
    await here.page.beat();
    await here.say();
    const start = here.now;
    await here.stay(5 * minute);
    here.set(-3 * hour);
    await here.stay(10 * minute);
    expect(here.sessions).toHaveLength(1);
    expect((await here.visit())?.start).toBeLessThanOrEqual(here.now);
    expect(await closed(here)).toMatchObject({ session_start: at(start), session_end: at(start), total_duration_minutes: 15 });
    expect(here.rows("activities")).toMatchObject([{ started_at: at(start), ended_at: at(start) }]);
  });

  it("[V3] a clock set forward by hours ends the visit where it was seen last, as a sleep would", async () => {
    const here = new Here();
    await here.page.beat();
    await here.say();
    await here.stay(5 * minute);
    const seen = here.now;
    here.set(2 * hour);
    await here.stay(minute);
    expect(here.sessions).toMatchObject([{ session_end: at(seen), total_duration_minutes: 5 }]);
  });

  it("[V3] two tabs count one step once, whoever of them sees it first", async () => {
    for (const first of [0, 1]) {
      for (const step of [-10 * minute, -8 * second, 8 * second, 10 * minute]) {
        const here = new Here();
        const tabs = [here.page, here.tab()];
        const beat = async (): Promise<void> => {
          for (const page of first === 0 ? tabs : tabs.toReversed()) {
            await here.pass(5 * second);
            await page.beat();
          }
        };
        await here.page.beat();
        await here.say();
        for (let n = 0; n < 30; n++) await beat();
        here.set(step);
        for (let n = 0; n < 30; n++) await beat();
        expect((await here.visit())?.lived, `${first} ${step}`).toBe(600 * second);
      }
    }
  });

  it("[V3] a laptop asleep for ten minutes goes on with the visit without having lived them; overnight it has ended", async () => {
    const here = new Here();
    await here.page.beat();
    await here.say();
    await here.stay(10 * minute);
    here.sleep(10 * minute);
    await here.stay(10 * minute);
    const seen = here.now;
    here.sleep(9 * hour);
    await here.stay(15 * second);
    expect(here.sessions).toMatchObject([{ session_end: at(seen), total_duration_minutes: 20 }]);
    await here.say();
    expect(here.sessions).toHaveLength(2);
  });

  it("[V2] a phone's frozen page that comes back after 40 minutes begins a new visit, after 29 it goes on", async () => {
    const here = new Here();
    await here.page.beat();
    await here.say();
    await here.pass(29 * minute);
    await here.page.beat();
    const { sessionId } = (await here.visit()) ?? expect.fail("no visit");
    await here.pass(40 * minute);
    await here.page.beat();
    expect((await here.visit())?.sessionId).not.toBe(sessionId);
    await here.page.settle();
    expect(here.sessions).toMatchObject([{ total_duration_minutes: 29 }]);
  });

  it("[V3] the server's word of the right time moves the whole visit, and ends none", async () => {
    for (const wrong of [-400 * 24 * hour, 3 * hour]) {
      const here = new Here();
      const right = here.now;
      here.set(wrong);
      await here.page.beat();
      await here.stay(5 * minute);
      await here.device.store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: -wrong }));
      await here.stay(5 * minute);
      await here.say();
      expect(here.sessions, `${wrong}`).toMatchObject([{ session_start: at(right) }]);
      expect(await here.visit()).toMatchObject({ start: right, lived: 10 * minute });
    }
  });

  it("[V3] what moved back behind the visit's own past is clamped: nothing of it lies ahead of now", async () => {
    const here = new Here();
    await here.page.beat();
    await here.say();
    await here.stay(5 * minute);
    here.set(-3 * hour);
    here.page = here.tab();
    await here.page.beat();
    const visit = await here.visit();
    expect([visit?.start, visit?.seenAt, visit?.lived]).toEqual([here.now - 5 * minute, here.now, 5 * minute]);
  });
});

describe("a page that cannot load what counts", () => {
  it("[V5] stores the words, and the next page that can counts them: session, talk and day", async () => {
    const here = new Here("2026-11-22T23:50:00.000Z");
    const start = here.now;
    for (const minutes of [5, 10, 0]) {
      await here.say(null);
      await here.pass(minutes * minute);
    }
    expect([here.rows("chat_messages").length, here.sessions, here.days]).toEqual([3, [], []]);
    here.page = here.tab();
    expect(await here.page.beat()).toBe(true);
    await here.page.settle();
    expect(here.sessions).toMatchObject([{ id: here.rows("chat_messages")[0]?.["session_id"], session_start: at(start), activities: ["chat"] }]);
    expect(here.days).toEqual(["2026-11-22", "2026-11-23"]);
    await here.leave();
    expect(here.rows("activities")).toMatchObject([{ started_at: at(start), ended_at: at(start + 15 * minute), day: "2026-11-22" }]);
  });

  it("[V5] counts them when the visit is over, too, and with the next message", async () => {
    for (const how of ["beat", "say"]) {
      const here = new Here();
      await here.say(null);
      const first = here.now;
      await here.pass(26 * hour);
      here.page = here.tab();
      if (how === "say") await here.say();
      else if (await here.page.beat()) await here.page.settle();
      expect(here.days, how).toEqual(how === "say" ? ["2026-11-22", "2026-11-23"] : ["2026-11-22"]);
      expect(here.sessions[0], how).toMatchObject({ session_start: at(first), session_end: at(first), total_duration_minutes: 0 });
      expect((await here.visit())?.left).toEqual([]);
    }
  });

  it("[V5] goes on with a visit that is running, leaves one that is over to be closed, and keeps no more moments than the dates need", async () => {
    const here = new Here();
    await here.say();
    await here.stay(5 * minute);
    for (let n = 0; n < 100; n++) {
      await here.say(null);
      await here.pass(minute);
    }
    expect(new Set(here.rows("chat_messages").map((row) => row["session_id"])).size).toBe(1);
    expect((await here.visit())?.owed?.length).toBeLessThanOrEqual(8);
    await here.pass(hour);
    await here.say(null);
    await here.leave();
    expect(here.sessions.map((row) => [row["session_end"] === null, row["activities"]])).toEqual([
      [false, ["chat"]],
      [false, ["chat"]],
    ]);
    expect(here.sessions).toMatchObject([{ total_duration_minutes: 104 }, { total_duration_minutes: 0 }]);
  });
});

it("[V1] the visit began when the page was shown, though what lives it was loaded later", async () => {
  const here = new Here();
  const shown = here.world.clock.monotonic();
  const from = here.now;
  await here.pass(3 * second);
  here.page = new PageVisit(here.device.writer, { monotonic: here.world.clock.monotonic, offsetAt: () => 0 }, shown);
  await here.say();
  await here.leave();
  expect(here.sessions).toMatchObject([{ session_start: at(from) }]);
});
