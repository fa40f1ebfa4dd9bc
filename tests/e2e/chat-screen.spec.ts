/** The chat screen over a runtime in memory: what the eye, the finger and the keyboard meet. No host, no worker. */
import { violations } from "./support/axe.ts";
import type { Chat } from "./support/gallery.ts";
import { expect, test } from "./support/gallery.ts";

test.describe("composer", () => {
  test("Enter sends on a desk, Shift+Enter makes a line, focus stays, the text leaves once it is kept", async ({ open }) => {
    const chat = await open("seed=empty");
    await expect(chat.send).toBeDisabled();
    await chat.composer.click();
    await chat.page.keyboard.type("one");
    await chat.page.keyboard.press("Shift+Enter");
    await chat.page.keyboard.type("two");
    await chat.page.keyboard.press("Enter");
    await expect(chat.articles).toHaveCount(1);
    await expect(chat.articles.locator("[data-message-text]")).toHaveText("one\ntwo");
    await expect(chat.articles).toHaveAttribute("data-state", "local");
    await expect(chat.composer).toHaveValue("");
    await expect(chat.composer).toBeFocused();
    await chat.page.keyboard.press("Enter");
    await expect(chat.articles).toHaveCount(1);
  });

  test("Enter that confirms an input method's composition never sends", async ({ open }) => {
    const chat = await open("seed=empty");
    await chat.composer.click();
    const session = await chat.page.context().newCDPSession(chat.page);
    await session.send("Input.imeSetComposition", { text: "বন্ধু", selectionStart: 5, selectionEnd: 5 });
    // As Chromium reports it: composing, key 229.
    await chat.composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
    await session.send("Input.insertText", { text: "বন্ধু" });
    // As Safari reports it: the composition is already over, only the key code still tells.
    await chat.composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: false, bubbles: true, cancelable: true });
    await expect(chat.composer).toHaveValue("বন্ধু");
    await expect(chat.articles).toHaveCount(0);
    await chat.page.keyboard.press("Enter");
    await expect(chat.articles).toHaveCount(1);
  });

  test("a stored draft comes back, and never over what was typed meanwhile", async ({ open }) => {
    const first = await open("seed=few&draft=half%20a%20thought");
    await expect(first.composer).toHaveValue("half a thought");
    const second = await open("seed=few&draft=old&draftHeld");
    await second.composer.fill("new");
    await second.page.evaluate(() => window.fake.releaseDraft());
    await second.page.evaluate(() => window.fake.queries.draft());
    await expect(second.composer).toHaveValue("new");
  });

  test("a draft is kept with every key, and over another screen", async ({ open }) => {
    const chat = await open("seed=few");
    const saved = () => chat.page.evaluate(() => window.fake.savedDraft());
    await chat.composer.fill("kept");
    await expect.poll(saved).toBe("kept");
    await chat.composer.pressSequentially(" at once");
    await expect.poll(saved).toBe("kept at once");
    await chat.composer.fill("kept on leaving");
    await chat.page.getByRole("link", { name: "away" }).click();
    await expect.poll(saved).toBe("kept on leaving");
    await chat.page.getByRole("link", { name: "chat" }).click();
    await expect(chat.composer).toHaveValue("kept on leaving");
  });

  test("every refusal leaves the words in the field and says why", async ({ open }) => {
    const chat = await open("seed=few");
    const reasons = [
      ["quota", "no room left"],
      ["gone", "copy it, then reload"],
      ["mutationTooLarge", "too large"],
      ["throw", "not clear why"],
    ] as const;
    for (const [kind, words] of reasons) {
      await chat.page.evaluate((failure) => window.fake.failNextSend(failure === "throw" ? "throw" : { kind: failure }), kind);
      await chat.composer.fill(`words ${kind}`);
      await chat.composer.press("Enter");
      await expect(chat.page.getByRole("alert")).toContainText(words);
      await expect(chat.composer).toHaveValue(`words ${kind}`);
    }
    await chat.composer.press("Enter");
    await expect(chat.composer).toHaveValue("");
    await expect(chat.page.getByRole("alert")).toBeEmpty();
  });

  test("counts from 7,500 characters and refuses over 8,000 with the reason", async ({ open }) => {
    const chat = await open("seed=few");
    await chat.composer.fill("x".repeat(7499));
    await expect(chat.page.getByText("of 8,000")).toHaveCount(0);
    await chat.composer.fill("x".repeat(7500));
    await expect(chat.page.getByText("7,500 of 8,000")).toBeVisible();
    await chat.composer.fill("x".repeat(8012));
    await expect(chat.page.getByText("12 over the limit of 8,000")).toBeVisible();
    await expect(chat.send).toBeDisabled();
    await chat.composer.press("Enter");
    await expect(chat.page.getByRole("alert")).toContainText("Your text is still here");
    expect(await chat.page.evaluate(() => window.fake.calls.some(([name]) => name === "sendMessage"))).toBe(false);
    await chat.composer.fill("x".repeat(8000));
    await chat.composer.press("Enter");
    await expect(chat.composer).toHaveValue("");
  });

  test("sending twice fast keeps the order", async ({ open }) => {
    const chat = await open("seed=empty");
    await chat.composer.click();
    for (let n = 1; n <= 8; n += 1) {
      await chat.page.keyboard.insertText(`message ${n}`);
      await chat.page.keyboard.press("Enter");
    }
    await expect(chat.articles).toHaveCount(8);
    await expect(chat.articles.locator("[data-message-text]")).toHaveText(Array.from({ length: 8 }, (_, n) => `message ${n + 1}`));
  });

  test("grows with its text and never pushes the page over the edge", async ({ open }) => {
    const chat = await open("seed=few");
    const before = await chat.composer.evaluate((field) => field.clientHeight);
    await chat.composer.fill("a line\n".repeat(4));
    expect(await chat.composer.evaluate((field) => field.clientHeight)).toBeGreaterThan(before + 60);
    await chat.composer.fill("a line\n".repeat(100));
    const box = await chat.send.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(720);
    expect(await chat.page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(0);
  });
});

test.describe("composer on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  test("Enter makes a new line, the button sends", async ({ open }) => {
    const chat = await open("seed=empty");
    await chat.composer.tap();
    await chat.page.keyboard.type("one");
    await chat.page.keyboard.press("Enter");
    await chat.page.keyboard.type("two");
    await expect(chat.composer).toHaveValue("one\ntwo");
    await chat.send.tap();
    await expect(chat.articles.locator("[data-message-text]")).toHaveText("one\ntwo");
    await expect(chat.composer).toBeFocused();
  });
});

test.describe("the conversation", () => {
  test("opens at the end, and its first picture already is the end", async ({ open }) => {
    const chat = await open("seed=full");
    await expect(chat.log).toBeVisible();
    await chat.expectAtEnd();
    const first = await chat.page.evaluate(async () => {
      // The route away and back mounts it anew; every frame from then on is looked at.
      const click = (text: string) => [...document.querySelectorAll("a")].find((link) => link.textContent === text)?.click();
      click("away");
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      click("chat");
      const seen: number[] = [];
      for (let frame = 0; frame < 12; frame += 1) {
        await new Promise(requestAnimationFrame);
        const log = document.querySelector('[role="log"]');
        const last = [...(log?.querySelectorAll("article") ?? [])].at(-1);
        if (log !== null && last !== undefined) seen.push(Math.round(log.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom));
      }
      return seen;
    });
    expect(first.length).toBeGreaterThan(5);
    expect(new Set(first).size, `the end moved: ${first.join(" ")}`).toBe(1);
  });

  test("follows the end while the reader is there: new messages, growing ones, a growing composer", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    const id = await chat.page.evaluate(() => window.fake.receive({ sender: "ai", text: "A thought", state: "streaming", replyTo: null }));
    await chat.expectAtEnd();
    for (let n = 0; n < 6; n += 1) {
      await chat.page.evaluate(({ id, n }) => window.fake.change(id, { text: "A thought that grows longer. ".repeat(n * 4) }), { id, n });
      await chat.expectAtEnd();
    }
    await chat.composer.fill("line\n".repeat(6));
    await chat.expectAtEnd();
    await expect(chat.page.getByRole("button", { name: /new message/ })).toHaveCount(0);
  });

  test("another device's words that take their place before the last ones do not push the reader off the end", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    const words = "Written on another device a little earlier. ".repeat(8);
    for (const before of [1, 2, 4]) {
      await chat.page.evaluate(({ words, before }) => window.fake.arriveLate(words, before), { words, before });
      await chat.rest();
      await chat.expectAtEnd();
    }
    await expect(chat.page.getByRole("button", { name: /new message|latest/i })).toHaveCount(0);
    // Only the reader's own hand leaves the end.
    await chat.wheel(-400);
    const before = await chat.topmost();
    await chat.page.evaluate((words) => window.fake.arriveLate(words, 1), words);
    await chat.rest();
    expect(Math.abs((await chat.place(before.id)) - before.y)).toBeLessThanOrEqual(1);
  });

  test("does not move a reader who is elsewhere, and offers the way to what is new", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    await chat.wheel(-900);
    const before = await chat.topmost();
    await chat.page.evaluate(() => {
      window.fake.receive({ sender: "ai", text: "Something new, and rather long. ".repeat(6) });
      window.fake.receive({ sender: "ai", text: "And one more." });
    });
    const pill = chat.page.getByRole("button", { name: "2 new messages" });
    await expect(pill).toBeVisible();
    expect(await chat.place(before.id)).toBe(before.y);
    await pill.click();
    await chat.expectAtEnd();
    await expect(pill).toHaveCount(0);
    await expect(chat.articles.last()).toContainText("And one more.");
  });

  test("one's own words are followed from anywhere", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.wheel(-2500);
    await chat.composer.fill("here I am");
    await chat.composer.press("Enter");
    await expect(chat.articles.last()).toContainText("here I am");
    await chat.expectAtEnd();
  });

  test("a thought turns into the reply in place, at the end", async ({ open }) => {
    const chat = await open("seed=full&answer=I%20am%20here.");
    await chat.composer.fill("are you there?");
    await chat.composer.press("Enter");
    await expect(chat.log.locator('[data-progress="thinking"]')).toBeVisible();
    await chat.expectAtEnd();
    await expect(chat.articles.last()).toContainText("I am here.");
    await expect(chat.log.locator("[data-progress]")).toHaveCount(0);
    await chat.expectAtEnd();
    await expect(chat.log).toHaveAttribute("aria-live", "off");
    await expect(chat.page.getByText("Bondhu: I am here.")).toHaveAttribute("aria-live", "polite");
  });

  test("older history comes in front without moving the reader by a pixel", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    let loads = 0;
    for (let round = 0; round < 12; round += 1) {
      await chat.wheel(-1400);
      const before = await chat.topmost();
      const answer = await chat.page.evaluate(async () => {
        const log = document.querySelector('[role="log"]');
        if (log === null) throw new Error("no log");
        const known = log.scrollHeight;
        await window.fake.queries.timeline().loadOlder();
        return { known };
      });
      await chat.rest();
      const grown = await chat.log.evaluate((log, known) => log.scrollHeight > known, answer.known);
      if (grown) loads += 1;
      expect(Math.abs((await chat.place(before.id)) - before.y), `round ${round}`).toBeLessThanOrEqual(1);
    }
    expect(loads).toBeGreaterThan(3);
  });

  test("older history at the very top: the first message stays where it is", async ({ open }) => {
    const chat = await open("seed=backfilling");
    await chat.log.evaluate((log) => log.scrollTo(0, 0));
    await chat.rest();
    await expect(chat.page.getByText("Older pages are on their way")).toBeVisible();
    const before = await chat.topmost();
    await chat.page.evaluate(() => window.fake.putInFront(100));
    await chat.rest();
    expect(Math.abs((await chat.place(before.id)) - before.y)).toBeLessThanOrEqual(1);
    expect(await chat.log.evaluate((log) => log.scrollTop)).toBeGreaterThan(2000);
  });

  test("older history is asked for before the reader reaches the top, once at a time", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    expect(await chat.page.evaluate(() => window.fake.calls.filter(([name]) => name === "loadOlder").length)).toBe(0);
    for (let round = 0; round < 4; round += 1) await chat.wheel(-1200);
    const loads = await chat.page.evaluate(() => window.fake.calls.filter(([name]) => name === "loadOlder").length);
    expect(loads).toBeGreaterThanOrEqual(1);
    expect(loads).toBeLessThanOrEqual(4);
  });

  test("the place is found again after another screen", async ({ open }) => {
    const chat = await open("seed=full");
    await chat.expectAtEnd();
    for (let round = 0; round < 6; round += 1) await chat.wheel(-1300);
    const before = await chat.topmost();
    await chat.page.getByRole("link", { name: "away" }).click();
    await expect(chat.page.getByRole("heading", { name: "Another screen" })).toBeVisible();
    await chat.page.getByRole("link", { name: "chat" }).click();
    await chat.rest();
    expect(Math.abs((await chat.place(before.id)) - before.y)).toBeLessThanOrEqual(1);
  });

  test("100,000 messages scroll like 100: few rows, as little work, the end stays the end", async ({ open }) => {
    /** Milliseconds the page worked while being scrolled up and down. */
    const work = async (chat: Chat): Promise<number> => {
      await chat.expectAtEnd();
      const session = await chat.page.context().newCDPSession(chat.page);
      await session.send("Performance.enable");
      const worked = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
      await chat.log.hover();
      const before = await worked();
      for (let n = 0; n < 30; n += 1) await chat.page.mouse.wheel(0, n % 2 === 0 ? -1500 : 900);
      await chat.rest();
      expect(await chat.articles.count()).toBeLessThan(80);
      return (await worked()) - before;
    };
    const few = await work(await open("seed=hundred"));
    const chat = await open("seed=endless");
    expect(await work(chat)).toBeLessThan(few * 2 + 0.15);
    await chat.log.evaluate((log) => log.scrollTo(0, log.scrollHeight / 2));
    await chat.rest();
    await expect(chat.articles.first()).toBeAttached();
    await chat.page.getByRole("button", { name: "Latest" }).click();
    await chat.expectAtEnd();
  });

  test("shows what was written as text: markup, long words, right to left, lines", async ({ open }) => {
    const chat = await open("seed=few");
    const texts = ["<img src=x onerror=alert(1)> **bold**", "w".repeat(900), "مرحبا كيف حالك", "a\n\n  b", "😊"];
    for (const text of texts) await chat.page.evaluate((words) => window.fake.receive({ sender: "user", text: words, state: "local" }), text);
    await expect(chat.log.locator("img")).toHaveCount(0);
    const last = chat.articles.locator("[data-message-text]");
    for (const [index, text] of texts.entries()) expect(await last.nth(3 + index).evaluate((node) => node.textContent)).toBe(text);
    expect(await last.nth(5).evaluate((node) => getComputedStyle(node).direction)).toBe("rtl");
    expect(await chat.log.evaluate((log) => log.scrollWidth - log.clientWidth)).toBe(0);
  });
});

test.describe("states", () => {
  test("each message says where it is, a refused one offers retry, a failed reply asks again", async ({ open }) => {
    const chat = await open("seed=states");
    const state = (text: string) => chat.articles.filter({ hasText: text });
    await expect(state("only here").getByRole("img", { name: "On this device, not synced yet" })).toBeVisible();
    await expect(state("is synced").getByRole("img", { name: "Synced", exact: true })).toBeVisible();
    await expect(state("was answered").getByRole("img", { name: "Synced and answered" })).toBeVisible();
    const refused = state("was refused");
    await expect(refused).toHaveAttribute("data-state", "failed");
    await expect(refused).toContainText("It is safe on this device");
    await refused.getByRole("button", { name: "Try again" }).click();
    await expect(refused).toHaveAttribute("data-state", "local");
    await chat.log.getByRole("button", { name: "Ask again" }).click();
    await expect(chat.log.locator('[data-progress="thinking"]')).toBeVisible();
    expect(await chat.page.evaluate(() => window.fake.calls.map(([name]) => name).filter((name) => name !== "saveDraft" && name !== "markRead"))).toEqual(["retryQuarantined", "askAgain"]);
  });

  test("[R6] a reply by rules is labelled, and says on request what that means", async ({ open }) => {
    const chat = await open("seed=states");
    const reply = chat.articles.filter({ hasText: "go on" });
    const label = reply.getByRole("button", { name: "simple reply" });
    await expect(label).toHaveAttribute("aria-expanded", "false");
    await label.click();
    await expect(reply.getByText("without a language model")).toBeVisible();
  });

  test("[T2] a guest is told once, quietly, that the words live only here; an account is not", async ({ open }) => {
    const guest = await open("seed=first");
    await expect(guest.log.getByText("These words live only on this device.")).toHaveCount(1);
    const account = await open("seed=offline");
    await expect(account.articles.first()).toBeVisible();
    await expect(account.log.getByText("These words live only on this device.")).toHaveCount(0);
  });

  test("[R7] under the words that worried us stands a way to the help card", async ({ open }) => {
    const chat = await open("seed=crisis");
    await chat.log.getByRole("button", { name: "See who can help now" }).click();
    await expect(chat.page.getByRole("heading", { name: "Another screen" })).toBeVisible();
  });

  test("openers fill the composer and send nothing", async ({ open }) => {
    const chat = await open("seed=empty");
    await chat.page.getByRole("button", { name: "Something good happened today" }).click();
    await expect(chat.composer).toHaveValue("Something good happened today");
    await expect(chat.composer).toBeFocused();
    await expect(chat.articles).toHaveCount(0);
  });
});

test("axe finds nothing in any state, light and dark", async ({ open, page }) => {
  for (const seed of ["empty", "states", "offline", "crisis", "first", "full"]) {
    for (const theme of ["light", "dark"] as const) {
      await open(`seed=${seed}&theme=${theme}`);
      expect(await violations(page, { within: ".chat", coloursOnly: theme === "dark" }), `${seed}, ${theme}`).toEqual([]);
    }
  }
});
