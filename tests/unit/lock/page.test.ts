/** A8, A9: what a page goes on doing behind a locked screen, and what it does when the mirror has been lost. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDevice } from "../../../src/runtime/device.ts";
import { lockSetting } from "../../../src/runtime/lock/door.ts";
import { eventually } from "../../support/eventually.ts";
import { Backend, follow, Phone, userOf } from "../runtime/phone.ts";

let backend: Backend;
let phone: Phone;
beforeEach(() => {
  backend = new Backend();
  phone = new Phone(backend);
});
afterEach(() => phone.closeAll());

const onServer = () =>
  backend.server
    .rows(userOf("a@b.c"), "chat_messages")
    .filter((row) => row["sender_type"] === "user")
    .map((row) => row["message_text"]);

/** A lock is kept, and the mirror says nothing of it. */
async function keepLock(): Promise<void> {
  const { registry, db } = await openDevice(phone.platform(() => undefined));
  await registry.settings.put(lockSetting, { kept: true });
  db.leave();
  registry.close();
}

describe("a page and its lock", () => {
  test("[A8] what was written is sent behind a locked screen, and what others wrote arrives", async () => {
    const open = await phone.open();
    const status = follow(open.runtime.queries.status);
    await open.runtime.commands.signUp("a@b.c", "secret!");
    await eventually(() => expect(status.latest()?.state).toBe("synced"));
    phone.setOnline(false);
    await open.runtime.commands.sendMessage("written before");
    phone.lockMirror.tab().write("locked");
    expect(open.runtime.lock.state()).toBe("locked");
    phone.setOnline(true);
    await eventually(() => expect(onServer()).toEqual(["written before"]));
    await open.close();

    // The page starts locked.
    backend.server.insert(userOf("a@b.c"), [
      { table: "preferences", row: { id: "00000000-0000-5000-8000-00000000000a", stamp: "01a20244e800-0000-00000000000000bb", key: "theme", value: "dark" } },
    ]);
    const { runtime } = await phone.open();
    expect(runtime.lock.state()).toBe("locked");
    const preferences = follow(runtime.queries.preferences);
    await eventually(() => expect(preferences.latest()?.theme).toBe("dark"));
  });

  test("[A9] a lost mirror is written again from the registry, locked, for every tab", async () => {
    await keepLock();
    const [one, two] = [await phone.open(), await phone.open()];
    await eventually(() => expect([one.runtime.lock.state(), two.runtime.lock.state()]).toEqual(["locked", "locked"]));
    expect(phone.lockMirror.value).toBe("locked");
  });

  test("[A9] where no lock is kept none is made up, and one that is open stays open", async () => {
    const one = await phone.open();
    const status = follow(one.runtime.queries.status);
    await eventually(() => expect(status.latest()?.state).toBe("guest"));
    await one.runtime.commands.syncNow();
    expect([one.runtime.lock.state(), phone.lockMirror.value]).toEqual(["off", null]);
    await one.close();
    await keepLock();
    const open = `60000 ${Date.now()}`;
    phone.lockMirror.value = open;
    const { runtime } = await phone.open();
    await runtime.commands.syncNow();
    expect([runtime.lock.state(), phone.lockMirror.value]).toEqual(["open", open]);
  });
});
