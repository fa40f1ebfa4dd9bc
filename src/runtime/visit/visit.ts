/**
 * V1–V3: which visit this is, as one page lives it. Only what every send and every heartbeat needs: what becomes rows is in `count.ts`,
 * which is loaded behind the first screen.
 */
import type { Moment } from "../../domain/streak/local-day.ts";
import type { SideTable } from "../../sync/ports.ts";
import type { Ahead, WriteContext, Writer } from "../../sync/writer.ts";
import { newSessionId } from "../ids.ts";
import type { Visit, VisitRow } from "../rows.ts";

/** V2: longer out of sight than this ends a visit. */
export const visitGapMs = 30 * 60_000;
export const heartbeatMs = 15_000;
/** V3: clocks that disagree by less have not been set. */
const unsteadyMs = 2000;

/** What a page knows of time besides the clock that people can set. */
export interface PageTime {
  /** ms since some moment of this page's: goes on alike whatever is done to the clock. */
  readonly monotonic: () => number;
  /** How far the clocks on the wall are from UTC here at that instant (ms since epoch): minutes, east is positive. */
  readonly offsetAt: (at: number) => number;
}

/** What turns visits into rows (`count.ts`), inside a write over {@link countedIn}. */
export interface Counting {
  /** Something was said at that moment. */
  talk(context: WriteContext, visit: Visit, moment: Moment): Promise<Visit>;
  /** Closes the visits that are over and counts what could not be counted when it happened. */
  settle(context: WriteContext, visit: Visit): Promise<Visit>;
}
/** null: not to be had now. */
export type LoadCounting = () => Promise<Counting | null>;

/** Tables of a write that counts something. */
export const countedIn: readonly string[] = ["user_sessions", "activities", "streak_days", "preferences", "kv"];
export const aheadOfCounting: Ahead = [["kv", "visit"]];

export const visitsIn = (context: WriteContext): SideTable<VisitRow> => context.side<VisitRow>("kv");

/** The row with what an older build did not write, its moments told by the clock of now. */
function asOf(row: VisitRow, offset: number): Visit {
  const moved = offset - (row.offset ?? offset);
  const { start, seenAt } = row;
  const whole = { lived: Math.max(0, seenAt - start), stepped: 0, ongoing: [], told: null, owed: [], ...row };
  return { ...whole, start: start + moved, seenAt: seenAt + moved, offset, left: (row.left ?? []).map((left) => asOf(left, offset)) };
}

/** `writtenAt`: the stored `seenAt`, before now was seen. */
interface Look {
  readonly visit: Visit;
  readonly writtenAt: number;
}

/** One page's part in the visit of its device. */
export class PageVisit {
  /** V5: what plays in this page changes the visit at each heartbeat. */
  readonly playing = new Set<(visit: Visit) => Visit>();
  /** Device clock, this page's own, and what was known of steps, at a moment when nothing was left to count of them. */
  #anchor: { readonly visit: string; readonly wall: number; readonly monotonic: number; readonly stepped: number } | null = null;
  /** When the last message was sent here. */
  #talked: { readonly visit: string; readonly monotonic: number } | null = null;

  constructor(
    readonly writer: Writer,
    readonly time: PageTime,
    readonly load: LoadCounting,
  ) {}

  /** The visit of now: the stored one, or a new one when nothing was seen of it for 30 minutes. A clock set back ends none. */
  async look(context: WriteContext): Promise<Look> {
    const [now, offset] = [context.now(), context.offset()];
    // In the same breath as `now`: whatever passes between the two would look like a clock that was set.
    const clocks = { wall: now - offset, monotonic: this.time.monotonic() };
    const stored = await visitsIn(context).get("visit");
    const before = stored && asOf(stored, offset);
    if (before) {
      const passed = now - before.seenAt;
      const step = this.#step(before, clocks, passed);
      if (Math.max(passed, passed - step) <= visitGapMs) {
        const start = Math.min(before.start + Math.min(0, step), now);
        // Less than before where a page that had just been opened took a step for time that passed.
        const lived = Math.max(0, before.lived + passed - step);
        return { visit: { ...before, start, seenAt: now, lived, stepped: before.stepped + step }, writtenAt: before.seenAt };
      }
    }
    const sessionId = newSessionId(now);
    this.#anchor = { visit: sessionId, ...clocks, stepped: 0 };
    const left = !before ? [] : before.activities.length + before.owed.length === 0 ? before.left : [...before.left, { ...before, left: [] }];
    const begun = { key: "visit", sessionId, start: now, seenAt: now, activities: [], lived: 0, stepped: 0, offset, ongoing: [], told: null, owed: [], left } as const;
    return { visit: begun, writtenAt: now };
  }

  /** V3: by how much (ms) the clock was set since this page last agreed with the visit, less what other tabs have found of it. */
  #step({ sessionId, stepped }: Visit, clocks: { readonly wall: number; readonly monotonic: number }, passed: number): number {
    const anchor = this.#anchor;
    // Nobody knows by how much the clock was set back while no page was there: by so much at least.
    let step = Math.min(0, passed);
    if (anchor?.visit === sessionId) {
      const seen = clocks.wall - anchor.wall - (clocks.monotonic - anchor.monotonic);
      const found = stepped - anchor.stepped;
      if (Math.abs(seen) > unsteadyMs && Math.abs(seen - found) > unsteadyMs) {
        step = found === 0 ? seen : Math.max(0, seen - found);
        // It is not stored yet and must not be forgotten: the write it goes with may fail.
        if (step !== 0) return step;
      }
    }
    this.#anchor = { visit: sessionId, ...clocks, stepped: stepped + step };
    return step;
  }

  /** What went on in this page since the visit was last written. */
  asLived(visit: Visit): Visit {
    const talked = this.#talked;
    let now = visit;
    if (talked?.visit === visit.sessionId) {
      const since = this.time.monotonic() - talked.monotonic;
      const ongoing = visit.ongoing.map((one) => (one.kind === "chat" ? { ...one, length: Math.max(one.length, visit.lived - since - one.from) } : one));
      now = { ...visit, ongoing };
    }
    for (const change of this.playing) now = change(now);
    return now;
  }

  /** V2: something of this page is in sight or plays. Local only. True: something waits for {@link PageVisit.settle}. */
  beat(): Promise<boolean> {
    return this.writer.write(["kv"], async (context) => {
      const { visit } = await this.look(context);
      await visitsIn(context).put(this.asLived(visit));
      return visit.left.length + visit.owed.length > 0;
    });
  }

  /** Closes what is over and counts what could not be counted; where that cannot be loaded, another time. */
  async settle(): Promise<void> {
    const counting = await this.load();
    if (counting === null) return;
    await this.writer.write(countedIn, async (context) => {
      const { visit } = await this.look(context);
      await visitsIn(context).put(await counting.settle(context, this.asLived(visit)));
    });
  }

  /** Inside a command over `countedIn`: something was said. Returns the session's id. Mostly there is nothing to write. */
  async talk(context: WriteContext, counting: Counting | null): Promise<string> {
    const { visit, writtenAt } = await this.look(context);
    const { sessionId, seenAt: at, told, owed } = visit;
    const moment = { at, offset: this.time.offsetAt(at) };
    this.#talked = { visit: sessionId, monotonic: this.time.monotonic() };
    if (told !== null && told.offset === moment.offset && told.from <= at && at < told.before) {
      // The heartbeat keeps the time of a visit that goes on: a send need not write it once more.
      if (at - writtenAt >= heartbeatMs) await visitsIn(context).put(this.asLived(visit));
    } else await visitsIn(context).put(counting === null ? { ...visit, told: null, owed: owing(owed, moment) } : await counting.talk(context, this.asLived(visit), moment));
    return sessionId;
  }
}

/** The first moment, the last, and enough of those between that no date is missed. */
const owing = (owed: readonly Moment[], moment: Moment): readonly Moment[] => {
  const before = owed.at(-2);
  return [...(before && before.offset === moment.offset && moment.at - before.at < visitGapMs ? owed.slice(0, -1) : owed), moment];
};
