/** N3: which date it is, while one looks at it. */
import type { DayStart } from "../../domain/streak/day-start.ts";
import { dayOf, endOf, type LocalDay } from "../../domain/streak/local-day.ts";
import type { Live } from "../../shared/live.ts";
import type { Clock } from "../../sync/ports.ts";
import { sameJson } from "../live.ts";
import type { PageTime } from "../visit/visit.ts";

/** The clocks on the wall may be moved in the meantime (a summer hour, a flight): nobody tells a page, so it looks this often, ms. */
const lookMs = 60_000;

export interface Calendar {
  /** What the server's clock is ahead of this device's, ms. */
  readonly clockOffset: number;
  readonly dayStart: DayStart;
}

/** The time where this device is. */
export interface WallTime extends Pick<PageTime, "offsetAt"> {
  readonly clock: Clock;
}

/** What `settings` say, and the date as of corrected now. Looks whenever they speak, at the end of the date, and now and then. */
export const liveToday = <S extends Calendar>({ clock, offsetAt }: WallTime, settings: Live<S>): Live<S & { readonly today: LocalDay }> => ({
  subscribe(next, error) {
    let cancel = (): void => undefined;
    let last: (S & { readonly today: LocalDay }) | null = null;
    function look(known: S): void {
      cancel();
      const at = clock.now() + known.clockOffset;
      const offset = offsetAt(at);
      const today = dayOf({ at, offset }, known.dayStart);
      cancel = clock.after(Math.min(endOf(today, offset, known.dayStart) - at, lookMs), () => look(known));
      const seen = { ...known, today };
      if (last !== null && sameJson(last, seen)) return;
      last = seen;
      next(seen);
    }
    const stop = settings.subscribe(look, error);
    return () => {
      stop();
      cancel();
    };
  },
});
