/**
 * O7: what a file says of times that have not come yet, from a clock that ran ahead. Here every row would stand after everything written
 * for years, and the server would not take it (W4). So such rows of grow tables move to now, in their order; a value that the latest wins
 * gives way to every other, since nobody knows when it was chosen. Bringing the file again changes nothing: an earlier time wins.
 */
import { movedTo, msOfMoment } from "../../shared/instant.ts";
import type { Json } from "../../shared/json.ts";
import { redated } from "../streak/redate.ts";
import { type SyncedTable, tables } from "../tables.ts";
import type { SoundRow } from "./read-row.ts";

/** As W4's: what the server takes. */
const maxAheadMs = 5 * 60_000;
const maxCounter = 0xffff;

const timeOf = (stamp: string): number => Number.parseInt(stamp.slice(0, 12), 16);
const at = (ms: number, rest: string): string => `${ms.toString(16).padStart(12, "0")}${rest}`;

export class Future {
  readonly #now: number;
  readonly #offsetAt: (at: number) => number;
  readonly #ahead = new Set<string>();
  #moved: ReadonlyMap<string, string> = new Map();

  /** `now`: ms since epoch, corrected. `offsetAt`: of the clocks on this device's wall from UTC then, minutes. */
  constructor(now: number, offsetAt: (at: number) => number) {
    this.#now = Math.floor(now);
    this.#offsetAt = offsetAt;
  }

  /** Remembers the row's stamp when it is ahead; for every row before the first {@link move}. */
  look = (table: SyncedTable, row: SoundRow): boolean => {
    const isAhead = timeOf(row.stamp) > this.#now + maxAheadMs;
    if (isAhead && specOf(table).kind === "grow") this.#ahead.add(row.stamp);
    return isAhead || specOf(table).instants.some((column) => isAfter(row[column], this.#now + maxAheadMs));
  };

  /** The new stamps, in the order of the old ones. */
  settle(): void {
    this.#moved = new Map(
      [...this.#ahead].sort().map((stamp, index) => {
        const counter = (index % (maxCounter + 1)).toString(16).padStart(4, "0");
        return [stamp, at(this.#now + Math.floor(index / (maxCounter + 1)), `-${counter}${stamp.slice(17)}`)];
      }),
    );
  }

  #toNow(instant: Json | undefined): Json {
    return typeof instant === "string" ? movedTo(instant, this.#now) : null;
  }

  move(table: SyncedTable, row: SoundRow): SoundRow {
    const spec = specOf(table);
    const isAhead = timeOf(row.stamp) > this.#now + maxAheadMs;
    const bound = isAhead ? this.#now : this.#now + maxAheadMs;
    const late = spec.instants.filter((column) => isAfter(row[column], bound));
    if (!isAhead && late.length === 0) return row;
    const stamp = this.#moved.get(row.stamp) ?? at(0, row.stamp.slice(12));
    // Of a `max` the later one would win each time the file is brought; a day has to have a last moment, the date's own.
    const max: readonly string[] = spec.kind === "grow" ? spec.max : [];
    const moved: SoundRow = { ...row, ...Object.fromEntries(late.map((column) => [column, this.#toNow(row[column])])), id: row.id, stamp: isAhead ? stamp : row.stamp };
    const without = late.flatMap((column): [string, Json][] => (max.includes(column) && table !== "streak_days" ? [[column, null]] : []));
    return { ...moved, ...Object.fromEntries(without), ...redated(table, moved, row, this.#offsetAt) };
  }
}

const isAfter = (instant: Json | undefined, ms: number): boolean => typeof instant === "string" && msOfMoment(instant) > ms;

function specOf(table: SyncedTable): (typeof tables)[number] {
  const spec = tables.find(({ name }) => name === table);
  if (!spec) throw new TypeError(`not a synced table: ${table}`);
  return spec;
}
