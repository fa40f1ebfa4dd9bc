/** The worked cases of K2, which TypeScript and SQL both run. A plain date or a range of dates stands for noon in UTC. */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { addDays, type LocalDay, parseDay, parseMoment } from "../../src/domain/streak/local-day.ts";
import type { StreakDay } from "../../src/domain/streak/streak.ts";

const file = v.array(
  v.object({
    name: v.string(),
    days: v.array(v.union([v.string(), v.tuple([v.string(), v.string(), v.string()])])),
    today: v.string(),
    /** Current and longest. */
    strict: v.tuple([v.number(), v.number()]),
    /** Current, longest and bank. */
    kind: v.tuple([v.number(), v.number(), v.number()]),
  }),
);

function day(text: string): LocalDay {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`no date: ${text}`);
  return parsed;
}

export function noonOf(date: LocalDay): StreakDay {
  const moment = { at: Date.parse(`${date}T12:00:00Z`), offset: 0 };
  return { day: date, first: moment, last: moment };
}

function expand(entry: string | readonly [string, string, string]): StreakDay[] {
  if (typeof entry !== "string") {
    const [first, last] = [parseMoment(entry[1]), parseMoment(entry[2])];
    if (first === null || last === null) throw new Error(`no moments: ${entry.join()}`);
    return [{ day: day(entry[0]), first, last }];
  }
  const [from = "", to = from] = entry.split("..");
  const days: StreakDay[] = [];
  for (let date = day(from); date <= day(to); date = addDays(date, 1)) days.push(noonOf(date));
  return days;
}

export const streakCases = v
  .parse(file, JSON.parse(readFileSync(new URL("../data/streak-cases.json", import.meta.url), "utf8")))
  .map(({ days, today, ...rest }) => ({ ...rest, days: days.flatMap(expand), today: day(today) }));
