/** V5: playing, listening, watching and breathing, which count once they have lasted. */
import { activityKinds, type ActivityKind } from "../../domain/records.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Clock } from "../../sync/ports.ts";
import type { WriteContext } from "../../sync/writer.ts";
import type { WriteError } from "../api.ts";
import { written } from "../commands/write-error.ts";
import { uuidv7 } from "../ids.ts";
import type { ActivityTracker, UnknownActivity } from "../life/views.ts";
import type { Visit } from "../rows.ts";
import { settle, tell, tellEnd, type Told } from "./count.ts";
import type { PageVisit } from "./page-visit.ts";
import { countedIn, visitsIn } from "./visit.ts";

/** V5: what lasts counts once it has lasted so long, ms. */
export const countsAfterMs = 30_000;

export interface TrackDeps {
  readonly page: PageVisit;
  readonly clock: Pick<Clock, "after">;
  /** There is something to send. */
  readonly wrote: () => void;
  readonly report: (reason: unknown) => void;
}

export function trackActivity(deps: TrackDeps, kind: ActivityKind): Result<ActivityTracker, UnknownActivity> {
  return activityKinds.includes(kind) ? ok(new Tracker(deps, kind)) : err({ kind: "unknownActivity" });
}

/** One activity in one page. While it runs the visit goes on, and each heartbeat keeps how long it has lasted. */
class Tracker implements ActivityTracker {
  readonly #deps: TrackDeps;
  readonly #kind: ActivityKind;
  /** By the page's own clock, ms: when it began, and since when it runs; null: it is paused. */
  #began: number;
  #since: number | null;
  /** What ran before `#since`. */
  #ran = 0;
  /** The visit it belongs to; null until a heartbeat tells. */
  #visit: string | null = null;
  #id: string | null = null;
  /** Of what was told last; null: it does not count yet. */
  #told: NonNullable<Visit["told"]> | null = null;
  #telling = false;
  #isOver = false;
  #cancel = (): void => undefined;

  constructor(deps: TrackDeps, kind: ActivityKind) {
    this.#deps = deps;
    this.#kind = kind;
    this.#began = this.#now();
    this.#since = this.#began;
    this.#run();
  }

  pause(): void {
    if (this.#since === null || this.#isOver) return;
    this.#ran = this.#length();
    this.#since = null;
    this.#cancel();
    const { page, report } = this.#deps;
    // A last heartbeat with what has run; paused, it keeps no visit alive.
    page.beat().catch(report).finally(() => {
      if (this.#since === null) page.playing.delete(this.#beat);
    });
  }

  resume(): void {
    if (this.#since !== null || this.#isOver) return;
    this.#since = this.#now();
    this.#run();
  }

  finish(): Promise<Result<void, WriteError>> {
    return this.#end(() => true);
  }

  stop(): Promise<Result<void, WriteError>> {
    return this.#end(() => this.#counts());
  }

  readonly #now = (): number => this.#deps.page.time.monotonic();
  readonly #length = (): number => this.#ran + (this.#since === null ? 0 : this.#now() - this.#since);

  readonly #counts = (): boolean => this.#told !== null || this.#length() >= countsAfterMs;

  #run(): void {
    const { page, report } = this.#deps;
    page.playing.add(this.#beat);
    // V2: begins the visit it belongs to, or goes on with it.
    page.beat().catch(report);
    this.#wait();
  }

  #wait(): void {
    this.#cancel();
    if (this.#told === null) this.#cancel = this.#deps.clock.after(Math.max(0, countsAfterMs - this.#length()), () => (this.#length() < countsAfterMs ? this.#wait() : this.#tell()));
  }

  /** At a heartbeat, inside its transaction. */
  readonly #beat = (visit: Visit): Visit => {
    this.#follow(visit);
    const at = visit.seenAt;
    const told = this.#told;
    const isDue = told === null ? this.#counts() : told.offset !== this.#deps.page.time.offsetAt(at) || at < told.from || at >= told.before;
    // Begun here, and so behind this heartbeat's own transaction.
    if (isDue && this.#since !== null) this.#tell();
    return this.#id === null ? visit : { ...visit, ongoing: visit.ongoing.map((one) => (one.id === this.#id ? { ...one, length: this.#length() } : one)) };
  };

  /** The visit it belonged to may be over, and with it what was done then: an hour's sleep is not an hour's music. */
  #follow({ sessionId }: Visit): void {
    const isOther = this.#visit !== null && this.#visit !== sessionId;
    this.#visit = sessionId;
    if (!isOther) return;
    this.#began = this.#now();
    this.#ran = 0;
    this.#id = null;
    this.#told = null;
    if (this.#since === null) return;
    this.#since = this.#began;
    this.#wait();
  }

  #tell(): void {
    if (this.#telling || this.#isOver) return;
    this.#telling = true;
    const { wrote, report } = this.#deps;
    this.#write((context, visit) => (this.#counts() ? this.#count(context, visit) : null))
      .then((told) => {
        this.#told = told;
        wrote();
      })
      .catch(report)
      .finally(() => {
        this.#telling = false;
      });
  }

  /** The visit as of now, changed and stored, in one transaction; null: there is nothing to tell. */
  #write(change: (context: WriteContext, visit: Visit) => Promise<Told> | null): Promise<Told["told"] | null> {
    const { page } = this.#deps;
    return page.writer.write(countedIn, async (context) => {
      const { visit } = await page.look(context);
      const settled = await settle(context, page.asLived(visit));
      this.#follow(settled);
      const changed = await change(context, settled);
      await visitsIn(context).put(changed === null ? settled : changed.visit);
      return changed === null ? null : changed.told;
    });
  }

  #count(context: WriteContext, visit: Visit): Promise<Told> {
    const { page } = this.#deps;
    const { seenAt: at } = visit;
    const length = this.#length();
    const began = Math.max(visit.start, at - (this.#now() - this.#began));
    const moment = (instant: number) => ({ at: instant, offset: page.time.offsetAt(instant) });
    const id = (this.#id ??= uuidv7(began));
    const known = visit.ongoing.find((one) => one.id === id);
    const activity = known ?? { id, kind: this.#kind, from: Math.max(0, visit.lived - length), length, toldAt: at };
    return tell(context, visit, { ...activity, length }, moment(began), moment(at));
  }

  async #end(counts: () => boolean): Promise<Result<void, WriteError>> {
    if (this.#isOver) return ok(undefined);
    const { page, wrote } = this.#deps;
    this.#ran = this.#length();
    this.#since = null;
    this.#cancel();
    // What left no trace needs none.
    const ended = counts() ? await written(() => this.#write((context, visit) => (counts() ? this.#close(context, visit) : null))) : ok(null);
    if (!ended.ok) return ended;
    this.#isOver = true;
    page.playing.delete(this.#beat);
    if (ended.value !== null) wrote();
    return ok(undefined);
  }

  async #close(context: WriteContext, visit: Visit): Promise<Told> {
    const { visit: counted, told } = await this.#count(context, visit);
    const ended = counted.ongoing.filter((one) => one.id === this.#id);
    for (const { id } of ended) await tellEnd(context, { id, length: this.#ran }, visit.seenAt);
    return { visit: { ...counted, ongoing: counted.ongoing.filter((one) => one.id !== this.#id) }, told };
  }
}
