/** The lock's door in a page: what it needs, from what the page has. */
import type { Auth } from "../../adapters/supabase/auth.ts";
import type { LockDoor } from "../api.ts";
import type { PagePlatform } from "../create-runtime.ts";
import type { Device } from "../device.ts";
import { lockDoor } from "./door.ts";
import { wipeDevice } from "./wipe-device.ts";

/** `leave` stops what works on the database. */
export function pageDoor({ clock, locks, lock, idb, reload, unloaded }: PagePlatform, device: Device, auth: () => Promise<Auth>, leave: () => Promise<void>): LockDoor {
  const wipe = async (): Promise<void> => {
    await leave();
    await wipeDevice(device, idb);
    lock.write(null);
    reload();
    await unloaded();
  };
  return lockDoor({ lock, registry: device.registry, clock, locks, auth, wipe });
}
