/**
 * E8: the account is gone from the server, and its words stay here as a guest's. The database is the same one, so nothing is copied and
 * nothing can be lost on the way. What had been synced is in no outbox any more: should this guest ever have an account, that is another
 * user's, with another epoch, and L5 then holds every local row against the server and queues what it lacks.
 */
import { release } from "../../adapters/dexie/release.ts";
import type { Device } from "../device.ts";

export async function keepAsGuest({ registry, account, store }: Device): Promise<void> {
  // What had not come yet comes no more.
  await store.write([], async (tx) => {
    const state = await tx.state();
    await tx.setState({ ...state, history: null, backfill: null });
  });
  await release(registry, account.name);
}
