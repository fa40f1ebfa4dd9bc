/** What has to be downloaded before a person can write. */
import { expect, type Response } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { record } from "./support/measure.ts";
import { test } from "./support/fixtures.ts";

/** 1 kB = 1000 bytes. */
const kB = (bytes: number): number => bytes / 1000;
const zipped = (body: Buffer): number => kB(gzipSync(body, { level: 9 }).length);

test("JavaScript until the composer at /chat is usable, cold, without the worker", async ({ serve, newDevice }) => {
  const host = await serve();
  const context = await newDevice(host);
  const page = await context.newPage();
  const scripts = new Map<string, Response>();
  page.on("response", (response) => {
    if (/javascript/.test(response.headers()["content-type"] ?? "")) scripts.set(response.url(), response);
  });
  await page.addInitScript(() => {
    const usable = (field: HTMLTextAreaElement | null): boolean => field !== null && !field.disabled && !field.readOnly && field.checkVisibility();
    const watch = new MutationObserver(() => {
      if (!usable(document.querySelector("textarea"))) return;
      watch.disconnect();
      Object.assign(globalThis, { usableAt: performance.now() });
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  await page.goto("/chat");
  await expect(page.getByRole("textbox", { name: "Message Bondhu" })).toBeEditable();
  // Whatever was asked for until then counts, arrived or not; what index.html preloads is among it.
  const asked = await page.evaluate(() => {
    const until = Number(Reflect.get(globalThis, "usableAt"));
    return performance.getEntriesByType("resource").flatMap(({ startTime, name }) => (startTime <= until ? [name] : []));
  });
  await page.waitForLoadState("networkidle");
  const wanted = new Set(asked);
  const sizes = await Promise.all(
    [...scripts].filter(([url]) => wanted.has(url)).map(async ([url, response]) => ({ name: new URL(url).pathname, size: zipped(await response.body()) })),
  );
  for (const { name, size } of sizes.toSorted((a, b) => b.size - a.size)) console.log(`    ${size.toFixed(2).padStart(7)} kB  ${name}`);
  const all = sizes.reduce((sum, { size }) => sum + size, 0);
  record({ name: "JavaScript until /chat is usable", value: all, unit: "kB gzip", gate: { of: "value", at: "most", bound: 165 } });
  record({ name: "scripts until /chat is usable", value: sizes.length, unit: "files" });
});

test("the service worker", ({ appDir }) => {
  record({ name: "service worker", value: zipped(readFileSync(join(appDir, "sw.js"))), unit: "kB gzip", gate: { of: "value", at: "most", bound: 95 } });
});
