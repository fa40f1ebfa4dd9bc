/** The fakes keep the promises that the real adapters must keep, or nothing proven on them would count. */
import { newState } from "../../../src/sync/state.ts";
import { specs } from "../../support/sync/device.ts";
import { FakeLocks, seededRandom } from "../../support/sync/fakes.ts";
import { MemoryStore } from "../../support/sync/memory-store.ts";
import { ModelServer } from "../../support/sync/model-server.ts";
import { locksContract } from "./locks-contract.ts";
import { storeContract } from "./store-contract.ts";
import { transportContract } from "./transport-contract.ts";

storeContract("memory", { rows: "preferences", others: "chat_messages", side: "drafts" }, async () => {
  const store = new MemoryStore(newState(seededRandom(1)));
  return { store, reopen: async () => store, close: async () => undefined };
});

locksContract("memory", async () => {
  const locks = new FakeLocks();
  return [locks, locks];
});

let users = 0;
const server = new ModelServer({ tables: specs, now: () => Date.now(), refuses: (row) => (row["sender_type"] === "nobody" ? "23514" : null) });
transportContract("model server", async () => ({ transport: server.transport(`user ${users++}`) }));
