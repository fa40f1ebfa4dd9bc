/** Live views of one account's database, as the screens read them. */
import { rows, sideRow } from "../adapters/dexie/queries.ts";
import type { AccountRecord } from "../adapters/dexie/registry.ts";
import type { MoodTrend } from "../domain/mood/mood-trend.ts";
import type { PreferenceRow } from "../domain/records.ts";
import type { Live } from "../shared/live.ts";
import type { AccountView, Queries } from "./api.ts";
import type { Device } from "./device.ts";
import { type DeletionsRow, undoMs } from "./deleted.ts";
import { cell, combine, lazily, sameJson } from "./live.ts";
import type { WallTime } from "./life/today.ts";
import { preferencesOf } from "./preferences.ts";
import type { CrisisRow, DraftRow, VisitRow } from "./rows.ts";
import { createTimeline } from "./timeline.ts";

/** Sessions that the history begins with, and grows by. */
const sessionPage = 30;

export const accountView = (account: Live<AccountRecord>, signedIn: Live<boolean>): Live<AccountView> =>
  combine(
    [account, signedIn],
    (record, hasTokens): AccountView =>
      record.userId === null ? { kind: "guest" } : { kind: "user", userId: record.userId, email: record.email ?? "", signedOut: !hasTokens },
    sameJson,
  );

/** What of `Queries` comes from the database alone. `onTimeline`: the conversation is on screen. */
export function databaseViews(device: Device, time: WallTime, onTimeline: () => void): Omit<Queries, "status" | "account" | "search" | "moods" | "personality" | "facts" | "shaped" | "quarantine" | "report"> & { readonly moods: Live<MoodTrend> } {
  const { db, store } = device;
  const kv = <T>(key: string): Live<T | undefined> => sideRow<T>(db, "kv", key);
  const openLife = async () => (await import("./life/open.ts")).openLife(device, time);
  return {
    timeline: (around) => createTimeline(db, onTimeline, around),
    preferences: combine([rows<PreferenceRow>(db, "preferences")], preferencesOf, sameJson),
    crisis: combine([kv<CrisisRow>("crisis")], (row) => (row === undefined ? null : { since: row.since, messageId: row.messageId }), sameJson),
    deletions: combine(
      [kv<DeletionsRow>("deletions")],
      (row) => (row?.wishes ?? []).map(({ key, answers, at }) => ({ key, answers, until: at + undoMs })),
      sameJson,
    ),
    session: combine(
      [kv<VisitRow>("visit")],
      (row) => (row === undefined || row.activities.length === 0 ? null : { id: row.sessionId, start: row.start, activities: row.activities }),
      sameJson,
    ),
    life: lazily(async () => (await openLife()).life),
    sessions: () => {
      const limit = cell(sessionPage);
      return { ...lazily(async () => (await openLife()).sessions(limit)), loadOlder: () => limit.set(limit.get() + sessionPage) };
    },
    moods: lazily(async () => (await openLife()).moods),
    draft: () => store.read(["drafts"], async (tx) => (await tx.side<DraftRow>("drafts").get("chat"))?.text ?? ""),
    storage: async () => (await import("../adapters/browser/storage.ts")).deviceStorage().report(),
  };
}
