/** Days and numbers in memory, by the app's own arithmetic. */
import type { DayOfLife, Numbers } from "../../../src/domain/life/numbers.ts";
import { noTime } from "../../../src/domain/life/numbers.ts";
import type { ActivityKind } from "../../../src/domain/records.ts";
import { addDays, dayNumber, dayOf, type LocalDay } from "../../../src/domain/streak/local-day.ts";
import type { Queries } from "../../../src/runtime/api.ts";
import { lifeView } from "../../../src/runtime/life/life.ts";
import type { LifeView, SessionItem } from "../../../src/runtime/life/views.ts";
import { cell } from "../../../src/runtime/live.ts";
import { type FakeLive, fakeLive } from "./fake-live.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface FakeDay {
  /** Days before today. */
  readonly ago: number;
  readonly minutes: number;
  /** Default: chat. */
  readonly kind?: ActivityKind;
  /** Of the clocks on the wall, minutes; default: this device's own. */
  readonly offset?: number;
}

export interface LifeSeed {
  /** Default none. */
  readonly days?: readonly FakeDay[];
  readonly numbers?: Partial<Numbers>;
  readonly sessions?: readonly SessionItem[];
  readonly restDays?: boolean;
  /** Older history is on its way. */
  readonly incomplete?: boolean;
}

const offsetAt = (at: number): number => -new Date(at).getTimezoneOffset();

/** From ten o'clock by the clocks there, as long as it took; a date that is there twice is one. */
function dayOfFake(today: LocalDay, { ago, minutes, kind = "chat", offset }: FakeDay): DayOfLife {
  const day = addDays(today, -ago);
  const ten = dayNumber(day) * dayMs + 10 * 60 * minuteMs;
  const there = offset ?? offsetAt(ten);
  const at = ten - there * minuteMs;
  return { day, first: { at, offset: there }, last: { at: at + minutes * minuteMs, offset: there }, played: { ...noTime, [kind]: minutes * minuteMs } };
}

export interface FakeLife {
  readonly life: FakeLive<LifeView>;
  readonly sessions: Queries["sessions"];
}

/** Newest first, so many at first and at each asking. */
const page = 30;

export function fakeLife(now: number, { days = [], numbers, sessions = [], restDays = true, incomplete = false }: LifeSeed): FakeLife {
  const today = dayOf({ at: now, offset: offsetAt(now) }, 0);
  const done = days.map((day) => dayOfFake(today, day)).toSorted((a, b) => dayNumber(a.day) - dayNumber(b.day));
  const sum = (kind: ActivityKind): number => done.reduce((all, { played }) => all + played[kind], 0);
  const played = { chat: sum("chat"), game: sum("game"), music: sum("music"), video: sum("video") };
  const all: Numbers = { messages: 0, sessions: sessions.length, games: 0, played, days: done, ...numbers };
  return {
    life: fakeLive(lifeView(all, { today, preferences: { restDays }, currentSessionId: null, complete: !incomplete })),
    sessions: () => {
      const limit = cell(page);
      return {
        subscribe: (next) => limit.subscribe((count) => next({ sessions: sessions.slice(0, count), hasOlder: sessions.length > count })),
        loadOlder: () => limit.set(limit.get() + page),
      };
    },
  };
}
