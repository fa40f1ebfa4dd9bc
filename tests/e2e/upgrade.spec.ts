/** T3 in the browser: a database of an older build with a full queue, an old tab beside it, and a newer build that takes over. */
import type { Page } from "@playwright/test";
import { expect, newAccount, test, texts } from "./support/fixtures.ts";

/** The guest's database on this device. */
const databaseOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const found = (await indexedDB.databases()).find(({ name }) => name?.startsWith("bondhu-"));
    if (found?.name === undefined) throw new Error("no database");
    return found.name;
  });

/**
 * Turns it into what the first build would have left (native version 10, schema 1, no shapes, no backfill, no search), and keeps it open in this
 * page as an old tab does, which gives way when a newer build asks for it.
 */
const leaveAsFirstBuild = (page: Page, name: string): Promise<void> =>
  page.evaluate(async (database) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("failed")));
      });
    const now = await done(indexedDB.open(database));
    // What later builds brought is not there yet.
    const later = ["activities", "streak_days", "personality_answers", "memory_facts", "reply_notes", "private_facts"];
    const names = [...now.objectStoreNames].filter((store) => !/^(search|tally)/.test(store) && !later.includes(store));
    const reading = now.transaction(names);
    const stores = await Promise.all(
      names.map(async (store) => {
        const { keyPath, indexNames } = reading.objectStore(store);
        const indexes = [...indexNames].map((index) => ({ index, path: reading.objectStore(store).index(index).keyPath }));
        return { store, keyPath, indexes, values: await done<Record<string, unknown>[]>(reading.objectStore(store).getAll()) };
      }),
    );
    now.close();
    await done(indexedDB.deleteDatabase(database));
    const opening = indexedDB.open(database, 10);
    opening.addEventListener("upgradeneeded", () => {
      for (const { store, keyPath, indexes, values } of stores) {
        const made = opening.result.createObjectStore(store, { keyPath });
        for (const { index, path } of indexes) made.createIndex(index, path);
        for (const { shapes: _shapes, backfill: _backfill, ...value } of values) made.put(store === "state" ? { ...value, schema: 1 } : value);
      }
    });
    const old = await done(opening);
    old.addEventListener("versionchange", () => {
      document.title = "gave way";
      old.close();
    });
  }, name);

test("[T3] an older build's full queue goes on where it stopped, while its old tab gives way", async ({ openDevice, server }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  const written = texts(12, "before the upgrade");
  for (const text of written) await device.send(text);
  await expect.poll(() => device.pending()).toBeGreaterThanOrEqual(12);
  // Pages of the same origin that are not the app.
  const name = await databaseOf(device.page);
  await device.page.goto(`${device.baseURL}/config.json`);
  await leaveAsFirstBuild(device.page, name);

  const old = device.page;
  device.page = await device.context.newPage();
  await device.openChat();
  await expect.poll(() => device.ownTexts()).toEqual(written);
  await expect(old).toHaveTitle("gave way");
  const account = newAccount();
  await device.signUp(account);
  await device.openChat();
  await device.send("after the upgrade");
  await device.expectDrained();
  expect(await server.ownTexts(account)).toEqual([...written, "after the upgrade"]);
});

test("[T3] this tab is the old one: a newer build takes the database, nothing is written any more, and the page says what to do", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  await device.send("kept");
  const name = await databaseOf(device.page);
  const other = await device.context.newPage();
  await other.goto(`${device.baseURL}/config.json`);
  await other.evaluate(
    (database) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(database, 1000);
        opening.addEventListener("success", () => {
          opening.result.close();
          resolve();
        });
        opening.addEventListener("error", () => reject(opening.error ?? new Error("failed")));
      }),
    name,
  );
  await expect(device.page.getByText("A newer Bondhu has already written on this device.")).toBeVisible();
  const messages = await other.evaluate(
    (database) =>
      new Promise((resolve) => {
        const opening = indexedDB.open(database);
        opening.addEventListener("success", () => {
          const all = opening.result.transaction("chat_messages").objectStore("chat_messages").getAll();
          all.addEventListener("success", () => resolve(all.result.filter((row: { sender_type: string }) => row.sender_type === "user").map((row: { message_text: string }) => row.message_text)));
        });
      }),
    name,
  );
  expect(messages).toEqual(["kept"]);
});
