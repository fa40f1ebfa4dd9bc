/** When a tab talked to the server, as the browser itself has kept it. */
import type { Tab } from "./engine.ts";

export interface Exchange {
  /** ms since the epoch, on the browser's clock for all tabs. */
  readonly from: number;
  readonly to: number;
}

/** Every `sync_push` that this page has made and that has ended. */
export const pushes = (tab: Tab): Promise<Exchange[]> =>
  tab.read(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.endsWith("/rpc/sync_push"))
      .map(({ startTime, duration }) => ({ from: performance.timeOrigin + startTime, to: performance.timeOrigin + startTime + duration })),
  );
