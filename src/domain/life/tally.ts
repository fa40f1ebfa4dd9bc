/** The numbers as they are kept on a device (N2): sums, and per year the days, packed so that ten years are read in a moment. */
import { activityKinds } from "../records.ts";
import { dayNumber, dayOfNumber, type Moment, parseDay, parseMoment } from "../streak/local-day.ts";
import { type Sums, tallyVersion } from "./contribution.ts";
import { type ByKind, type DayOfLife, earlier, later, noTime, type Numbers } from "./numbers.ts";

/** The one record that is there if the tally is. */
export interface TotalsRecord {
  readonly key: "totals";
  readonly version: number;
  /** Those of {@link Sums} that speak of no date. */
  readonly sums: Sums;
}
/** In order of dates; numbers as in `dayNumber`. */
export interface YearRecord {
  /** `2026` */
  readonly key: string;
  /** What rows of days say: number, first moment, its offset, last moment, its offset. */
  readonly days: Float64Array;
  /** Number, then ms by kind, in the order of `activityKinds`. */
  readonly played: Float64Array;
}
export type TallyRecord = TotalsRecord | YearRecord;

/** One transaction's changes. */
export interface JournalEntry {
  readonly version: number;
  readonly sums: Sums;
}

interface Mark {
  readonly number: number;
  readonly first: Moment;
  readonly last: Moment;
}
interface Year {
  readonly marks: Mark[];
  /** ms in the order of `activityKinds`. */
  readonly played: Map<number, number[]>;
}
interface Tally {
  readonly totals: Record<string, number>;
  readonly years: ReadonlyMap<string, Year>;
}

/** The journal or the records are not what this build writes, or say what cannot be: the tally has to be made anew from the rows. */
class Broken extends Error {}

const stride = 5;

function unpack({ days, played }: YearRecord): Year {
  const at = (values: Float64Array, index: number): number => {
    const value = values[index];
    if (value === undefined) throw new Broken("a packed year is cut short");
    return value;
  };
  const year: Year = { marks: [], played: new Map() };
  for (let from = 0; from < days.length; from += stride) {
    const first = { at: at(days, from + 1), offset: at(days, from + 2) };
    year.marks.push({ number: at(days, from), first, last: { at: at(days, from + 3), offset: at(days, from + 4) } });
  }
  for (let from = 0; from < played.length; from += stride) year.played.set(at(played, from), [...played.subarray(from + 1, from + stride)]);
  return year;
}

function pack(key: string, { marks, played }: Year): YearRecord {
  const days = marks.toSorted((a, b) => a.number - b.number).flatMap(({ number, first, last }) => [number, first.at, first.offset, last.at, last.offset]);
  const times = [...played].sort(([a], [b]) => a - b).flatMap(([number, ms]) => [number, ...ms]);
  return { key, days: Float64Array.from(days), played: Float64Array.from(times) };
}

const isSame = (a: Moment, b: Moment): boolean => a.at === b.at && a.offset === b.offset;

function mark({ marks }: Year, number: number, first: Moment, last: Moment, times: number): void {
  for (let left = times; left > 0; left -= 1) marks.push({ number, first, last });
  for (let left = times; left < 0; left += 1) {
    const index = marks.findIndex((one) => one.number === number && isSame(one.first, first) && isSame(one.last, last));
    if (index === -1) throw new Broken("a day leaves that is not there");
    marks.splice(index, 1);
  }
}

function play({ played }: Year, number: number, kind: string, ms: number): void {
  const place = activityKinds.findIndex((each) => each === kind);
  if (place === -1) return;
  const before = played.get(number) ?? activityKinds.map(() => 0);
  const after = before.map((each, index) => (index === place ? each + ms : each));
  if (after.some((each) => !(each >= 0))) throw new Broken("a date has less than no time");
  if (after.every((each) => each === 0)) played.delete(number);
  else played.set(number, after);
}

/** `tally` is given away: what it holds becomes what is returned. Also the years that were changed. */
function change({ totals, years }: Tally, changes: Iterable<readonly [key: string, amount: number]>): { readonly tally: Tally; readonly changed: ReadonlySet<string> } {
  const next = new Map(years);
  const changed = new Set<string>();
  for (const [key, amount] of changes) {
    const [head = "", what, until] = key.split(" ");
    if (what === undefined) {
      totals[head] = (totals[head] ?? 0) + amount;
      continue;
    }
    const day = parseDay(head);
    // What is no date is no day of anybody's life; the fold leaves it out as well.
    if (day === null) continue;
    const name = day.slice(0, 4);
    const year = next.get(name) ?? { marks: [], played: new Map() };
    next.set(name, year);
    changed.add(name);
    if (until === undefined) play(year, dayNumber(day), what, amount);
    else {
      const [first, last] = [parseMoment(what), parseMoment(until)];
      if (first !== null && last !== null) mark(year, dayNumber(day), first, last, amount);
    }
  }
  if (Object.values(totals).some((total) => !(total >= 0))) throw new Broken("there are fewer than none");
  return { tally: { totals, years: next }, changed };
}

function sumOf(journal: readonly JournalEntry[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { version, sums: entry } of journal) {
    if (version !== tallyVersion) throw new Broken("another build wrote the journal");
    for (const [key, amount] of Object.entries(entry)) sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  for (const [key, amount] of sums) if (amount === 0) sums.delete(key);
  return sums;
}

function opened(records: readonly TallyRecord[]): Tally {
  const totals = records.find((record): record is TotalsRecord => record.key === "totals");
  if (totals?.version !== tallyVersion) throw new Broken("no tally of this build");
  return {
    totals: { ...totals.sums },
    years: new Map(records.flatMap((record) => ("days" in record ? [[record.key, unpack(record)] as const] : []))),
  };
}

const recordsOf = ({ totals, years }: Tally, changed: Iterable<string>): readonly TallyRecord[] => [
  { key: "totals", version: tallyVersion, sums: Object.fromEntries(Object.entries(totals).filter(([, total]) => total !== 0)) },
  ...[...changed].map((key) => pack(key, years.get(key) ?? { marks: [], played: new Map() })),
];

const byKind = ([chat = 0, game = 0, music = 0, video = 0]: readonly number[]): ByKind => ({ chat, game, music, video });

function numbers({ totals, years }: Tally): Numbers {
  const days: DayOfLife[] = [];
  for (const [, { marks, played }] of [...years].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const { number, first, last } of marks.sort((a, b) => a.number - b.number)) {
      const day = dayOfNumber(number);
      const before = days.at(-1);
      if (before?.day === day) days[days.length - 1] = { ...before, first: earlier(before.first, first), last: later(before.last, last) };
      else {
        const ms = played.get(number);
        days.push({ day, first, last, played: ms === undefined ? noTime : byKind(ms) });
      }
    }
  }
  const total = (key: string): number => totals[key] ?? 0;
  return {
    messages: total("messages"),
    sessions: total("sessions"),
    games: total("games"),
    played: byKind(activityKinds.map(total)),
    days,
  };
}

function unlessBroken<T>(read: () => T): T | null {
  try {
    return read();
  } catch (reason) {
    if (reason instanceof Broken) return null;
    throw reason;
  }
}

/** N1 from what is kept. null: it has to be made anew. */
export const numbersIn = (records: readonly TallyRecord[], journal: readonly JournalEntry[]): Numbers | null =>
  unlessBroken(() => numbers(change(opened(records), sumOf(journal)).tally));

/** The records that take the journal in. null: they have to be made anew. */
export const compacted = (records: readonly TallyRecord[], journal: readonly JournalEntry[]): readonly TallyRecord[] | null =>
  unlessBroken(() => {
    const { tally, changed } = change(opened(records), sumOf(journal));
    return recordsOf(tally, changed);
  });

/** All of the records, from what all rows add up to. */
export function tallyOf(sums: Sums): readonly TallyRecord[] {
  const { tally, changed } = change({ totals: {}, years: new Map() }, Object.entries(sums));
  return recordsOf(tally, changed);
}
