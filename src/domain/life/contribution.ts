/** What one row adds to the numbers (N2): sums, so that what a row was can be taken away when it becomes another. */
import type { Json } from "../../shared/json.ts";
import { activityKinds } from "../records.ts";

/** The tables that the numbers speak of. */
export const countedTables: readonly string[] = ["chat_messages", "user_sessions", "activities", "streak_days"];

/**
 * `messages`, `sessions`, `games`: how many. A kind: ms in all. `<date> <kind>`: ms on that date. `<date> <first moment> <last moment>`:
 * how many rows of days say this.
 */
export interface Sums {
  readonly [key: string]: number;
}

/** What a journal entry's sums mean; raised when a row comes to count otherwise. */
export const tallyVersion = 1;

type Columns = { readonly [column: string]: Json | undefined };

/** ms; nothing while its end is not known. */
export const lengthOf = ({ started_at, ended_at }: Columns): number =>
  typeof started_at === "string" && typeof ended_at === "string" ? Math.max(0, Date.parse(ended_at) - Date.parse(started_at)) || 0 : 0;

/** Adds what `row` is worth to `sums`, `times` (1 or -1). */
export function count(sums: Record<string, number>, table: string, row: Columns | undefined, times: number): void {
  if (!row || (row["deleted_at"] ?? null) !== null) return;
  const add = (key: string, amount: number): void => {
    sums[key] = (sums[key] ?? 0) + amount * times;
  };
  const { day } = row;
  if (table === "chat_messages") {
    if (row["sender_type"] === "user") add("messages", 1);
  } else if (table === "user_sessions") add("sessions", 1);
  else if (table === "streak_days") add([day, row["first_moment"], row["last_moment"]].join(" "), 1);
  else {
    // One that only a newer build knows is left out.
    const kind = activityKinds.find((each) => each === row["kind"]);
    if (kind === undefined) return;
    const ms = lengthOf(row);
    add(kind, ms);
    add([day, kind].join(" "), ms);
    if (kind === "game") add("games", 1);
  }
}
