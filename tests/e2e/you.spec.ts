/** You and its questions over a runtime in memory: every state they can be in, keys and touches, lines that are changed and forgotten. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { beyondTheEdge, expect, test } from "./support/places.ts";

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };
const statement = (page: Page) => page.getByRole("group").locator("legend");
const answers = (page: Page) => page.getByRole("group").getByRole("radio");
const calls = (page: Page, name: string) => page.evaluate((wanted) => window.fake.calls.filter(([called]) => called === wanted).map(([, ...args]) => args.join(" ")), name);

/** As it is, with text twice as large, and by lamplight. */
async function isFit(page: Page, what: string): Promise<void> {
  expect(await violations(page), what).toEqual([]);
  expect(await beyondTheEdge(page), what).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  expect(await beyondTheEdge(page), `${what}, text twice as large`).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  await page.evaluate(() => (document.documentElement.dataset["theme"] = "dark"));
  expect(await violations(page, { coloursOnly: true }), `${what}, dark`).toEqual([]);
  await page.evaluate(() => (document.documentElement.dataset["theme"] = "light"));
}

test("You says how somebody is in every state, and everything fits", async ({ page, open }) => {
  await page.setViewportSize(phone);
  const trait = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
  await open("/you", "seed=few");
  await expect(page.getByRole("link", { name: "Begin" })).toBeVisible();
  await expect(page.getByText("Still a blank page.")).toBeVisible();
  await isFit(page, "nothing yet");
  await open("/you", "seed=begun");
  await expect(page.getByText("You have answered 7 of 20.")).toBeVisible();
  await expect(page.getByRole("img", { name: /five traits/ })).toHaveCount(0);
  await open("/you", "seed=threefour");
  await expect(page.getByRole("link", { name: "Go on" })).toBeVisible();
  await expect(trait("Sociability")).toContainText("63 of 100");
  await open("/you", "seed=some");
  await expect(trait("Sociability")).toContainText("Not yet: three of its four questions");
  await expect(trait("Tenderness")).toContainText("92 of 100");
  expect(await beyondTheEdge(page)).toEqual([]);
  await open("/you", "seed=again");
  await expect(page.getByText("You have begun again: 3 of 20 answered.")).toBeVisible();
  await expect(trait("Tenderness")).toContainText("high");
  await open("/you", "seed=usual");
  await expect(trait("Tenderness")).not.toContainText("Bondhu is warm with you");
  await page.getByRole("checkbox", { name: "Bondhu talks with me by this" }).check();
  await expect(trait("Tenderness")).toContainText("Bondhu is warm with you");
  expect(await calls(page, "setPreference")).toEqual(["usePersonality true"]);
  for (const [locale, size] of [["bn", phone], ["en", desk]] as const) {
    await page.setViewportSize(size);
    await open("/you", `seed=runs&locale=${locale}`);
    await page.getByRole("radio").nth(1).check();
    await isFit(page, `an earlier time beside this one, ${locale}, ${size.width}`);
  }
  await open("/you", "seed=runs");
  await page.getByRole("radio").last().check();
  await expect(trait("Order")).toContainText("On 20 August 2026: middle, 56 of 100");
  await expect(page.locator(".radar-before")).toHaveCount(1);
  await page.setViewportSize(phone);
  await open("/you", "seed=heights");
  await isFit(page, "the longest lines");
});

test("[Q5] the questions go by keys alone, and a touch answers once", async ({ page, open }) => {
  await page.setViewportSize(desk);
  await open("/you", "seed=begun");
  await page.getByRole("link", { name: "Go on" }).click();
  await expect(statement(page)).toHaveText("I often forget to put things back in their proper place.");
  await expect(page.getByText("Donnellan, M. B.")).toContainText("ipip.ori.org");
  await isFit(page, "a question");
  // A digit answers, and the focus is where the answers are.
  await page.keyboard.press("4");
  await expect(statement(page)).toHaveText("I am relaxed most of the time.");
  await expect(answers(page).first()).toBeFocused();
  // The arrows only choose; Enter goes on.
  await page.keyboard.press("ArrowDown");
  await expect(answers(page).nth(1)).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(answers(page).nth(2)).toBeChecked();
  await expect(statement(page)).toHaveText("I am relaxed most of the time.");
  await page.keyboard.press("Enter");
  await expect(statement(page)).toHaveText("I am not interested in abstract ideas.");
  await page.keyboard.press("Backspace");
  await expect(answers(page).nth(2)).toBeChecked();
  await expect(answers(page).nth(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Question 10 of 20 · 9 answered")).toBeVisible();
  expect(await calls(page, "answerItem")).toEqual(["1 8 4", "1 9 2", "1 9 3"]);
  // Nothing is answered while a line is written elsewhere, or a help card lies above.
  await page.keyboard.press("Control+4");
  await page.keyboard.press("7");
  await page.getByRole("button", { name: "Help now" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("5");
  await page.keyboard.press("Escape");
  await expect(statement(page)).toHaveText("I am not interested in abstract ideas.");
  // Skipped: nothing is stored, and it comes again at the end.
  await page.getByRole("button", { name: "Skip for now" }).click();
  await expect(statement(page)).toHaveText("I talk to a lot of different people at parties.");
  // The second of a double click does not answer the line that has come meanwhile.
  await page.getByText("Very accurate", { exact: true }).dblclick();
  await expect(statement(page)).toHaveText("I feel others’ emotions.");
  expect(await calls(page, "answerItem")).toEqual(["1 8 4", "1 9 2", "1 9 3", "1 11 5"]);
  for (let item = 12; item <= 20; item += 1) await page.keyboard.press("3");
  await expect(statement(page)).toHaveText("I am not interested in abstract ideas.");
  // Passing over the last one with the arrows ends nothing.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(answers(page).nth(2)).toBeChecked();
  expect(await calls(page, "answerItem")).toHaveLength(13);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "What Bondhu knows of you" })).toBeFocused();
  await expect(page.getByText("That was the last one.")).toBeVisible();
  // Done: only a wish begins anew, with an empty page.
  await page.getByRole("link", { name: "Answer anew" }).click();
  await expect(page.getByText("Question 1 of 20 · 0 answered")).toBeVisible();
  await page.keyboard.press("1");
  expect((await calls(page, "answerItem")).at(-1)).toBe("2 1 1");
});

test("[Q5] another tab's answers show at once, and what it finishes is finished here", async ({ page, open }) => {
  await page.setViewportSize(phone);
  await open("/you/questions", "seed=last&locale=bn");
  await expect(statement(page)).toHaveText("আমার কল্পনাশক্তি ভালো নয়।");
  await isFit(page, "the last question, in Bengali");
  await page.getByRole("button", { name: "পেছনে" }).click();
  await page.evaluate(() => window.fake.commands.answerItem(1, 19, 5));
  await expect(answers(page).nth(4)).toBeChecked();
  await page.evaluate(() => window.fake.commands.answerItem(1, 20, 5));
  await expect(page.getByRole("heading", { level: 1, name: "বন্ধু তোমার কতটুকু জানে" })).toBeVisible();
  await open("/you/questions", "seed=profile");
  await expect(page.getByRole("heading", { level: 1, name: "What Bondhu knows of you" })).toBeVisible();
});

test("[D1] [D2] lines are written, changed, kept here and forgotten, and nobody loses what they write", async ({ page, open }) => {
  await page.setViewportSize(phone);
  await open("/you", "seed=profile");
  const field = page.getByRole("textbox", { name: "Something to remember" });
  const lines = page.getByRole("list", { name: "What Bondhu remembers" }).getByRole("listitem");
  await expect(lines).toHaveCount(3);
  await page.getByRole("button", { name: "Remember this" }).click();
  await expect(page.getByRole("alert")).toHaveText("There is nothing to remember yet. Write a few words first.");
  await expect(field).toBeFocused();
  await field.fill("ক".repeat(450));
  await expect(page.getByText("450 of 500 characters")).toBeVisible();
  await field.fill("ক".repeat(501));
  await expect(page.getByRole("alert")).toContainText("501 characters; a line holds 500.");
  await page.keyboard.press("Enter");
  expect(await calls(page, "addFact")).toEqual([" false"]);
  await field.fill("Tea without sugar");
  await page.getByRole("checkbox", { name: "Keep it on this device only" }).check();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(lines.first()).toContainText("Tea without sugar");
  await expect(lines.first()).toContainText("only on this device");
  await expect(field).toHaveValue("");

  // To the side where it never leaves: first the move, then the words.
  await lines.filter({ hasText: "Mita" }).getByRole("button").click();
  const editor = lines.getByRole("textbox", { name: "This line" });
  await expect(editor).toBeFocused();
  await editor.fill("My sister is Mita");
  await lines.getByRole("checkbox").check();
  await expect(page.getByText("cannot be called back")).toBeVisible();
  await isFit(page, "a line being changed");
  await lines.getByRole("button", { name: "Save" }).click();
  await expect(lines.filter({ hasText: "My sister is Mita" })).toContainText("only on this device");
  await expect(page.getByRole("button", { name: "Change: My sister is Mita" })).toBeFocused();
  expect(await page.evaluate(() => window.fake.calls.map(([name]) => name).filter((name) => name.endsWith("Fact")))).toEqual(["addFact", "addFact", "moveFact", "editFact"]);

  // Forgotten elsewhere while it is changed here.
  await page.getByRole("button", { name: "Change: On hard days" }).click();
  await editor.fill("On hard days I walk by the river");
  await page.evaluate(() => window.fake.commands.forgetFact("fact-1"));
  await expect(page.getByText("This line was forgotten in another place")).toBeVisible();
  await expect(editor).toHaveValue("On hard days I walk by the river");
  await lines.getByRole("button", { name: "Remember this" }).click();
  await expect(lines).toHaveCount(4);
  await expect(lines.filter({ hasText: "by the river" })).toHaveCount(1);

  await page.getByRole("button", { name: "Change: Tea without sugar" }).click();
  await lines.getByRole("button", { name: "Forget this" }).click();
  await expect(lines.getByText("This line is kept nowhere else.")).toBeFocused();
  await isFit(page, "a line about to be forgotten");
  await lines.getByRole("button", { name: "Keep it" }).click();
  await expect(editor).toHaveValue("Tea without sugar");
  await lines.getByRole("button", { name: "Forget this" }).click();
  await lines.getByRole("button", { name: "Forget it" }).click();
  await expect(lines).toHaveCount(3);
  await expect(page.getByText("Forgotten.", { exact: true })).toBeVisible();
  await expect(page.getByRole("list", { name: "What Bondhu remembers" })).toBeFocused();
});
