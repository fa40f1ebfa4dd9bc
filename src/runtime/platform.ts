/** What this room needs of the machine it runs on: a page, a worker or a test. */
import type { IdbEnvironment } from "../adapters/dexie/environment.ts";
import type { Fetch } from "../adapters/supabase/http.ts";
import type { Clock, Locks, Network, Random } from "../sync/ports.ts";
import type { upgradeDevice } from "../sync/upgrade.ts";

export interface Platform {
  /** T3: what lifts a database of an older build. A page loads it when there is one. */
  readonly upgrade: () => Promise<typeof upgradeDevice>;
  readonly clock: Clock;
  readonly random: Random;
  readonly locks: Locks;
  readonly network: Network;
  readonly fetch: Fetch;
  /** Resolves at a quiet moment, a second from now at the latest; absent: there is nothing to wait for. */
  readonly idle?: () => Promise<void>;
  /** The app's own origin. */
  readonly origin: string;
  /** Absent: the platform's own IndexedDB. */
  readonly idb?: IdbEnvironment;
}
