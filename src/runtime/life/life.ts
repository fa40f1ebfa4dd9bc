/** Days, streak and statistics as of today (N1, N3): from the tally, never from all rows. */
import { engineState, quarantined, rows, sideRow } from "../../adapters/dexie/queries.ts";
import type { ByKind, DayOfLife, Numbers } from "../../domain/life/numbers.ts";
import { countedDays, type RefusedDays, refusedDays } from "../../domain/life/refused-days.ts";
import type { PreferenceRow } from "../../domain/records.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { streakOf } from "../../domain/streak/streak.ts";
import type { Live } from "../../shared/live.ts";
import type { Preferences } from "../api.ts";
import type { Device } from "../device.ts";
import { combine, sameJson } from "../live.ts";
import { preferencesOf } from "../preferences.ts";
import type { VisitRow } from "../rows.ts";
import { runningSession } from "./running-session.ts";
import { liveNumbers } from "./tally.ts";
import { liveToday, type WallTime } from "./today.ts";
import type { LifeView } from "./views.ts";

const minuteMs = 60_000;

const minutes = (ms: number): number => Math.floor(ms / minuteMs);
const minutesOf = ({ chat, game, music, video }: ByKind): ByKind => ({ chat: minutes(chat), game: minutes(game), music: minutes(music), video: minutes(video) });

interface Now {
  readonly today: LocalDay;
  readonly preferences: Pick<Preferences, "restDays">;
  readonly currentSessionId: string | null;
  readonly complete: boolean;
}

export function lifeView({ days, played, ...numbers }: Numbers, { today, preferences: { restDays }, currentSessionId, complete }: Now): LifeView {
  const streak = streakOf(days, today, { restDays });
  return {
    today,
    days,
    restDays,
    streak,
    strict: restDays ? streakOf(days, today, { restDays: false }) : streak,
    statistics: {
      ...numbers,
      minutes: minutesOf(played),
      days: days.length,
      currentStreakDays: streak.current,
      longestStreakDays: streak.longest,
      lastActivityDate: days.at(-1)?.day ?? null,
      currentSessionId,
    },
    complete,
  };
}

const isSameDay = (a: DayOfLife, b: DayOfLife | undefined): boolean =>
  a === b ||
  (a.day === b?.day &&
    a.first.at === b.first.at &&
    a.first.offset === b.first.offset &&
    a.last.at === b.last.at &&
    a.last.offset === b.last.offset &&
    a.played.chat === b.played.chat &&
    a.played.game === b.played.game &&
    a.played.music === b.played.music &&
    a.played.video === b.played.video);

/** Ten years of days are compared one by one: as text they would take longer than they took to be read. */
function isSame({ days, ...rest }: LifeView, { days: daysNow, ...restNow }: LifeView): boolean {
  return sameJson(rest, restNow) && days.length === daysNow.length && days.every((day, index) => isSameDay(day, daysNow[index]));
}

export function life({ db, store }: Device, time: WallTime): Live<LifeView> {
  // Any write moves the state row, and a wake of the page (becoming visible among them) has it read again: then the date is looked at too.
  const settings = combine([engineState(db), rows<PreferenceRow>(db, "preferences")], ({ clockOffset, history, backfill }, chosen) => {
    const { dayStart, restDays } = preferencesOf(chosen);
    return { clockOffset: clockOffset ?? 0, dayStart, restDays, complete: history === null && backfill === null };
  });
  const refused: Live<RefusedDays> = combine(
    [quarantined(db)],
    (entries) => refusedDays(entries.flatMap(({ ops }) => ops.flatMap(({ table, row }) => (table === "streak_days" ? [row] : [])))),
    sameJson,
  );
  return combine(
    [liveNumbers(db, store), liveToday(time, settings), combine([sideRow<VisitRow>(db, "kv", "visit")], runningSession), refused],
    (numbers, { today, restDays, complete }, currentSessionId, without) =>
      lifeView({ ...numbers, days: countedDays(numbers.days, without) }, { today, preferences: { restDays }, currentSessionId, complete }),
    isSame,
  );
}
