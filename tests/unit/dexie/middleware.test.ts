import { describe, expect, it } from "vitest";
import { UnguardedWrite } from "../../../src/adapters/dexie/middleware.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { account, created, device, dump, entry, message, newState } from "./device.ts";

const stateRow = { ...newState(), key: "engine" as const, schema: 1, status: "open" as const };

describe("the write guard", () => {
  it("[W1] refuses every kind of write to synced and engine tables outside the store", async () => {
    const environment = device();
    const db = await created(environment);
    const store = createDexieStore(db);
    await store.write(["chat_messages"], async (tx) => {
      await tx.putRows("chat_messages", [message(1)]);
      await tx.putOutbox([entry(1)]);
    });
    const before = await dump(environment, account);
    const messages = db.table("chat_messages");
    const attempts: readonly (() => PromiseLike<unknown>)[] = [
      () => messages.add(message(2)),
      () => messages.put(message(1, { message_text: "changed" })),
      () => messages.bulkPut([message(2)]),
      () => messages.update(message(1).id, { message_text: "changed" }),
      () => messages.delete(message(1).id),
      () => messages.bulkDelete([message(1).id]),
      () => messages.clear(),
      () => messages.where("id").above("").delete(),
      () => messages.toCollection().modify({ message_text: "changed" }),
      () => messages.toCollection().delete(),
      () => db.outbox.clear(),
      () => db.outbox.put(entry(2)),
      () => db.quarantine.clear(),
      () => db.state.put({ ...stateRow, nextSeq: 99 }),
      () => db.state.delete("engine"),
      () => db.transaction("rw", db.state, db.outbox, () => db.outbox.clear()),
    ];
    for (const attempt of attempts) {
      const failure: unknown = await Promise.resolve(attempt()).then(
        () => "went through",
        (reason: unknown) => reason,
      );
      expect([failure, Reflect.get(Object(failure), "failures")].flat().some((reason) => reason instanceof UnguardedWrite), String(attempt)).toBe(true);
    }
    expect(await dump(environment, account)).toEqual(before);
  });

  it("[W1] a permitted transaction does not permit the next one", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    await store.write([], async (tx) => tx.setState({ ...(await tx.state()), nextSeq: 2 }));
    await expect(db.state.clear()).rejects.toBeInstanceOf(UnguardedWrite);
  });

  it("[W1] device-only tables are free", async () => {
    const db = await created(device());
    await db.table("drafts").put({ key: "chat", text: "half a thou" });
    expect(await db.table("drafts").get("chat")).toEqual({ key: "chat", text: "half a thou" });
  });
});
