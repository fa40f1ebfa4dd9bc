/** The numbers as they are kept on a device (N2): sums, and per year the days, packed so that ten years are read in a moment. */
import { activityKinds } from "../records.ts";
import { dayNumber, dayOfNumber, type LocalDay, type Moment, parseDay, parseMoment } from "../streak/local-day.ts";
import { type Sums, tallyVersion } from "./contribution.ts";
import { type DayOfLife, earlier, later, noTime, type Numbers } from "./numbers.ts";

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
/** One that is being changed. */
interface Year {
  readonly marks: Mark[];
  /** ms in the order of `activityKinds`. */
  readonly played: Map<number, readonly number[]>;
}
interface Tally {
  readonly totals: Sums;
  readonly years: ReadonlyMap<string, YearRecord>;
}

/** The journal or the records are not what this build writes, or say what cannot be: the tally has to be made anew from the rows. */
class Broken extends Error {}

const stride = 5;

/** Of a list whose length has been looked at. */
const momentAt = (values: Float64Array, index: number): Moment => ({ at: values[index] ?? 0, offset: values[index + 1] ?? 0 });

function unpack(record: YearRecord | undefined): Year {
  const year: Year = { marks: [], played: new Map() };
  if (record === undefined) return year;
  const { days, played } = record;
  for (let from = 0; from < days.length; from += stride) year.marks.push({ number: days[from] ?? 0, first: momentAt(days, from + 1), last: momentAt(days, from + 3) });
  for (let from = 0; from < played.length; from += stride) year.played.set(played[from] ?? 0, [...played.subarray(from + 1, from + stride)]);
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

/** Also the years that were changed. */
function change({ totals: before, years }: Tally, changes: Iterable<readonly [key: string, amount: number]>): { readonly tally: Tally; readonly changed: readonly YearRecord[] } {
  const totals: Record<string, number> = { ...before };
  const open = new Map<string, Year>();
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
    const year = open.get(name) ?? unpack(years.get(name));
    open.set(name, year);
    if (until === undefined) play(year, dayNumber(day), what, amount);
    else {
      const [first, last] = [parseMoment(what), parseMoment(until)];
      if (first !== null && last !== null) mark(year, dayNumber(day), first, last, amount);
    }
  }
  if (Object.values(totals).some((total) => !(total >= 0))) throw new Broken("there are fewer than none");
  const changed = [...open].map(([name, year]) => pack(name, year));
  return { tally: { totals, years: new Map([...years, ...changed.map((year) => [year.key, year] as const)]) }, changed };
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
  const years = records.filter((record) => "days" in record);
  if (years.some(({ days, played }) => days.length % stride > 0 || played.length % stride > 0)) throw new Broken("a packed year is cut short");
  return { totals: totals.sums, years: new Map(years.map((year) => [year.key, year])) };
}

const recordsOf = ({ totals }: Tally, changed: readonly YearRecord[]): readonly TallyRecord[] => [
  { key: "totals", version: tallyVersion, sums: Object.fromEntries(Object.entries(totals).filter(([, total]) => total !== 0)) },
  ...changed,
];

/** `-01-01` and on, of a year that begins with this day number. */
const datesFrom = (first: number): readonly string[] => Array.from({ length: 366 }, (_, index) => dayOfNumber(first + index).slice(4));
const [leap, common] = ["2000-01-01", "2001-01-01"].map((day) => dayNumber(day as LocalDay)).map(datesFrom);

/** Both lists are in order of dates, so one walk over them does. Ten years go through here before a first screen is drawn: it is kept plain. */
function addDays(to: DayOfLife[], { key, days, played }: YearRecord): void {
  const newYear = dayNumber(`${key}-01-01` as LocalDay);
  const dates = dayNumber(`${key}-12-31` as LocalDay) - newYear === 365 ? leap : common;
  let at = 0;
  let before: number | undefined;
  for (let from = 0; from < days.length; from += stride) {
    const number = days[from] ?? 0;
    const first = { at: days[from + 1] ?? 0, offset: days[from + 2] ?? 0 };
    const last = { at: days[from + 3] ?? 0, offset: days[from + 4] ?? 0 };
    const same = number === before ? to.pop() : undefined;
    before = number;
    if (same !== undefined) {
      to.push({ ...same, first: earlier(same.first, first), last: later(same.last, last) });
      continue;
    }
    while ((played[at] ?? number) < number) at += stride;
    const ms = played[at] === number ? { chat: played[at + 1] ?? 0, game: played[at + 2] ?? 0, music: played[at + 3] ?? 0, video: played[at + 4] ?? 0 } : noTime;
    to.push({ day: `${key}${dates?.[number - newYear]}` as LocalDay, first, last, played: ms });
  }
}

function numbers({ totals, years }: Tally): Numbers {
  const days: DayOfLife[] = [];
  for (const name of [...years.keys()].sort()) {
    const year = years.get(name);
    if (year !== undefined) addDays(days, year);
  }
  const total = (key: string): number => totals[key] ?? 0;
  return {
    messages: total("messages"),
    sessions: total("sessions"),
    games: total("games"),
    played: { chat: total("chat"), game: total("game"), music: total("music"), video: total("video") },
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
