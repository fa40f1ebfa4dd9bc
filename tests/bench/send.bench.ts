/** Send: how long until the words are safe on the disk, and until they are seen. */
import { expect } from "@playwright/test";
import { Device } from "../e2e/support/device.ts";
import { barePage, test } from "./support/fixtures.ts";
import { quantile, record } from "./support/measure.ts";
import { frameMs } from "./support/paint.ts";

const sends = 300;
const clicks = 60;

test("durable: the send command beside a bare strict put, by turns in one page", async ({ serve, newDevice }) => {
  const page = await barePage(await newDevice(await serve()));
  await page.evaluate(() => device.fill(100, "before", false));
  const times = await page.evaluate((count) => device.sendAndPut(count, 30), sends);
  const baseline = { name: "strict put", value: quantile(times.puts, 0.5) };
  record({ name: "send, durable, p50", value: quantile(times.sends, 0.5), unit: "ms", baseline, gate: { of: "ratio", at: "most", bound: 3 } });
  record({ name: "send, durable, p95", value: quantile(times.sends, 0.95), unit: "ms", baseline: { name: "strict put", value: quantile(times.puts, 0.95) } });
});

test("painted: from the click on Send to the bubble on screen", async ({ serve, newDevice }) => {
  const host = await serve();
  const device = await Device.from(await newDevice(host), host.url);
  const { page } = device;
  await device.openChat();
  await device.send("hello");
  await expect(device.replies()).toHaveCount(1);
  await page.evaluate(() => {
    const known = new Set([...document.querySelectorAll("article")].map((article) => article.dataset["messageId"]));
    const times: number[] = [];
    Object.assign(globalThis, { bubbleTimes: times });
    let clickedAt: number | null = null;
    document.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest('button[type="submit"]')) clickedAt = event.timeStamp;
    }, true);
    new MutationObserver(() => {
      for (const article of document.querySelectorAll<HTMLElement>('article[data-sender="user"]')) {
        const id = article.dataset["messageId"];
        if (known.has(id)) continue;
        known.add(id);
        const from = clickedAt;
        clickedAt = null;
        if (from === null) continue;
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.addEventListener("message", () => times.push(performance.now() - from));
          channel.port1.start();
          channel.port2.postMessage(null);
        });
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  const frame = await page.evaluate(frameMs);
  for (let click = 1; click <= clicks; click += 1) {
    await device.composer.fill(`a message of ordinary length, as people write them ${click}`);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    // Bondhu's answer comes after it: the next message waits for it, as a person would.
    await expect.poll(() => page.evaluate(() => (Reflect.get(globalThis, "bubbleTimes") as number[]).length)).toBe(click);
    await expect(page.locator('[role="log"] article').last()).toHaveAttribute("data-sender", "ai");
  }
  const times = await page.evaluate(() => Reflect.get(globalThis, "bubbleTimes") as number[]);
  const frames = times.map((ms) => ms / frame);
  record({ name: "bubble painted, p50", value: quantile(frames, 0.5), unit: `frames of ${frame.toFixed(1)} ms`, gate: { of: "value", at: "most", bound: 2 } });
  record({ name: "bubble painted, p95", value: quantile(frames, 0.95), unit: `frames of ${frame.toFixed(1)} ms`, gate: { of: "value", at: "most", bound: 4 } });
});
