/** The app as people see it, on a phone and on a desk, by day and by lamplight, in both languages. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, newAccount, test } from "../../e2e/support/fixtures.ts";

const folder = "public/screenshots";
const phone = { width: 390, height: 800 };
const desk = { width: 1280, height: 800 };

/** A conversation as somebody might have it; each line is sent once the reply to the last has come. */
const lines = {
  en: ["Hello Bondhu, my name is Mita", "I have an exam on Monday and I can't sleep", "Talking about it helps a little", "thank you"],
  bn: ["হ্যালো বন্ধু, আমার নাম মিতা", "আজ মনটা খুব খারাপ, সামনে পরীক্ষা", "কথা বলে একটু ভালো লাগছে", "ধন্যবাদ"],
} as const;

const scenes = [
  { name: "phone-light-en", viewport: phone, colorScheme: "light", language: "en", path: "/chat" },
  { name: "phone-dark-bn", viewport: phone, colorScheme: "dark", language: "bn", path: "/chat" },
  { name: "desk-light-en", viewport: desk, colorScheme: "light", language: "en", path: "/chat" },
  { name: "desk-dark-en", viewport: desk, colorScheme: "dark", language: "en", path: "/" },
] as const;

test.beforeAll(() => mkdir(folder, { recursive: true }));

for (const { name, viewport, colorScheme, language, path } of scenes) {
  test(name, async ({ openDevice }) => {
    const device = await openDevice({ viewport, colorScheme });
    await device.signUp(newAccount());
    await device.openChat();
    for (const [index, line] of lines[language].entries()) {
      await device.send(line);
      await expect(device.replies()).toHaveCount(index + 1);
    }
    await device.expectDrained();
    if (language === "bn") {
      await device.page.goto(`${device.baseURL}/settings`);
      await device.page.getByLabel("বাংলা").click();
      await expect(device.page.locator("html")).toHaveAttribute("lang", "bn");
    }
    await device.page.goto(`${device.baseURL}${path}`);
    await expect(device.page.getByRole("status").first()).toHaveAttribute("data-sync", "synced");
    // The pointer and the caret are no part of the picture.
    await device.page.evaluate(async () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      await document.fonts.ready;
    });
    await device.page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  });
}

test("all of them on one page, for the README", async ({ page }) => {
  const source = async (name: string): Promise<string> => `data:image/png;base64,${(await readFile(join(folder, `${name}.png`))).toString("base64")}`;
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; width: 1600px; height: 1000px; position: relative; background: linear-gradient(160deg, #fbf0d9, #f3dfb8); overflow: hidden }
    img { position: absolute; border-radius: 18px; box-shadow: 0 18px 50px rgb(70 45 10 / 0.28), 0 2px 6px rgb(70 45 10 / 0.2) }
    .desk { width: 930px } .phone { width: 300px; border-radius: 30px }
  </style>
  <img class="desk" style="left:60px;top:60px" src="${await source("desk-light-en")}">
  <img class="desk" style="left:330px;top:370px" src="${await source("desk-dark-en")}">
  <img class="phone" style="left:110px;top:350px" src="${await source("phone-light-en")}">
  <img class="phone" style="left:1230px;top:130px" src="${await source("phone-dark-bn")}">`);
  await page.screenshot({ path: join(folder, "readme.png") });
});
