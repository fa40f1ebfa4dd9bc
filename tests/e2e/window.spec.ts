/** F8 to F11 in real Chromium: nothing moves under a reader's eyes, whichever way the window grows and whichever way one scrolls. */
import { violations } from "./support/axe.ts";
import { type Chat, expect, test } from "./support/gallery.ts";

type Way = "wheel" | "keys" | "touch";

/** A finger that pushes the page along, and lets it run on. */
async function touchScroll(chat: Chat, dy: number): Promise<void> {
  const box = await chat.log.boundingBox();
  if (box === null) throw new Error("no log");
  const session = await chat.page.context().newCDPSession(chat.page);
  const x = box.x + box.width / 2;
  const [from, to] = dy < 0 ? [box.y + 40, box.y + box.height - 40] : [box.y + box.height - 40, box.y + 40];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y: from }] });
  for (let step = 1; step <= 10; step += 1) await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x, y: from + ((to - from) * step) / 10 }] });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}

async function scroll(chat: Chat, way: Way, dy: number): Promise<void> {
  if (way === "wheel") await chat.wheel(dy);
  else if (way === "touch") await touchScroll(chat, dy);
  else {
    await chat.log.focus();
    // To the very edge.
    await chat.page.keyboard.press(dy < 0 ? "Home" : "End");
  }
  await chat.rest();
}

/** How far a row that stays in sight moved between the first frame before `change` and every frame until all rests, at most. */
async function movedBy(chat: Chat, change: () => Promise<void>): Promise<number> {
  const { id } = await chat.topmost();
  await chat.log.evaluate((log, wanted) => {
    const article = () => log.querySelector(`article[data-message-id="${wanted}"]`);
    const first = article()?.getBoundingClientRect().top ?? Number.NaN;
    const seen = { most: 0, going: true };
    Object.assign(globalThis, { movedBy: seen });
    const frame = (): void => {
      // What is painted is what counts: after layout effects, before the next frame.
      const now = article()?.getBoundingClientRect().top ?? Number.NaN;
      const moved = Math.abs(now - first);
      seen.most = Number.isNaN(moved) ? Number.POSITIVE_INFINITY : Math.max(seen.most, moved);
      if (seen.going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, id);
  await change();
  await chat.rest();
  return chat.page.evaluate(() => {
    const seen = Reflect.get(globalThis, "movedBy") as { most: number; going: boolean };
    seen.going = false;
    return seen.most;
  });
}

/** Older or newer pages are held back, so that their coming can be watched alone. */
const held = (chat: Chat, hold: boolean): Promise<void> => chat.page.evaluate((value) => window.fake.holdPages(value), hold);
const loads = (chat: Chat, name: string): Promise<number> => chat.page.evaluate((wanted) => window.fake.calls.filter(([each]) => each === wanted).length, name);

async function growsUnseen(chat: Chat, way: Way, side: "older" | "newer"): Promise<void> {
  const name = side === "older" ? "loadOlder" : "loadNewer";
  let came = 0;
  for (let round = 0; round < 30 && came < 1; round += 1) {
    await held(chat, true);
    const before = await loads(chat, name);
    await scroll(chat, way, side === "older" ? -2400 : 2400);
    if ((await loads(chat, name)) === before) continue;
    const height = await chat.log.evaluate((log) => log.scrollHeight);
    const moved = await movedBy(chat, async () => {
      // At the same moment something is said at the end.
      await chat.page.evaluate(() => window.fake.receive({ sender: "ai", text: "Meanwhile, at the end. ".repeat(5) }));
      await held(chat, false);
      await expect.poll(() => chat.log.evaluate((log) => log.scrollHeight)).toBeGreaterThan(height + 2000);
    });
    came += 1;
    expect(moved, `${side} pages, by ${way}, round ${round}`).toBeLessThanOrEqual(1);
  }
  expect(came, `no page came, ${side}, by ${way}`).toBe(1);
}

/** Opens the window around the 500th of a thousand messages. */
async function jumped(chat: Chat): Promise<void> {
  await chat.page.getByRole("button", { name: "Search the conversation" }).click();
  const field = chat.page.getByRole("combobox", { name: "Words to look for" });
  await field.fill("the smell of rain");
  const options = chat.page.getByRole("option");
  await expect(options).toHaveCount(40);
  for (let n = 0; n < 30; n += 1) await field.press("ArrowDown");
  await field.press("Enter");
  await expect(chat.page.locator("[data-hit]")).toBeFocused();
  await chat.rest();
}

test("[F11] desk: pages before the window by wheel and keys, behind it by wheel and keys, move nobody", async ({ open }) => {
  for (const way of ["wheel", "keys"] as const) {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    await growsUnseen(chat, way, "older");
    await jumped(chat);
    await growsUnseen(chat, way, "newer");
  }
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  test("[F11] pages before and behind the window, by touch and keys, move nobody", async ({ open }) => {
    for (const way of ["touch", "keys"] as const) {
      const chat = await open("seed=full");
      await chat.expectAtEnd();
      await growsUnseen(chat, way, "older");
      await jumped(chat);
      await growsUnseen(chat, way, "newer");
    }
  });
});

test("[F8] a jump: the row stands where it should and stays; both ends are reached; the way back is where one was", async ({ open }) => {
  const chat = await open("seed=full");
  await chat.expectAtEnd();
  for (let round = 0; round < 3; round += 1) await chat.wheel(-900);
  const reading = await chat.topmost();
  await jumped(chat);
  const hit = chat.page.locator("[data-hit] article");
  await expect(hit).toContainText("the smell of rain");
  const frame = await chat.log.boundingBox();
  const box = await hit.boundingBox();
  expect(Math.abs((box?.y ?? 0) + (box?.height ?? 0) / 2 - ((frame?.y ?? 0) + (frame?.height ?? 0) / 2))).toBeLessThanOrEqual(40);
  // Down to the end, page by page, without the list running away with the reader; then it follows.
  const latest = chat.page.getByRole("button", { name: "Latest" });
  for (let round = 0; round < 80 && ((await latest.count()) > 0 || (await chat.distance()) > 2); round += 1) await chat.wheel(4000);
  await chat.expectAtEnd();
  expect(await chat.articles.last().getAttribute("data-message-id")).toBe(await chat.page.evaluate(() => window.fake.messages().at(-1)?.id));
  await chat.page.evaluate(() => window.fake.receive({ sender: "ai", text: "And here I am." }));
  await expect(chat.articles.last()).toContainText("And here I am.");
  await chat.expectAtEnd();
  await chat.page.getByRole("link", { name: "back" }).click();
  await expect(chat.page.getByRole("option").first()).toBeVisible();
  await chat.page.getByRole("link", { name: "back" }).dispatchEvent("click");
  await expect(chat.page.getByRole("dialog")).toHaveCount(0);
  await chat.rest();
  expect(Math.abs((await chat.place(reading.id)) - reading.y)).toBeLessThanOrEqual(1);
  // From a place far away one's own words lead to the end.
  await jumped(chat);
  await chat.composer.fill("here I am");
  await chat.composer.press("Enter");
  await expect(chat.articles.last()).toContainText("here I am");
  await chat.expectAtEnd();
  await expect(chat.page.locator("[data-hit]")).toHaveCount(0);
});

test("[F9] [F10] the line stands above what is new and stays while one reads; hidden pages read nothing; the pill counts and keeps the place", async ({ open }) => {
  const chat = await open("seed=unread");
  await chat.expectAtEnd();
  const line = chat.log.getByText("New", { exact: true });
  await expect(line).toHaveCount(1);
  const below = chat.log.locator(".chat-place", { has: chat.page.getByText("New", { exact: true }) }).locator("article");
  expect(await below.getAttribute("data-message-id")).toBe(await chat.page.evaluate(() => window.fake.messages()[996]?.id));
  const read = () => chat.page.evaluate(() => window.fake.calls.filter(([name]) => name === "markRead").at(-1)?.[1]);
  const newest = () => chat.page.evaluate(() => window.fake.messages().at(-1)?.id);
  await expect.poll(read).toBe(await newest());
  await expect(line).toHaveCount(1);
  // Nobody sees what comes to a page that is hidden.
  await chat.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    window.fake.receive({ sender: "ai", text: "While you were away." });
  });
  await chat.rest();
  expect(await read()).not.toBe(await newest());
  await chat.page.evaluate(() => {
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(chat.log.locator(".chat-place", { has: chat.page.getByText("New", { exact: true }) })).toContainText("While you were away.");
  await expect.poll(read).toBe(await newest());

  await chat.wheel(-1500);
  const moved = await movedBy(chat, async () => {
    for (const text of ["One.", "Two, which is longer. ".repeat(9), "Three."]) await chat.page.evaluate((words) => window.fake.receive({ sender: "ai", text: words }), text);
    await expect(chat.page.getByRole("button", { name: "3 new messages" })).toBeVisible();
  });
  expect(moved).toBeLessThanOrEqual(1);
  expect(await read()).not.toBe(await newest());
  await chat.page.getByRole("button", { name: "3 new messages" }).click();
  await chat.expectAtEnd();
  await expect.poll(read).toBe(await newest());
});

test("[F6] the sheet: axe in every state, keys, touch, and what it says when nothing is found, read or possible", async ({ open, page }) => {
  for (const [seed, theme] of [["full", "light"], ["full", "dark"], ["indexing", "light"]] as const) {
    const chat = await open(`seed=${seed}&theme=${theme}`);
    await page.getByRole("button", { name: "Search the conversation" }).click();
    const sheet = page.getByRole("dialog", { name: "Search" });
    const field = sheet.getByRole("combobox");
    await expect(field).toBeFocused();
    await expect(sheet.getByRole("table")).toBeVisible();
    const coloursOnly = theme === "dark";
    expect(await violations(page, { within: "dialog", coloursOnly }), `days, ${seed}, ${theme}`).toEqual([]);
    await field.fill("rain");
    await expect(sheet.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
    expect(await violations(page, { within: "dialog", coloursOnly }), `hits, ${seed}, ${theme}`).toEqual([]);
    if (seed === "indexing") await expect(sheet.getByRole("status")).toContainText("more may turn up");
    await expect(sheet.getByRole("option")).toHaveCount(40);
    await sheet.getByRole("button", { name: "Show more" }).click();
    await expect(sheet.getByRole("option")).toHaveCount(55);
    await field.fill("broken");
    await expect(sheet.getByRole("status")).toContainText("Your messages are safe");
    await sheet.getByRole("button", { name: "Try again" }).click();
    await field.fill("zzz");
    await expect(sheet.getByRole("status")).toContainText(seed === "indexing" ? "more may turn up" : "Nothing here with “zzz”");
    await expect(sheet.getByRole("option")).toHaveCount(0);
    // The first empties the field, as it does everywhere.
    await page.keyboard.press("Escape");
    await expect(field).toHaveValue("");
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Search the conversation" })).toBeFocused();
    await expect(chat.composer).toBeVisible();
  }
});
