/** E8: an account's database on this device becomes a guest's; its tokens go. */
import type { DatabaseName } from "../../domain/ids.ts";
import type { Registry } from "./registry.ts";

/** Nothing happens to a database that is not open, or is a guest's already. */
export const release = (registry: Registry, name: DatabaseName): Promise<void> =>
  registry.run("rw!", async ({ accounts, sessions }) => {
    const record = await accounts.get(name);
    if (record?.status !== "open" || record.userId === null) return;
    await sessions.delete(record.userId);
    await accounts.put({ ...record, kind: "guest", userId: null, email: null });
  });
