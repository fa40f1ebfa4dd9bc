import { openAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { storeContract } from "../../contract/ports/store-contract.ts";
import { account, created, device } from "./device.ts";

storeContract("Dexie", { rows: "preferences", others: "chat_messages", side: "drafts" }, async () => {
  const environment = device();
  const db = await created(environment);
  return {
    store: createDexieStore(db),
    reopen: async () => createDexieStore(await openAccountDatabase(account, environment)),
    close: async () => db.leave(),
  };
});
