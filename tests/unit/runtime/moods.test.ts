/** B9 on IndexedDB: the trend follows the person's own newest messages. */
import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import type { MoodTrend } from "../../../src/domain/mood/mood-trend.ts";
import { liveMoods } from "../../../src/runtime/life/moods.ts";
import { created, device, message } from "../dexie/device.ts";
import { eventually } from "../../support/eventually.ts";
import { FakeClock } from "../../support/sync/fakes.ts";

const hour = 3_600_000;
const offsetAt = (at: number): number => -new Date(at).getTimezoneOffset();
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function phone() {
  // Noon here: no date ends within the minutes of these tests.
  const clock = new FakeClock(new Date(2026, 10, 22, 12).getTime());
  const db = await created(device());
  closers.push(() => db.leave());
  const store = createDexieStore(db);
  const put = (...rows: ReturnType<typeof message>[]): Promise<void> => store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", rows));
  const views: MoodTrend[] = [];
  const follow = (): void => {
    closers.push(liveMoods({ db }, { clock, offsetAt }).subscribe((next) => views.push(next), (reason) => expect.fail(String(reason))));
  };
  const days = () => views.at(-1)?.days.map(({ score }) => score);
  /** Hours ago. */
  const said = (ago: number, score: number | null, more: Parameters<typeof message>[1] = {}) => {
    const at = clock.now() - ago * hour;
    return message(at, { created_at: new Date(at).toISOString(), sentiment_score: score, mood_detected: score === null ? null : "sad", ...more });
  };
  return { db, put, follow, days, said, views, clock };
}

describe("the trend", () => {
  it("[B9] is of the person's own living messages of these dates, and follows what is written", async () => {
    const { put, follow, days, said, views } = await phone();
    await put(said(0, -0.5), said(1 / 60, 1, { sender_type: "ai" }), said(2 / 60, 1, { deleted_at: "2026-01-02T00:00:00.000Z", message_text: "" }), said(24 * 13, -1), said(24 * 15, -1));
    follow();
    await eventually(() => expect(days()).toEqual([-1, ...Array.from({ length: 12 }, () => null), -0.5]));
    expect(views.at(-1)?.words).toEqual(["sad"]);
    await put(said(3 / 60, 0.5, { mood_detected: "a mood of tomorrow" }));
    await eventually(() => expect(days()?.at(-1)).toBe(0));
    expect(views.at(-1)?.words).toEqual(["sad"]);
  });

  it("[B9] goes on with the date, without a reload (N3)", async () => {
    const { put, follow, days, said, clock } = await phone();
    await put(said(0, -0.5));
    follow();
    await eventually(() => expect(days()?.at(-1)).toBe(-0.5));
    await clock.advance(12 * hour + 1000);
    await eventually(() => expect(days()?.slice(-2)).toEqual([-0.5, null]));
  });

  it("[B9] reads the newest 400 of them, however many replies lie between", async () => {
    const { put, follow, said, views } = await phone();
    const minute = 1 / 60;
    const own = Array.from({ length: 450 }, (_, n) => said(n * minute * 3, n < 400 ? -0.5 : 1));
    const replies = Array.from({ length: 600 }, (_, n) => said((n + 0.5) * minute * 2.25, 1, { sender_type: "ai" }));
    await put(...own, ...replies);
    follow();
    await eventually(() => expect(views.at(-1)?.days.reduce((sum, { messages }) => sum + messages, 0)).toBe(400));
    expect(views.at(-1)?.days.every(({ score }) => score === null || score === -0.5)).toBe(true);
  });
});
