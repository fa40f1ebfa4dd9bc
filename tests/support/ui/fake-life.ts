/** Days and numbers in memory, by the app's own arithmetic. */
import type { DayOfLife, Numbers } from "../../../src/domain/life/numbers.ts";
import { noTime } from "../../../src/domain/life/numbers.ts";
import { addDays, dayOf, parseDay } from "../../../src/domain/streak/local-day.ts";
import type { Queries } from "../../../src/runtime/api.ts";
import { lifeView } from "../../../src/runtime/life/life.ts";
import type { SessionItem } from "../../../src/runtime/life/views.ts";
import { fakeLive } from "./fake-live.ts";

const minuteMs = 60_000;

export interface LifeSeed {
  /** Days ago with activity, and how many minutes of talking; default none. */
  readonly days?: readonly { readonly ago: number; readonly minutes: number }[];
  readonly numbers?: Partial<Numbers>;
  readonly sessions?: readonly SessionItem[];
  readonly restDays?: boolean;
}

export function fakeLife(now: number, { days = [], numbers, sessions = [], restDays = true }: LifeSeed): Pick<Queries, "life" | "sessions"> {
  const today = dayOf({ at: now, offset: 0 }, 0);
  const done = days.map(({ ago, minutes }): DayOfLife => {
    const day = addDays(today, -ago);
    const at = Date.parse(`${parseDay(day)}T10:00:00Z`);
    return { day, first: { at, offset: 0 }, last: { at: at + minutes * minuteMs, offset: 0 }, played: { ...noTime, chat: minutes * minuteMs } };
  });
  const played = { ...noTime, chat: done.reduce((sum, day) => sum + day.played.chat, 0) };
  const all: Numbers = { messages: 0, sessions: sessions.length, games: 0, played, days: done.toSorted((a, b) => a.first.at - b.first.at), ...numbers };
  return {
    life: fakeLive(lifeView(all, { today, preferences: { restDays }, currentSessionId: null, complete: true })),
    sessions: () => ({ ...fakeLive({ sessions, hasOlder: false }), loadOlder: () => undefined }),
  };
}
