/** The session history over a real database. */
import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { cell } from "../../../src/runtime/live.ts";
import { sessionPages } from "../../../src/runtime/life/sessions.ts";
import type { SessionPage } from "../../../src/runtime/life/views.ts";
import { eventually } from "../../support/eventually.ts";
import { created, device } from "../dexie/device.ts";
import { sessionOf } from "./rows.ts";

const day = (n: number): string => `2026-${String(1 + Math.floor(n / 28)).padStart(2, "0")}-${String(1 + (n % 28)).padStart(2, "0")}`;

it("[V1] the history comes newest first, whole, in pages, without what was deleted, and in order where ids are not", async () => {
  const db = await created(device());
  const store = createDexieStore(db);
  const deleted_at = "2026-12-01T00:00:00.000Z";
  // Ids ascend while the starts descend, as after a clock that was mended.
  const rows = Array.from({ length: 130 }, (_, n) => sessionOf(`${day(130 - n)}T10:00`, n % 3 === 0 ? { deleted_at } : {}));
  await store.write(["user_sessions"], (tx) => tx.putRows("user_sessions", rows));
  const expected = rows.filter((row) => row["deleted_at"] === null).map(({ id }) => id);
  const limit = cell(30);
  let page: SessionPage | undefined;
  const stop = sessionPages(db, limit).subscribe((next) => {
    page = next;
  });
  for (const count of [30, 60]) {
    limit.set(count);
    await eventually(() => expect(page?.sessions.map(({ id }) => id)).toEqual(expected.slice(0, count)));
    expect(page?.hasOlder).toBe(true);
  }
  limit.set(90);
  await eventually(() => expect(page?.sessions.map(({ id }) => id)).toEqual(expected));
  expect(page?.hasOlder).toBe(false);
  await store.write(["user_sessions"], (tx) => tx.putRows("user_sessions", [sessionOf("2026-11-22T09:00")]));
  await eventually(() => expect(page?.sessions).toHaveLength(expected.length + 1));
  expect(page?.sessions[0]).toMatchObject({ start: Date.parse("2026-11-22T09:00:00.000Z"), end: null, minutes: null, activities: ["chat"], isCurrent: false });
  stop();
});

it("[V1] the session that is running on this device is the one of its visit, once something was done in it; one that nobody closed is not", async () => {
  const db = await created(device());
  const store = createDexieStore(db);
  const [dangling, running] = [sessionOf("2026-11-22T09:00"), sessionOf("2026-11-22T10:00")];
  await store.write(["user_sessions"], (tx) => tx.putRows("user_sessions", [dangling, running]));
  const visit = (activities: readonly string[]) => store.write(["kv"], (tx) => tx.side("kv").put({ key: "visit", sessionId: running.id, start: 0, seenAt: 0, activities }));
  let page: SessionPage | undefined;
  const stop = sessionPages(db, cell(30)).subscribe((next) => {
    page = next;
  });
  const current = () => page?.sessions.map(({ isCurrent }) => isCurrent);
  await visit([]);
  await eventually(() => expect(current()).toEqual([false, false]));
  await visit(["chat"]);
  await eventually(() => expect(current()).toEqual([true, false]));
  await store.write(["kv"], (tx) => tx.side("kv").delete("visit"));
  await eventually(() => expect(current()).toEqual([false, false]));
  stop();
});
