/** Draws the app's PNG icons from public/icons/icon.svg: `node tests/support/icons.mjs`, after the face has changed. */
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "@playwright/test";

const folder = new URL("../../public/icons/", import.meta.url);
const face = await readFile(new URL("icon.svg", folder), "utf8");
const paper = "#fbf5ea";

/** `share`: how much of the width the face takes; a maskable icon keeps within the middle 80 %. */
const icons = [
  { name: "icon-192.png", size: 192, share: 0.92, ground: null },
  { name: "icon-512.png", size: 512, share: 0.92, ground: null },
  { name: "maskable-512.png", size: 512, share: 0.6, ground: paper },
  { name: "apple-touch-icon.png", size: 180, share: 0.74, ground: paper },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const { name, size, share, ground } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>html,body{margin:0;height:100%;background:${ground ?? "transparent"}}body{display:grid;place-items:center}svg{height:${share * 100}%}</style>${face}`,
    );
    await writeFile(new URL(name, folder), await page.screenshot({ omitBackground: ground === null }));
    await page.close();
  }
} finally {
  await browser.close();
}
