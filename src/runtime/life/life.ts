/** Days, streak and statistics as of today (N1, N3). */
import { engineState, rows, sideRow } from "../../adapters/dexie/queries.ts";
import { numbersOf } from "../../domain/life/fold.ts";
import type { ActivityRow, ChatMessageRow, PreferenceRow, StreakDayRow, UserSessionRow } from "../../domain/records.ts";
import { dayOf, type Moment } from "../../domain/streak/local-day.ts";
import type { Live } from "../../shared/live.ts";
import type { Clock } from "../../sync/ports.ts";
import { correctedNow } from "../../sync/state.ts";
import type { Device } from "../device.ts";
import { combine, sameJson } from "../live.ts";
import { preferencesOf } from "../preferences.ts";
import type { VisitRow } from "../rows.ts";
import type { ByKind, Numbers } from "../../domain/life/numbers.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { streakOf } from "../../domain/streak/streak.ts";
import type { Preferences } from "../api.ts";
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

/** An instant (ms) by the clock on this device's wall. */
const momentHere = (at: number): Moment => ({ at, offset: -new Date(at).getTimezoneOffset() });

export const life = ({ db }: Device, clock: Clock): Live<LifeView> =>
  combine(
    [
      rows<ChatMessageRow>(db, "chat_messages"),
      rows<UserSessionRow>(db, "user_sessions"),
      rows<ActivityRow>(db, "activities"),
      rows<StreakDayRow>(db, "streak_days"),
      rows<PreferenceRow>(db, "preferences"),
      sideRow<VisitRow>(db, "kv", "visit"),
      engineState(db),
    ],
    (messages, sessions, activities, days, chosen, visit, state) => {
      const preferences = preferencesOf(chosen);
      return lifeView(numbersOf({ messages, sessions, activities, days }), {
        today: dayOf(momentHere(correctedNow(clock, state)), preferences.dayStart),
        preferences,
        currentSessionId: visit === undefined || visit.activities.length === 0 ? null : visit.sessionId,
        complete: state.history === null && state.backfill === null,
      });
    },
    sameJson,
  );
