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
      what: "IndexedDB never answers",
      breakIt: () => {
        IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
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
        await page.clock.install();
        await page.goto(`${device.baseURL}/chat`);
        const heading = page.getByRole("heading", { level: 1, name: "Bondhu can’t keep anything here" });
        await expect(async () => {
          await page.clock.fastForward(5000);
          expect(await heading.count()).toBe(1);
        }).toPass({ intervals: [50] });
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

/** So that {@link restarted} can tell this page from the one after it. */
const mark = (device: Device): Promise<boolean> => device.page.evaluate(() => Reflect.set(globalThis, "marked", true));
const restarted = (device: Device) => device.page.waitForFunction(() => !Reflect.has(globalThis, "marked"));

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
    await mark(device);
    device.page = await device.context.newPage();
    // A file of the app's origin that does not start the app.
    await device.page.goto(`${device.baseURL}/robots.txt`);
    const [name] = (await databases(device)).filter(isAccount);
    await remove(name ?? "");
    await device.page.close();
    device.page = first;
    await restarted(device);
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
    await mark(device);
    await session.send("Storage.clearDataForOrigin", { origin: device.baseURL, storageTypes: "all" });
    await restarted(device);
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

const json = { contentType: "application/json" };
const portal = "<!doctype html><title>Welcome to the hotel</title><form action=/login></form>";
/** A refusal as PostgREST words it. */
const problem = (code: string): string => JSON.stringify({ code, message: "no", details: null, hint: null });
/** P6: whatever can come instead of an answer. */
const answers: readonly (readonly [name: string, answer: (route: Route) => Promise<void>])[] = [
  ["400", (route) => route.fulfill({ status: 400, ...json, body: problem("PGRST102") })],
  ["401", (route) => route.fulfill({ status: 401, ...json, body: problem("PGRST301") })],
  ["403", (route) => route.fulfill({ status: 403, ...json, body: problem("42501") })],
  ["404", (route) => route.fulfill({ status: 404, ...json, body: problem("PGRST202") })],
  ["409", (route) => route.fulfill({ status: 409, ...json, body: problem("23505") })],
  ["413", (route) => route.fulfill({ status: 413, contentType: "text/html", body: "<h1>Request Entity Too Large</h1>" })],
  ["429 with Retry-After", (route) => route.fulfill({ status: 429, ...json, headers: { "retry-after": "1" }, body: "{}" })],
  ["500", (route) => route.fulfill({ status: 500, ...json, body: problem("XX000") })],
  ["502", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" })],
  ["HTML instead of JSON", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Maintenance</h1>" })],
  ["an empty body", (route) => route.fulfill({ status: 200, ...json, body: "" })],
  ["another JSON", (route) => route.fulfill({ status: 200, ...json, body: "{}" })],
  ["a cut connection", (route) => route.abort("connectionreset")],
  ["a captive portal", (route) => route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: portal })],
];

/** A way between device and server where answers can be replaced. */
class Road {
  #answer: ((route: Route) => Promise<void>) | null = null;
  #met: () => void = () => undefined;

  static async over(device: Device, ...urls: readonly string[]): Promise<Road> {
    const road = new Road();
    for (const url of urls) await device.context.route(url, (route) => road.#take(route));
    return road;
  }
  async #take(route: Route): Promise<void> {
    if (this.#answer === null) return route.fallback();
    await this.#answer(route);
    this.#met();
  }
  /** From now on every request gets this; resolves when the first one has. */
  breaks(answer: (route: Route) => Promise<void>): Promise<void> {
    this.#answer = answer;
    return new Promise((resolve) => (this.#met = resolve));
  }
  mended(): void {
    this.#answer = null;
  }
}

/** A network that comes back every moment: each time ends the waiting of the backoff (P7), so that a table takes seconds. Resolves with its end. */
async function knocking(device: Device): Promise<() => Promise<void>> {
  const timer = await device.page.evaluate(() => Number(setInterval(() => dispatchEvent(new Event("online")), 200)));
  return () => device.page.evaluate((id) => clearInterval(id), timer);
}

/** Remembers every state that the badge has shown. */
const watchStatus = (device: Device): Promise<void> =>
  device.page.evaluate(() => {
    const badge = document.querySelector("[data-sync]");
    if (badge === null) throw new Error("no badge");
    const seen: string[] = [];
    Reflect.set(globalThis, "seenStates", seen);
    const look = (): void => void seen.push(`${badge.getAttribute("data-sync")} ${badge.getAttribute("data-pending")}`);
    new MutationObserver(look).observe(badge, { attributes: true });
    look();
  });
const seenStates = (device: Device): Promise<string[]> => device.page.evaluate(() => Reflect.get(globalThis, "seenStates") as string[]);

async function signedUp(device: Device): Promise<ReturnType<typeof newAccount>> {
  const account = newAccount();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  return account;
}

/** The conversation's own messages and replies, looked at in every frame: a table cannot wait for slower looks. */
const counted = (device: Device, sender: "user" | "ai", count: number) =>
  device.page.waitForFunction(
    ([who, wanted]) => document.querySelectorAll(`article[data-sender="${who}"]`).length === wanted,
    [sender, count] as const,
  );

test("[P6] [T1] [R6] wrong answers to a push and to the question for a reply: all is kept, never called synced, and heals", async ({ openDevice, server }) => {
  const device = await openDevice();
  const account = await signedUp(device);
  const written: string[] = [];
  const send = async (text: string): Promise<void> => {
    written.push(text);
    await device.send(text);
  };
  await watchStatus(device);

  await test.step("pushes", async () => {
    const push = await Road.over(device, "**/rpc/sync_push");
    const rest = await knocking(device);
    for (const [index, [name, answer]] of answers.entries()) {
      const met = push.breaks(answer);
      if (index % 5 === 0) await send(`pushed into ${name}`);
      await met;
      expect(await device.pending(), name).toBeGreaterThan(0);
      const shown = await device.own().evaluateAll((articles) => articles.map((article) => article.dataset["state"]));
      expect(shown, name).toEqual(written.map(() => "local"));
    }
    push.mended();
    await device.expectDrained();
    await rest();
    for (const text of written) await expect(device.own(text)).toHaveAttribute("data-state", /synced|answered/);
    expect(await server.ownTexts(account)).toEqual(written);
  });

  await test.step("questions", async () => {
    const chat = await Road.over(device, "**/functions/v1/chat");
    const before = await device.replies().count();
    for (const [index, [name, answer]] of answers.entries()) {
      const met = chat.breaks(answer);
      await send(`asked into ${name}`);
      await met;
      await counted(device, "ai", before + index + 1);
    }
    chat.mended();
    await send("asked at last");
    await counted(device, "ai", before + answers.length + 1);
    await device.expectDrained();
    expect(await server.ownTexts(account)).toEqual(written);
    expect(await server.replies(account)).toHaveLength(before + answers.length + 1);
  });

  const states = await seenStates(device);
  expect(states.filter((state) => state.startsWith("synced") && state !== "synced 0")).toEqual([]);
  expect(states).toContain("syncing 1");
});

test("[T1] [P6] [L4] a network that swallows everything is stalled, a first answer or pull that goes wrong is not synced, and both heal", async ({
  openDevice,
  server,
}) => {
  const [writer, reader] = [await openDevice(), await openDevice()];
  const account = await signedUp(writer);
  await writer.send("before the dark");
  await writer.expectDrained();
  const everything = await Road.over(writer, "**/rest/v1/**", "**/functions/v1/**", "**/auth/v1/**", "**/config.json");
  const held: Route[] = [];
  const swallowed = everything.breaks(async (route) => void held.push(route));
  await writer.send("into the dark");
  await swallowed;
  await writer.expectSync("syncing");

  // What follows takes less time than the writer needs to be sure.
  const road = await Road.over(reader, "**/rpc/sync_bootstrap", "**/rpc/sync_pull");
  await test.step("the first answer", async () => {
    let met = road.breaks((route) => route.abort());
    await reader.signIn(account);
    await reader.openChat();
    await met;
    await watchStatus(reader);
    await knocking(reader);
    for (const [, answer] of answers) {
      met = road.breaks(answer);
      await met;
    }
    expect((await seenStates(reader)).filter((state) => state.startsWith("synced"))).toEqual([]);
    road.mended();
    await expect(reader.own("before the dark")).toHaveCount(1);
    await reader.expectDrained();
  });
  await test.step("pulls", async () => {
    for (const [, answer] of answers) await road.breaks(answer);
    await expect(reader.own()).toHaveCount(1);
  });

  await expect(writer.status).toHaveAttribute("data-sync", "stalled", { timeout: 30_000 });
  await expect(writer.own("into the dark")).toHaveAttribute("data-state", "local");
  expect(await server.ownTexts(account)).toEqual(["before the dark"]);
  everything.mended();
  for (const route of held) await route.abort();
  await knocking(writer);
  await writer.expectDrained();
  expect(await server.ownTexts(account)).toEqual(["before the dark", "into the dark"]);
  road.mended();
  await expect(reader.own("into the dark")).toHaveCount(1);
  await reader.expectDrained();
});

test("[P6] what the server refuses for good is shown, can be sent again, saved or let go, and holds up nothing", async ({ openDevice, server }) => {
  const device = await openDevice();
  const account = await signedUp(device);
  // Content that breaks a rule of the real server, which gives its real verdict.
  await device.context.route("**/rpc/sync_push", (route) => {
    const body = route.request().postData() ?? "";
    const spoilt = body.replaceAll(/"sender_type":"user"(?=[^{}]*"message_text":"refused)/g, '"sender_type":"nobody"');
    return route.fallback({ postData: spoilt });
  });
  for (const text of ["first", "refused, to be sent again", "refused, to be let go", "last"]) await device.send(text);
  await device.expectSync("attention");
  await expect(device.status).toHaveAttribute("data-pending", "0");
  for (const text of ["first", "last"]) await expect(device.own(text).first()).toHaveAttribute("data-state", /synced|answered/);
  const [again, letGo] = [device.own("to be sent again"), device.own("to be let go")];
  for (const message of [again, letGo]) {
    await expect(message).toHaveAttribute("data-state", "failed");
    await expect(message).toContainText("The server refused what is in this message. It is safe on this device.");
    await expect(message.getByRole("button", { name: "Try again" })).toBeVisible();
  }
  expect(await server.ownTexts(account)).toEqual(["first", "last"]);

  // Refused once more, it is in quarantine once more.
  await again.getByRole("button", { name: "Try again" }).click();
  await expect(device.status).toHaveAttribute("data-pending", "0");
  await expect(again).toHaveAttribute("data-state", "failed");

  await device.status.getByRole("link").click();
  const refused = device.page.getByRole("listitem").filter({ hasText: "refused, to be" });
  await expect(refused).toHaveCount(2);
  const toLetGo = refused.filter({ hasText: "to be let go" });
  await expect(toLetGo).toContainText("It goes against a rule of the server’s data.");
  await expect(toLetGo).toContainText("code 23514");
  const download = device.page.waitForEvent("download");
  await toLetGo.getByRole("button", { name: "Save as a file" }).click();
  const file = JSON.parse(await readFile(await (await download).path(), "utf8")) as { readonly ops: unknown };
  expect(JSON.stringify(file.ops)).toContain("refused, to be let go");
  // Nothing is let go without the server's word on what takes its place.
  await device.context.route("**/rpc/sync_rows", (route) => route.abort(), { times: 1 });
  await toLetGo.getByRole("button", { name: "Let it go" }).click();
  await toLetGo.getByRole("button", { name: "Yes, let it go" }).click();
  await expect(device.page.getByText("This needs the server’s answer, and it can’t be reached just now.")).toBeVisible();
  await expect(refused).toHaveCount(2);
  await toLetGo.getByRole("button", { name: "Yes, let it go" }).click();
  await expect(refused).toHaveCount(1);

  await device.context.unroute("**/rpc/sync_push");
  await refused.getByRole("button", { name: "Send again" }).click();
  await device.expectDrained();
  await device.page.getByRole("link", { name: "Chat" }).first().click();
  await expect(again).toHaveAttribute("data-state", /synced|answered/);
  await expect(letGo).toHaveCount(0);
  expect((await server.ownTexts(account)).toSorted()).toEqual(["first", "last", "refused, to be sent again"]);
});
