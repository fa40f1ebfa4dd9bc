/** What the device knows of its network, and the moments at which it is worth trying again (C1). */
import type { Live } from "../../shared/live.ts";
import type { Network } from "../../sync/ports.ts";

interface NavigatorLike {
  /** Missing (Node, old workers) counts as online: only a known absence is believed. */
  readonly onLine?: boolean;
}
interface DocumentLike extends EventTarget {
  readonly visibilityState: DocumentVisibilityState;
}

export type Wake = "online" | "visible";

export interface BrowserNetwork extends Network {
  /** Tells at once and after each change. */
  readonly live: Live<boolean>;
  /** Moments, not values: nothing is told on subscribing. A worker has `online` only. */
  readonly wakes: Live<Wake>;
}

export interface NetworkSources {
  readonly navigator: NavigatorLike | undefined;
  /** `window` or the worker's `self`. */
  readonly events: EventTarget;
  /** Absent in a worker. */
  readonly document: DocumentLike | undefined;
}

function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

export function browserNetwork({ navigator, events, document }: NetworkSources = platform()): BrowserNetwork {
  const online = (): boolean => navigator?.onLine !== false;
  return {
    online,
    live: {
      subscribe(next) {
        const tell = (): void => next(online());
        const stops = [listen(events, "online", tell), listen(events, "offline", tell)];
        tell();
        return () => stops.forEach((stop) => stop());
      },
    },
    wakes: {
      subscribe(next) {
        const stops = [listen(events, "online", () => next("online"))];
        if (document) {
          stops.push(listen(document, "visibilitychange", () => document.visibilityState === "visible" && next("visible")));
          // Restored from the back-forward cache: timers slept, and no visibilitychange need come.
          stops.push(listen(events, "pageshow", (event) => "persisted" in event && event.persisted === true && next("visible")));
        }
        return () => stops.forEach((stop) => stop());
      },
    },
  };
}

function platform(): NetworkSources {
  const scope: EventTarget & { readonly navigator?: NavigatorLike; readonly document?: DocumentLike } = globalThis;
  return { navigator: scope.navigator, events: scope, document: scope.document };
}
