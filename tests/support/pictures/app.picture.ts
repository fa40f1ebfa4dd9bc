/** The app as people see it, on a phone and on a desk, by day and by lamplight, in both languages. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, newAccount, test } from "../../e2e/support/fixtures.ts";
import { yearBefore } from "./history.ts";

/** What README and manifest show. */
const folder = "public/screenshots";
/** What only goes into one of them. */
const parts = "test-results/pictures-parts";
const phone = { width: 390, height: 800 };
const desk = { width: 1280, height: 800 };

/** A conversation as somebody might have it; each line is sent once the reply to the last has come. */
const lines = {
  en: ["Hello Bondhu, my name is Mita", "I have an exam on Monday and I can't sleep", "Talking about it helps a little", "thank you"],
  bn: ["হ্যালো বন্ধু, আমার নাম মিতা", "আজ মনটা খুব খারাপ, সামনে পরীক্ষা", "কথা বলে একটু ভালো লাগছে", "ধন্যবাদ"],
} as const;

interface Scene {
  readonly name: string;
  readonly folder: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: "light" | "dark";
  readonly language: keyof typeof lines;
  readonly path: string;
  /** Somebody who has been here for a year. */
  readonly history?: boolean;
  /** What a person does there before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const scenes: readonly Scene[] = [
  { name: "phone-light-en", folder, viewport: phone, colorScheme: "light", language: "en", path: "/chat" },
  { name: "phone-dark-bn", folder, viewport: phone, colorScheme: "dark", language: "bn", path: "/chat" },
  { name: "desk-light-en", folder, viewport: desk, colorScheme: "light", language: "en", path: "/chat" },
  { name: "desk-dark-en", folder: parts, viewport: desk, colorScheme: "dark", language: "en", path: "/", history: true },
  { name: "desk-light-bn", folder: parts, viewport: desk, colorScheme: "light", language: "bn", path: "/", history: true },
  { name: "phone-light-en-days", folder: parts, viewport: phone, colorScheme: "light", language: "en", path: "/days", history: true },
  { name: "phone-light-bn-help", folder: parts, viewport: phone, colorScheme: "light", language: "bn", path: "/help" },
  { name: "phone-dark-en-data", folder: parts, viewport: phone, colorScheme: "dark", language: "en", path: "/settings/data" },
  {
    name: "phone-light-en-search",
    folder: parts,
    viewport: phone,
    colorScheme: "light",
    language: "en",
    path: "/chat",
    act: async (page) => {
      await page.getByRole("button", { name: "Search the conversation" }).first().click();
      await page.getByRole("combobox", { name: "Words to look for" }).fill("th");
      await expect(page.locator("mark").first()).toBeVisible();
    },
  },
];

test.beforeAll(() => Promise.all([mkdir(folder, { recursive: true }), mkdir(parts, { recursive: true })]));

for (const { name, folder: place, viewport, colorScheme, language, path, history = false, act } of scenes) {
  test(name, async ({ openDevice }) => {
    const device = await openDevice({ viewport, colorScheme });
    await device.signUp(newAccount());
    await device.openChat();
    for (const [index, line] of lines[language].entries()) {
      await device.send(line);
      await expect(device.replies()).toHaveCount(index + 1);
    }
    if (history) {
      await device.page.goto(`${device.baseURL}/settings/data`);
      await device.page.getByLabel("Choose a file").setInputFiles({ name: "bondhu.json", mimeType: "application/json", buffer: Buffer.from(yearBefore(Date.now())) });
      await device.page.getByRole("button", { name: "Bring it in" }).click();
      await expect(device.page.getByText(/^Done\. \d+ entries were new here/)).toBeVisible();
    }
    await device.expectDrained();
    if (language === "bn") {
      await device.page.goto(`${device.baseURL}/settings`);
      await device.page.getByLabel("বাংলা").click();
      await expect(device.page.locator("html")).toHaveAttribute("lang", "bn");
    }
    await device.page.goto(`${device.baseURL}${path}`);
    await expect(device.page.locator("[data-sync]")).toHaveAttribute("data-sync", "synced");
    await expect(device.page.getByRole("heading").first()).toBeAttached();
    await act?.(device.page);
    // The pointer and the caret are no part of the picture.
    await device.page.evaluate(async () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      await document.fonts.ready;
    });
    await device.page.screenshot({ path: join(place, `${name}.png`), animations: "disabled" });
  });
}

async function source(name: string): Promise<string> {
  const place = scenes.find((scene) => scene.name === name)?.folder ?? folder;
  return `data:image/png;base64,${(await readFile(join(place, `${name}.png`))).toString("base64")}`;
}
const paper = "background: linear-gradient(160deg, #fbf0d9, #f3dfb8); font-family: 'Anek Bangla', system-ui, sans-serif; color: #3b2f22";
const lifted = "box-shadow: 0 18px 50px rgb(70 45 10 / 0.28), 0 2px 6px rgb(70 45 10 / 0.2)";

test("every scene side by side, for the README", async ({ page }) => {
  const figure = async (name: string, words: string): Promise<string> => `<figure><img src="${await source(name)}"><figcaption>${words}</figcaption></figure>`;
  await page.setViewportSize({ width: 1600, height: 100 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 48px; box-sizing: border-box; width: 1600px; display: grid; gap: 44px; ${paper} }
    .row { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 36px; align-items: start }
    figure { margin: 0; display: grid; gap: 14px } figcaption { text-align: center; font-size: 20px }
    img { width: 100%; border-radius: 16px; ${lifted} } .phones img { border-radius: 26px }
  </style>
  <div class="row">${await figure("desk-dark-en", "Home, by lamplight")}${await figure("desk-light-bn", "Home, in Bengali")}</div>
  <div class="row phones">${await figure("phone-light-en", "A conversation")}${await figure("phone-dark-bn", "In Bengali, by lamplight")}${await figure("phone-light-en-search", "Search, offline too")}${await figure("phone-light-en-days", "The year, a drop of ink a day")}${await figure("phone-light-bn-help", "Help now")}${await figure("phone-dark-en-data", "Your data")}</div>`);
  await page.screenshot({ path: join(folder, "gallery.png"), fullPage: true });
});

test("all of them on one page, for the README", async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; width: 1600px; height: 1000px; position: relative; overflow: hidden; ${paper} }
    img { position: absolute; border-radius: 18px; ${lifted} }
    .desk { width: 930px } .phone { width: 300px; border-radius: 30px }
  </style>
  <img class="desk" style="left:60px;top:60px" src="${await source("desk-light-en")}">
  <img class="desk" style="left:330px;top:370px" src="${await source("desk-dark-en")}">
  <img class="phone" style="left:110px;top:350px" src="${await source("phone-light-en")}">
  <img class="phone" style="left:1230px;top:130px" src="${await source("phone-dark-bn")}">`);
  await page.screenshot({ path: join(folder, "readme.png") });
});
