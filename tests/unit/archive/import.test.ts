/** O4–O7: what a file does to a device, and what it does not. */
import { afterEach, describe, expect, it } from "vitest";
import { openArchive } from "../../../src/runtime/archive/import.ts";
import { saveDraft } from "../../../src/runtime/commands/save-draft.ts";
import type { DraftRow } from "../../../src/runtime/rows.ts";
import { DatabaseGone, QuotaExceeded, type Store } from "../../../src/sync/ports.ts";
import * as given from "../../support/archive.ts";

const { archiveText, bringIn, exportOf, idOf, messageRow, morning, pendingOf, preferenceRow, reactionRow, rowsOf, sessionRow, stampOf } = given;

const places: given.Place[] = [];
afterEach(() => {
  for (const place of places.splice(0)) given.leave(place);
});
async function fresh(): Promise<given.Place> {
  const place = await given.freshPlace();
  places.push(place);
  return place;
}

const sound = archiveText(
  {
    chat_messages: [messageRow(1, { message_text: "হ্যালো 💛" }), messageRow(2, { sender_type: "ai", reply_to: idOf(1), reply_source: "rules", reply_attempt: 1, sentiment_score: -0.25 })],
    user_sessions: [sessionRow(3)],
    message_reactions: [reactionRow(idOf(2), "💛")],
    preferences: [preferenceRow("theme", "dark"), preferenceRow("other", { deep: ["a", 1.5, null] })],
  },
  { draft: "half a thought" },
);

const draftOf = ({ device }: given.Place): Promise<string> =>
  device.store.read(["drafts"], async (tx) => (await tx.side<DraftRow>("drafts").get("chat"))?.text ?? "");

describe("importing", () => {
  it("[O4] brings everything in, says before what it is, and does nothing until it is told to", async () => {
    const place = await fresh();
    const archive = await given.opened(place, sound);
    expect(archive.summary).toEqual({
      madeAt: Date.UTC(2026, 10, 22, 10),
      account: null,
      messages: 2,
      rows: 6,
      from: morning + 1000,
      to: morning + 2000,
      hasDraft: true,
      ahead: 0,
      refused: 0,
    });
    expect((await rowsOf(place))["chat_messages"]).toEqual([]);
    expect(await archive.bringIn()).toEqual({ ok: true, value: { changed: 6 } });
    expect((await rowsOf(place))["preferences"]?.map((row) => row["value"])).toContainEqual({ deep: ["a", 1.5, null] });
    expect(await draftOf(place)).toBe("half a thought");
    expect(await pendingOf(place)).toBe(1);
  });

  it("[O4] what was exported comes in elsewhere as it was; twice is once; what is newer here stays", async () => {
    const [first, second] = [await fresh(), await fresh()];
    await bringIn(first, sound);
    const file = await exportOf(first);
    expect(await bringIn(second, file)).toBe(6);
    expect(await rowsOf(second)).toEqual(await rowsOf(first));
    expect(await bringIn(second, file)).toBe(0);
    await bringIn(second, archiveText({ preferences: [preferenceRow("theme", "light", morning + 5)] }));
    expect(await bringIn(second, file)).toBe(0);
    expect((await rowsOf(second))["preferences"]?.map((row) => row["value"])).toContain("light");
    expect(await pendingOf(second)).toBe(2);
  });

  it("[O4] a draft that is here is not replaced", async () => {
    const place = await fresh();
    await saveDraft(place.device.store, "mine");
    await bringIn(place, sound);
    expect(await draftOf(place)).toBe("mine");
  });

  it("[O5] many rows are many small mutations; ended in between, what came stays and the next time goes on", async () => {
    const place = await fresh();
    const file = archiveText({ chat_messages: Array.from({ length: 1000 }, (_, n) => messageRow(n, { message_text: "x".repeat(500) })) });
    const ending = new AbortController();
    const archive = await given.opened(place, file);
    const steps: number[] = [];
    const result = await archive.bringIn({
      signal: ending.signal,
      onProgress: (done, total) => {
        steps.push(done / total);
        if (steps.length === 3) ending.abort();
      },
    });
    if (result.ok || !("changed" in result.error)) throw new Error("it should have ended");
    const { changed } = result.error;
    expect(result.error.kind).toBe("cancelled");
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(1000);
    expect((await rowsOf(place))["chat_messages"]).toHaveLength(changed);
    expect(await bringIn(place, file)).toBe(1000 - changed);
    const entries = await place.device.store.read([], (tx) => tx.outbox(0, 1000));
    expect(Math.max(...entries.map(({ bytes }) => bytes))).toBeLessThan(100_000);
    expect(steps.every((step) => step > 0 && step <= 1)).toBe(true);
  });

  it("[O5] a device without room, or a database that goes away, is told with what has come; what came stays", async () => {
    const file = archiveText({ chat_messages: Array.from({ length: 700 }, (_, n) => messageRow(n)) });
    for (const [reason, kind] of [[new QuotaExceeded("full"), "quota"], [new DatabaseGone("gone"), "gone"]] as const) {
      const place = await fresh();
      const { store } = place.device;
      let left = 2;
      const failing: Store = { ...store, write: (tables, fn, durability) => (left-- > 0 ? store.write(tables, fn, durability) : Promise.reject(reason)) };
      let told = 0;
      const deps = { ...given.importDeps(place), device: { store: failing }, onWritten: () => void (told += 1) };
      const archive = await openArchive(deps, given.fileOf(file), {});
      const result = archive.ok ? await archive.value.bringIn() : archive;
      if (result.ok || !("changed" in result.error)) throw new Error("it should have failed");
      expect(result.error.kind).toBe(kind);
      expect(result.error.changed).toBeGreaterThan(0);
      expect((await rowsOf(place))["chat_messages"]).toHaveLength(result.error.changed);
      expect(told).toBe(1);
    }
  });

  it("[O5] opening can be ended", async () => {
    const place = await fresh();
    const result = await openArchive(given.importDeps(place), given.fileOf(sound), { signal: AbortSignal.abort() });
    expect(result).toEqual({ ok: false, error: { kind: "cancelled", changed: 0 } });
  });

  it("[O6] what Postgres could not keep is mended, and marks of another device are left out", async () => {
    const place = await fresh();
    const escaped = archiveText({
      chat_messages: [messageRow(1, { message_text: "a\u0000b\ud800c", _seq: 99, _unsent: true, _refused: "22023" })],
      preferences: [preferenceRow("other", ["\u0000", "\udfff"])],
    });
    expect(escaped).toContain("\\u0000");
    await bringIn(place, escaped);
    const rows = await rowsOf(place);
    expect(rows["chat_messages"]).toMatchObject([{ message_text: "ab\ufffdc" }]);
    expect(rows["preferences"]).toMatchObject([{ value: ["", "\ufffd"] }]);
    expect(Object.keys(rows["chat_messages"]?.[0] ?? {}).filter((column) => column.startsWith("_"))).toEqual([]);
    expect(await bringIn(place, escaped)).toBe(0);
  });

  it("[O6] a text stays text, whatever it looks like", async () => {
    const place = await fresh();
    const text = "<script>alert(1)</script>\u202e {\"__proto__\": 1} ');drop table";
    await bringIn(place, archiveText({ chat_messages: [messageRow(1, { message_text: text })] }));
    expect((await rowsOf(place))["chat_messages"]).toMatchObject([{ message_text: text }]);
  });

  it("[O7] times that have not come yet are moved to now in their order, and a value from there gives way", async () => {
    const place = await fresh();
    const year = 365 * 86_400_000;
    const later = Date.now() + year;
    const ahead = (n: number) => messageRow(n, { stamp: stampOf(later + n), created_at: new Date(later + n).toISOString() });
    const file = archiveText({
      chat_messages: [ahead(2), ahead(1), messageRow(3)],
      user_sessions: [sessionRow(4, { session_end: new Date(later).toISOString() })],
      preferences: [preferenceRow("theme", "dark", later)],
    });
    expect((await given.opened(place, file)).summary.ahead).toBe(4);
    await bringIn(place, file);
    const rows = await rowsOf(place);
    const messages = [...(rows["chat_messages"] ?? [])].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
    expect(messages.map(({ id }) => id)).toEqual([idOf(3), idOf(1), idOf(2)]);
    expect(messages.every((row) => Date.parse(String(row["created_at"])) <= Date.now())).toBe(true);
    expect(messages.every((row) => row.stamp < stampOf(Date.now() + 1000))).toBe(true);
    expect(rows["user_sessions"]).toMatchObject([{ session_end: null }]);
    expect(rows["preferences"]).toMatchObject([{ value: "dark" }]);
    expect(await bringIn(place, file)).toBe(0);
    await bringIn(place, archiveText({ preferences: [preferenceRow("theme", "light", 1)] }));
    expect((await rowsOf(place))["preferences"]).toMatchObject([{ value: "light" }]);
  });
});
