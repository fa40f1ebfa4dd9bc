/** Storage that is missing, full or taken away, and networks that lie: what is safe is said, and nothing is lost or half-written. */
import type { Route } from "@playwright/test";
import { readFile } from "node:fs/promises";
import type { Device } from "./support/device.ts";
import { expect, newAccount, test, texts } from "./support/fixtures.ts";

/** Names of the databases on the device; the account's own ones have a name of their own. */
const databases = (device: Device): Promise<string[]> =>
  device.page.evaluate(async () => (await indexedDB.databases()).map(({ name = "" }) => name).toSorted());
const isAccount = (name: string): boolean => name.startsWith("bondhu-");

test.describe("a browser that keeps nothing", () => {
  const starts = [
    {
      what: "IndexedDB is missing",
      breakIt: () => Object.defineProperty(globalThis, "indexedDB", { value: undefined }),
      says: "does not let Bondhu store anything",
      does: "Open Bondhu in an ordinary window or another browser.",
    },
    {
      what: "IndexedDB refuses to open",
      breakIt: () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("The operation is insecure.", "SecurityError");
        };
      },
      says: "does not let Bondhu store anything",
      does: "Open Bondhu in an ordinary window or another browser.",
    },
    {
      what: "the disk fails",
      breakIt: () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("Internal error opening backing store for indexedDB.open.", "UnknownError");
        };
      },
      says: "What was saved before is still there.",
      does: "Close other Bondhu windows, free some space and reload.",
    },
    {
      what: "Web Locks are missing",
      breakIt: () => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }),
      says: "Nothing was lost.",
      does: "Update the browser, or open Bondhu in a current one.",
    },
  ] as const;

  test("[T3] says what is safe and what to do, and still knows whom to call", async ({ openDevice }) => {
    const device = await openDevice();
    for (const { what, breakIt, says, does } of starts) {
      await test.step(what, async () => {
        const page = await device.context.newPage();
        await page.addInitScript(breakIt);
        await page.goto(`${device.baseURL}/chat`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bondhu can’t keep anything here");
        await expect(page.getByRole("main")).toContainText(says);
        await expect(page.getByRole("main")).toContainText(does);
        await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
        await page.getByRole("combobox", { name: "Where you are" }).selectOption({ label: "Bangladesh" });
        await expect(page.getByRole("link", { name: "Call 999" })).toHaveAttribute("href", "tel:999");
        await expect(page.getByRole("link", { name: /^Call / }).nth(1)).toBeVisible();
        await page.close();
      });
    }
  });
});

/** Fills the origin's room with something else, to the last byte that the browser gives. */
const fillUp = (device: Device): Promise<void> =>
  device.page.evaluate(async () => {
    const filler = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("filler");
      opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore("bytes", { autoIncrement: true }));
      opening.addEventListener("success", () => resolve(opening.result));
      opening.addEventListener("error", () => reject(opening.error ?? new Error("not opened")));
    });
    const put = (size: number): Promise<string | null> =>
      new Promise((resolve) => {
        const transaction = filler.transaction("bytes", "readwrite");
        transaction.objectStore("bytes").put(crypto.getRandomValues(new Uint8Array(size)));
        transaction.addEventListener("complete", () => resolve(null));
        transaction.addEventListener("abort", () => resolve(transaction.error?.name ?? "aborted"));
      });
    for (const size of [60_000, 1000, 1]) {
      let full: string | null = null;
      while (full === null) full = await put(size);
      if (full !== "QuotaExceededError") throw new Error(full);
    }
    filler.close();
  });

test("[T2] no room left: the words stay in the field with the reason, nothing is half-written, and with room it goes on", async ({ openDevice }) => {
  const device = await openDevice();
  const session = await device.context.newCDPSession(device.page);
  // Before the first write: the browser remembers for a while how much room there was.
  await session.send("Storage.overrideQuotaForOrigin", { origin: device.baseURL, quotaSize: 3_000_000 });
  await device.openChat();
  await device.send("while there was room");
  await expect(device.replies()).toHaveCount(1);
  await fillUp(device);
  const refused = async (): Promise<void> => {
    await device.composer.fill("there is no room for this");
    await device.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(device.page.getByRole("alert")).toContainText("This device has no room left, so nothing new was saved. What you had is safe.");
    await expect(device.composer).toHaveValue("there is no room for this");
    await expect(device.own()).toHaveCount(1);
  };
  await refused();
  // Help opens although nothing can be written down.
  await device.page.getByRole("button", { name: "Help now" }).click();
  await expect(device.page.getByRole("link", { name: /^Call / }).first()).toBeVisible();
  await device.page.goBack();
  // The app starts without room, and shows what is on the disk.
  await device.page.reload();
  await expect(device.own("while there was room")).toHaveCount(1);
  await refused();
  await session.send("Storage.overrideQuotaForOrigin", { origin: device.baseURL });
  await device.page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(device.composer).toHaveValue("");
  await expect(device.page.getByRole("alert")).toHaveText("");
  await expect(device.replies()).toHaveCount(2);
  expect(await device.ownTexts()).toEqual(["while there was room", "there is no room for this"]);
});

test("[T2] [T3] storage taken away under the app: a clean start, and the account's history comes back", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  const written = texts(3, "kept elsewhere");
  for (const text of written) await device.send(text);
  await device.expectDrained();
  const remove = (name: string) =>
    device.page.evaluate(
      (doomed) =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase(doomed);
          request.addEventListener("success", () => resolve());
          request.addEventListener("error", () => reject(request.error ?? new Error("not deleted")));
        }),
      name,
    );

  await test.step("the account's database, by another tab", async () => {
    const first = device.page;
    await first.evaluate(() => Reflect.set(globalThis, "before", true));
    device.page = await device.context.newPage();
    // A file of the app's origin that does not start the app.
    await device.page.goto(`${device.baseURL}/robots.txt`);
    const [name] = (await databases(device)).filter(isAccount);
    await remove(name ?? "");
    await device.page.close();
    device.page = first;
    await expect.poll(() => first.evaluate(() => Reflect.has(globalThis, "before"))).toBe(false);
    await expect(device.own()).toHaveCount(3);
    expect(await device.ownTexts()).toEqual(written);
    await device.expectDrained();
    expect((await databases(device)).filter(isAccount)).toEqual([name]);
    await device.send("after the loss");
    await device.expectDrained();
    expect(await server.ownTexts(account)).toEqual([...written, "after the loss"]);
  });

  await test.step("everything of the origin, by the browser", async () => {
    const before = await databases(device);
    const session = await device.context.newCDPSession(device.page);
    await device.page.evaluate(() => Reflect.set(globalThis, "before", true));
    await session.send("Storage.clearDataForOrigin", { origin: device.baseURL, storageTypes: "all" });
    await expect.poll(() => device.page.evaluate(() => Reflect.has(globalThis, "before"))).toBe(false);
    await device.expectSync("guest");
    await expect(device.composer).toBeVisible();
    await expect(device.own()).toHaveCount(0);
    const after = await databases(device);
    expect(after).toHaveLength(2);
    expect(after.filter((name) => isAccount(name) && before.includes(name))).toEqual([]);
    await device.send("a new beginning");
    await expect(device.replies()).toHaveCount(1);
    await device.signIn(account);
    await device.openChat();
    await expect(device.own()).toHaveCount(4);
  });
});
