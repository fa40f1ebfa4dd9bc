/** The page's context keeper, joined with the account's server. Loaded after the first screen. */
import { fetchContext } from "../../adapters/supabase/context.ts";
import type { Connection } from "../connection.ts";
import type { PagePlatform } from "../create-runtime.ts";
import type { Device } from "../device.ts";
import { type ContextKeeper, createContextKeeper } from "./context.ts";

export const openContext = (platform: PagePlatform, device: Device, connected: () => Promise<Connection>, report: (reason: unknown) => void): ContextKeeper => {
  const { locks, network, clock, monotonic } = platform;
  return createContextKeeper({
    device,
    locks,
    network,
    clock,
    monotonic,
    report,
    // Whoever is signed in now: a guest's page may become an account's.
    async server() {
      // Not to be had yet, offline at a first visit: then this device makes it.
      const connection = await connected().catch(() => null);
      const call = connection?.call ?? null;
      const userId = connection?.account.userId ?? null;
      return call === null || userId === null ? null : (etag, signal) => fetchContext(call, userId, etag, signal);
    },
  });
};
