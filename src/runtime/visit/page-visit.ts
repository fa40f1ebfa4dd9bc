/** V1–V3: which visit this is, as one page lives it. Loaded behind the first screen, with what becomes rows (`count.ts`). */
import type { WriteContext, Writer } from "../../sync/writer.ts";
import type { Visit, VisitRow } from "../rows.ts";
import { settle, talk } from "./count.ts";
import { beginning, countedIn, heartbeatMs, type PageTime, visitGapMs, visitsIn } from "./visit.ts";

/** V3: clocks that disagree by less have not been set, ms. */
const unsteadyMs = 2000;

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
  /** Nothing was seen of a visit yet. */
  #isFirst = true;
  /** When the last message was sent here. */
  #talked: { readonly visit: string; readonly monotonic: number } | null = null;

  constructor(
    readonly writer: Writer,
    readonly time: PageTime,
    /** By the page's own clock: when it was first shown. */
    readonly shown: number = time.monotonic(),
  ) {}

  /** The visit of now: the stored one, or a new one when nothing was seen of it for 30 minutes. A clock set back ends none. */
  async look(context: WriteContext): Promise<Look> {
    const [now, offset] = [context.now(), context.offset()];
    // In the same breath as `now`: whatever passes between the two would look like a clock that was set.
    const clocks = { wall: now - offset, monotonic: this.time.monotonic() };
    const stored = await visitsIn(context).get("visit");
    const before = stored && asOf(stored, offset);
    const isFirst = this.#isFirst;
    this.#isFirst = false;
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
    const begun = asOf(beginning(stored, now, isFirst ? clocks.monotonic - this.shown : 0), offset);
    this.#anchor = { visit: begun.sessionId, ...clocks, stepped: 0 };
    return { visit: begun, writtenAt: now };
  }

  /** V3: by how much (ms) the clock was set since this page last agreed with the visit, less what other tabs have found of it. */
  #step({ sessionId, stepped }: Visit, clocks: { readonly wall: number; readonly monotonic: number }, passed: number): number {
    const anchor = this.#anchor;
    // Nobody knows by how much the clock was set back while no page was there: by so much at least.
    const least = Math.min(0, passed);
    let step = least;
    if (anchor?.visit === sessionId) {
      const seen = clocks.wall - anchor.wall - (clocks.monotonic - anchor.monotonic);
      const found = stepped - anchor.stepped;
      if (Math.abs(seen) > unsteadyMs && Math.abs(seen - found) > unsteadyMs) {
        step = found === 0 ? seen : Math.max(least, seen - found);
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

  /** Closes what is over and counts what could not be counted when it happened. */
  settle(): Promise<void> {
    return this.writer.write(countedIn, async (context) => {
      const { visit } = await this.look(context);
      await visitsIn(context).put(await settle(context, this.asLived(visit)));
    });
  }

  /** Inside a command over `countedIn`: something was said. Returns the session's id. Mostly there is nothing to write. */
  async talk(context: WriteContext): Promise<string> {
    const { visit, writtenAt } = await this.look(context);
    const { sessionId, seenAt: at, told } = visit;
    const moment = { at, offset: this.time.offsetAt(at) };
    this.#talked = { visit: sessionId, monotonic: this.time.monotonic() };
    // How long the talk has lasted by this message, which after a kill nobody would know but from an earlier one.
    const unkept = Math.max(0, ...visit.ongoing.map((one) => (one.kind === "chat" ? visit.lived - one.from - one.length : 0)));
    if (told === null || told.offset !== moment.offset || at < told.from || at >= told.before) await visitsIn(context).put(await talk(context, this.asLived(visit), moment));
    // The heartbeat keeps the time of a visit that goes on: a send need not write it once more.
    else if (Math.max(at - writtenAt, unkept) >= heartbeatMs) await visitsIn(context).put(this.asLived(visit));
    return sessionId;
  }
}
