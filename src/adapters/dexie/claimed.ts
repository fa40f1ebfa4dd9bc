/** G2: a guest's database once its words belong to one account: no write comes in any more, and that account alone reads it. */
import type { DatabaseName } from "../../domain/ids.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import { BondhuDatabase, connect } from "./database.ts";
import { platformIdb } from "./environment.ts";
import type { IdbEnvironment } from "./environment.ts";
import { permit } from "./middleware.ts";

/**
 * G2: opens a guest's database and marks it as `userId`'s, in one transaction: a write of another tab is in it or is refused from then on.
 * For reading through Dexie's tables, and for emptying. @throws {DatabaseGone} when it is missing or dead; Error when it is another account's.
 */
export async function openClaimedDatabase(name: DatabaseName, userId: string, environment: IdbEnvironment = platformIdb()): Promise<BondhuDatabase> {
  const db = new BondhuDatabase(name, environment);
  db.on("populate", () => {
    throw new DatabaseGone(`${name} does not exist`);
  });
  return await connect(db, async () => {
    return await db.transaction("rw!", db.state, async (transaction) => {
      permit(transaction.idbtrans);
      const row = await db.state.get("engine");
      if (row?.status === "claimed" && row.claimedBy === userId) return { ...row, status: "open" } as const;
      if (row?.status === "claimed") throw new Error(`${name} is claimed by another account`);
      if (row?.status === "open") await db.state.put({ ...row, status: "claimed", claimedBy: userId });
      return row;
    });
  });
}
