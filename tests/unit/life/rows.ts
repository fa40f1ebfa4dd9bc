/** Rows that count, short to write. */
import type { ActivityKind } from "../../../src/domain/records.ts";
import { asRow } from "../../../src/runtime/rows.ts";
import type { Row } from "../../../src/sync/ports.ts";
import { stamp } from "../dexie/device.ts";

let last = 0;
const rest = () => ({ id: `00000000-0000-7000-9000-${String((last += 1)).padStart(12, "0")}`, stamp: stamp(last), deleted_at: null });

/** `at`: `2026-11-22T10:00`, UTC. */
export const sessionOf = (at: string, more: object = {}): Row =>
  asRow({ ...rest(), session_start: `${at}:00.000Z`, created_at: `${at}:00.000Z`, session_end: null, total_duration_minutes: null, activities: ["chat"], ...more });

export const activityOf = (kind: ActivityKind, at: string, ms: number, more: object = {}): Row => {
  const from = Date.parse(`${at}:00.000Z`);
  return asRow({ ...rest(), kind, session_id: "s", started_at: new Date(from).toISOString(), ended_at: new Date(from + ms).toISOString(), day: at.slice(0, 10), ...more });
};

/** A day begun at ten o'clock, UTC; `until`: its last moment, `HH:mm`. */
export const dayOf = (day: string, until = "10:00", more: object = {}): Row =>
  asRow({ ...rest(), id: `00000000-0000-5000-9000-0000${day.replaceAll("-", "")}`, day, first_moment: `${day}T10:00:00.000Z+00:00`, last_moment: `${day}T${until}:00.000Z+00:00`, ...more });
