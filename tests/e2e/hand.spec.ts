/** M1–M11: what a hand does with messages, over a runtime in memory. The journeys through a real host are in hand-devices.spec.ts. */
import type { Locator } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { type Chat, expect, test } from "./support/gallery.ts";

/** A page whose actions have been loaded. */
async function ready(chat: Chat): Promise<Chat> {
  await expect(chat.page.locator(".chat[data-actions]")).toBeVisible();
  return chat;
}
const menu = (chat: Chat): Locator => chat.page.getByRole("menu", { name: "Actions for this message" });
const item = (chat: Chat, name: string | RegExp): Locator => menu(chat).getByRole("menuitem", { name });
const calls = (chat: Chat, name: string) => chat.page.evaluate((wanted) => window.fake.calls.filter(([called]) => called === wanted).map(([, ...args]) => args), name);
const focusedText = (chat: Chat) => chat.page.evaluate(() => document.activeElement?.querySelector("[data-message-text]")?.textContent ?? null);

test("[M1] [M5] by mouse: the three dots and the right button, reactions, copy, and the browser's own menu where it is better", async ({ open, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const chat = await ready(await open("seed=hand"));
  const { page } = chat;
  const question = chat.articles.filter({ hasText: "I can’t sleep again" });
  await question.hover();
  await question.getByRole("button", { name: "Actions" }).click();
  await expect(menu(chat)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await item(chat, "Copy").click();
  await expect(menu(chat)).toHaveCount(0);
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("I can’t sleep again");
  await expect(question.getByRole("button", { name: "Actions" })).toBeFocused();

  await question.locator("[data-message-text]").click({ button: "right" });
  const love = menu(chat).getByRole("menuitemradio", { name: "Love" });
  await expect(love).toHaveAttribute("aria-checked", "false");
  await love.click();
  await expect(question.getByRole("button", { name: "Your reaction: ❤️" })).toBeVisible();
  await question.getByRole("button", { name: "Your reaction: ❤️" }).click();
  await expect(love).toHaveAttribute("aria-checked", "true");
  await love.click();
  expect((await calls(chat, "react")).map(([, reaction]) => reaction)).toEqual(["❤️", null]);

  // A press elsewhere closes it; a selection and a link keep what the browser offers.
  await question.locator("[data-message-text]").click({ button: "right" });
  await page.mouse.click(20, 300);
  await expect(menu(chat)).toHaveCount(0);
  await chat.articles.last().getByRole("link").click({ button: "right" });
  await expect(menu(chat)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await question.locator("[data-message-text]").dblclick();
  await question.locator("[data-message-text]").click({ button: "right" });
  await expect(menu(chat)).toHaveCount(0);
});

test("[M10] by keyboard: through the messages, their menu and back to writing; a key that is text stays text", async ({ open }) => {
  const chat = await ready(await open("seed=hand"));
  const { page } = chat;
  const press = (...keys: string[]) => keys.reduce(async (before, key) => (await before, page.keyboard.press(key)), Promise.resolve());
  await chat.composer.click();
  await page.keyboard.type("?a");
  await press("ArrowUp");
  await expect(chat.composer).toBeFocused();
  await expect(chat.composer).toHaveValue("?a");
  await chat.composer.fill("");
  await press("ArrowUp");
  expect(await focusedText(chat)).toContain("When sleep won’t come");
  await press("ArrowUp");
  expect(await focusedText(chat)).toBe("I can’t sleep again");
  await press("Enter");
  await expect(menu(chat).getByRole("menuitemradio").first()).toBeFocused();
  await press("ArrowRight", "ArrowRight", "ArrowDown");
  await expect(item(chat, "Copy")).toBeFocused();
  await press("ArrowUp", "End");
  await expect(item(chat, /Delete/)).toBeFocused();
  await press("Escape");
  await expect(menu(chat)).toHaveCount(0);
  expect(await focusedText(chat)).toBe("I can’t sleep again");
  // Its own button is the next stop of Tab, no other message's is.
  await press("Tab");
  await expect(chat.articles.filter({ hasText: "I can’t sleep again" }).getByRole("button", { name: "Actions" })).toBeFocused();
  await press("Shift+F10");
  await expect(menu(chat)).toBeVisible();
  await press("Tab", "Home");
  await expect(menu(chat)).toHaveCount(0);
  await expect.poll(() => focusedText(chat)).toBe("Hi Bondhu");
  await press("End");
  await expect.poll(() => focusedText(chat)).toContain("When sleep won’t come");
  await press("ArrowDown");
  await expect(chat.composer).toBeFocused();

  await press("Control+/");
  const sheet = page.getByRole("dialog", { name: "Keyboard" });
  await expect(sheet).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await press("Escape");
  await expect(sheet).toBeHidden();
  await chat.log.focus();
  await press("?");
  await expect(sheet).toBeVisible();
  await press("Escape");
  await expect(sheet).toBeHidden();
  await press("Escape");
  await expect(chat.composer).toBeFocused();

  // Delete hides at once and goes on at the neighbour; undo by key and by the toast.
  await press("ArrowUp", "ArrowUp", "Delete");
  await expect(chat.articles.filter({ hasText: "I can’t sleep again" })).toHaveCount(0);
  await expect(page.getByText("Deleted, with Bondhu’s answer")).toBeVisible();
  await chat.log.focus();
  await press("Control+z");
  await expect(chat.articles.filter({ hasText: "I can’t sleep again" })).toBeVisible();
  await expect(page.getByText("Deleted, with Bondhu’s answer")).toHaveCount(0);
});

test("[M11] a reply is read aloud once and whole; what becomes the last again is not read again", async ({ open }) => {
  const chat = await ready(await open("seed=hand"));
  const said = chat.page.locator("p.sr-only[aria-live]");
  await expect(said).toHaveText("");
  const id = await chat.page.evaluate(() => window.fake.receive({ sender: "user", text: "one more" }));
  await chat.page.evaluate((to) => {
    window.fake.setReply({ kind: "thinking", messageId: to });
  }, id);
  await expect(said).toHaveText("Bondhu is replying");
  await chat.page.evaluate((to) => {
    window.fake.receive({ sender: "ai", text: "I **hear** you.\n\n- truly", replyTo: to });
    window.fake.setReply({ kind: "idle" });
  }, id);
  await expect(said).toHaveText(/^Bondhu: I hear you\.\s+truly$/);
  await expect(chat.log).toHaveAttribute("aria-live", "off");
  await chat.page.evaluate((to) => window.fake.commands.deleteMessage(to), id);
  await expect(chat.articles.last()).toContainText("When sleep won’t come");
  await expect(said).toHaveText(/I hear you/);
});

test("[M6] [M7] [M8] answers are paged through in their place; Markdown is drawn once, at its height, and its links say where they lead", async ({ open }) => {
  const chat = await ready(await open("seed=hand"));
  const { page } = chat;
  const answer = chat.articles.last();
  await expect(answer.getByRole("listitem")).toHaveCount(4);
  await expect(answer.locator("img, script, table")).toHaveCount(0);
  const link = answer.getByRole("link", { name: "over here" });
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(answer).toContainText("over here (example.org)");
  const pages = answer.getByRole("group", { name: "Answers" });
  await expect(pages).toContainText("Answer 2 of 2");
  await pages.getByRole("button", { name: "Earlier answer" }).click();
  await expect(answer).toContainText("Does tonight feel long?");
  await expect(pages).toContainText("Answer 1 of 2");
  await expect(pages.getByRole("button", { name: "Earlier answer" })).toBeDisabled();
  await chat.expectAtEnd();
  // Asking again shows what is asked for.
  await answer.hover();
  await answer.getByRole("button", { name: "Actions" }).click();
  await item(chat, "Answer again").click();
  expect(await calls(chat, "askAgain")).toHaveLength(1);
  await expect(pages).toContainText("Answer 2 of 2");
  // Only at the end of the conversation.
  await chat.articles.filter({ hasText: "I’m glad he called." }).click({ button: "right" });
  await expect(item(chat, "Copy")).toBeVisible();
  await expect(item(chat, "Answer again")).toHaveCount(0);
  await page.keyboard.press("Escape");

  // Anew, every frame from the first article on: no row changes its height after it has been drawn.
  await page.addInitScript(() => {
    const heights = new Map<string, Set<number>>();
    Object.assign(globalThis, { heights });
    const look = (): void => {
      for (const article of document.querySelectorAll<HTMLElement>("article")) {
        const id = article.dataset["messageId"] ?? "";
        heights.set(id, (heights.get(id) ?? new Set()).add(article.querySelector<HTMLElement>("[data-message-text]")?.offsetHeight ?? 0));
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await ready(await open("seed=hand"));
  await expect(chat.articles.last().getByRole("listitem")).toHaveCount(4);
  const drawn = await page.evaluate(() => [...(Reflect.get(globalThis, "heights") as Map<string, Set<number>>).values()].map((seen) => seen.size));
  expect(drawn.length).toBeGreaterThan(5);
  expect(new Set(drawn)).toEqual(new Set([1]));
});

test("[M9] Bengali by an input method: nothing of it is sent, moved or lost until it is confirmed", async ({ open }) => {
  const chat = await ready(await open("seed=few"));
  await chat.composer.click();
  const session = await chat.page.context().newCDPSession(chat.page);
  const key = (name: string) => session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: name, code: name, windowsVirtualKeyCode: 229 });
  for (const text of ["আ", "আম", "আমা", "আমার"]) await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  // Keys that belong to the input method's own list of words.
  await key("ArrowUp");
  await key("Enter");
  await expect(chat.composer).toBeFocused();
  await expect(chat.composer).toHaveValue("আমার");
  await session.send("Input.insertText", { text: "আমার " });
  await key("Enter");
  await expect(chat.articles).toHaveCount(3);
  await chat.page.keyboard.insertText("কথা");
  await chat.page.keyboard.press("Enter");
  await expect(chat.articles.last().locator("[data-message-text]")).toHaveText("আমার কথা");
});

test("[M9] a huge paste is refused whole and said, a large one is counted", async ({ open, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const chat = await ready(await open("seed=few"));
  await chat.composer.fill("mine ");
  const paste = async (length: number) => {
    await chat.page.evaluate((count) => navigator.clipboard.writeText("x".repeat(count)), length);
    await chat.composer.press("End");
    await chat.page.keyboard.press("Control+v");
  };
  await paste(2_000_000);
  await expect(chat.page.getByText("That is 2,000,000 characters")).toBeVisible();
  await expect(chat.composer).toHaveValue("mine ");
  await paste(9000);
  await expect(chat.page.getByText("1,005 over the limit of 8,000")).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });

  async function hold(chat: Chat, on: Locator, moved = 0): Promise<void> {
    const box = await on.boundingBox();
    if (box === null) throw new Error("nothing to hold");
    const session = await chat.page.context().newCDPSession(chat.page);
    const at = { x: box.x + Math.min(40, box.width / 2), y: box.y + Math.min(14, box.height / 2) };
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    if (moved > 0) await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: at.x, y: at.y - moved }] });
    else await expect(menu(chat)).toBeVisible();
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }

  test("[M1] [M2] a finger held down opens the actions and lifting it leaves them open; a moving finger scrolls; delete and undo", async ({ open }) => {
    const chat = await ready(await open("seed=hand&locale=en"));
    const { page } = chat;
    const question = chat.articles.filter({ hasText: "I can’t sleep again" });
    const words = question.locator("[data-message-text]");
    await hold(chat, words);
    await expect(menu(chat)).toBeVisible();
    const box = await menu(chat).boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 360).toBe(true);
    expect(await violations(page)).toEqual([]);
    await item(chat, "Select text").tap();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe("I can’t sleep again");
    await page.evaluate(() => getSelection()?.removeAllRanges());

    const answer = chat.articles.last();
    await hold(chat, answer.getByText("Rest counts"));
    await page.touchscreen.tap(20, 60);
    await expect(menu(chat)).toHaveCount(0);
    await hold(chat, answer.getByText("Rest counts"));
    await item(chat, "Delete").tap();
    await expect(chat.articles.filter({ hasText: "Rest counts" })).toHaveCount(0);
    await expect(question).toBeVisible();
    const toast = page.getByRole("listitem").filter({ hasText: "Deleted" });
    const field = await chat.composer.boundingBox();
    const shown = await toast.boundingBox();
    expect((shown?.y ?? 0) + (shown?.height ?? 0), "the toast lies on the composer").toBeLessThanOrEqual(field?.y ?? 0);
    await toast.getByRole("button", { name: "Undo" }).tap();
    await expect(chat.articles.filter({ hasText: "Rest counts" })).toBeVisible();

    await hold(chat, chat.articles.filter({ hasText: "I’m glad he called." }).locator("[data-message-text]"), 40);
    await chat.rest();
    await expect(menu(chat)).toHaveCount(0);
  });

  test("[M9] a keyboard that opens takes room from the conversation, not from its end, and covers nothing", async ({ open }) => {
    const chat = await ready(await open("seed=full"));
    await chat.expectAtEnd();
    await chat.composer.tap();
    await chat.page.setViewportSize({ width: 360, height: 400 });
    await chat.expectAtEnd();
    const box = await chat.composer.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(400);
    await chat.page.setViewportSize({ width: 360, height: 740 });
    await chat.expectAtEnd();
  });
});
