/** Who is on this device, and how they come and go: what the settings need of it, loaded with them. */
import type { Auth } from "../../adapters/supabase/auth.ts";
import { claim, reopen, unask } from "../../adapters/dexie/roll.ts";
import { databaseName } from "../../domain/ids.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { AccountDeps } from "../account.ts";
import type { Doors, LeaveError, Leaving } from "../api.ts";
import type { Connection } from "../connection.ts";
import type { PagePlatform } from "../create-runtime.ts";
import type { Device } from "../device.ts";
import { bringAll } from "./claim.ts";
import { leave, remove } from "./leave.ts";
import { peopleViews } from "./people.ts";
import { send } from "./send.ts";

export interface DoorsDeps {
  readonly platform: PagePlatform;
  readonly device: Device;
  readonly connected: () => Promise<Connection>;
  /** A command that starts the page anew: nothing of it speaks meanwhile. True: it did what it should. */
  readonly anew: (command: () => Promise<boolean>) => Promise<boolean>;
  /** Stops what works on the database that is open. */
  readonly quiet: () => Promise<void>;
  readonly stopped: AbortSignal;
  readonly wrote: () => void;
  readonly report: (reason: unknown) => void;
}

/** The page's own side of it. */
export interface OpenDoors extends Doors {
  signOut(auth: Auth, how: Leaving): Promise<Result<void, LeaveError>>;
  /** G4: goes on with what was claimed for the account that is open here. */
  resume(): void;
}

export function createDoors({ platform, device, connected, anew, quiet, stopped, wrote, report }: DoorsDeps): OpenDoors {
  const { registry, account } = device;
  const bringDeps = { platform, device, signal: stopped, onWritten: wrote };
  const deps: Omit<AccountDeps, "auth"> = { device, clock: platform.clock, idb: platform.idb };
  const resume = (): void => {
    bringAll(bringDeps).catch((reason: unknown) => {
      if (!stopped.aborted) report(reason);
    });
  };
  return {
    resume,
    async signOut(auth, how) {
      let result: Result<void, LeaveError> = ok(undefined);
      await anew(async () => (result = await leave({ ...deps, auth }, how, quiet)).ok);
      return result;
    },
    ...peopleViews({ platform, device }),
    send: async () => send(device, await connected(), platform.clock),
    open: async (name) => {
      if (!(await anew(() => reopen(registry, databaseName(name))))) return err("shut");
      return ok(undefined);
    },
    async remove(name, mark) {
      const result = await remove(platform, deps, databaseName(name), mark);
      // What it remembers of somebody who is not here any more goes with the next look.
      platform.worker.wake();
      return result;
    },
    async bring(name) {
      const record = await registry.account(account.name);
      if (record?.userId == null || record.email === null) return err("gone");
      if (!(await claim(registry, databaseName(name), { userId: record.userId, email: record.email }))) return err("gone");
      resume();
      return ok(undefined);
    },
    apart: () => unask(registry),
  };
}
