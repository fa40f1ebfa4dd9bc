/** One device somewhere on earth, its visit in the test's hand. */
import { offsetIn } from "../../../src/domain/streak/local-day.ts";
import { sendMessage } from "../../../src/runtime/commands/send-message.ts";
import type { VisitRow } from "../../../src/runtime/rows.ts";
import type { PageVisit } from "../../../src/runtime/visit/page-visit.ts";
import type { Row } from "../../../src/sync/ports.ts";
import { Device, newWorld } from "../../support/sync/device.ts";
import { newPage, sendTools } from "../../support/visit.ts";

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
const calm = async () => ({ isCrisis: () => false, mood: () => null });

export class Here {
  readonly world = newWorld();
  readonly device = new Device(this.world, 1);
  zone = "UTC";
  page: PageVisit;

  constructor(at?: string) {
    if (at !== undefined) this.world.clock.set(Date.parse(at));
    this.page = this.tab();
  }

  /** Another tab; or, in the place of `page`, a reload. */
  tab(): PageVisit {
    return newPage(this.device, this.offsetAt);
  }
  readonly offsetAt = (at: number): number => offsetIn(this.zone, at);
  /** `page`: null where what counts cannot be loaded. */
  async say(page: PageVisit | null = this.page): Promise<void> {
    const sent = await sendMessage(sendTools(this.device, calm, page, this.offsetAt), "hello");
    if (!sent.ok) throw new Error(sent.error.kind);
  }
  /** The page is in sight for so long. */
  async stay(ms: number, page = this.page): Promise<void> {
    for (let left = ms; left > 0; left -= 15 * second) {
      await this.world.clock.advance(Math.min(left, 15 * second));
      if (await page.beat()) await page.settle();
    }
  }
  pass = (ms: number): Promise<void> => this.world.clock.advance(ms);
  set = (ms: number): void => this.world.clock.set(this.now + ms);
  /** The laptop is shut: no timer fires, and the page's own clock stands still. */
  sleep = (ms: number): void => this.set(ms);
  get now(): number {
    return this.world.clock.now();
  }
  /** The last heartbeat is long ago: whoever comes next closes what was left. */
  async leave(): Promise<void> {
    await this.pass(31 * minute);
    this.page = this.tab();
    await this.page.beat();
    await this.page.settle();
  }
  rows = (table: string): Row[] => [...this.device.store.table(table)].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
  get sessions(): Row[] {
    return this.rows("user_sessions");
  }
  get days(): unknown[] {
    return this.rows("streak_days").map(({ day }) => day);
  }
  visit = (): Promise<VisitRow | undefined> => this.device.store.read(["kv"], (tx) => tx.side<VisitRow>("kv").get("visit"));
}
export const at = (ms: number): string => new Date(ms).toISOString();

