/** A newer version of the app waits for the person, and takes queue and draft along. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHost } from "../support/host.ts";
import { Device } from "./support/device.ts";
import { expect, newAccount, Server, test, texts } from "./support/fixtures.ts";

test("a new version with a full queue and a draft: both are there afterwards", async ({ browser }) => {
  const appDir = await mkdtemp(join(tmpdir(), "bondhu-app-"));
  await cp("dist/app", appDir, { recursive: true });
  let host = await startHost({ appDir });
  const account = newAccount();
  const device = await Device.open(browser, { baseURL: host.url });
  try {
    await device.signUp(account);
    await device.openChat();
    await device.controlled();
    await device.expectDrained();
    await device.context.route("**/rpc/sync_push", (route) => route.abort());
    const written = texts(15, "queued");
    for (const text of written) await device.send(text);
    await device.composer.fill("a draft, not sent yet");
    expect(await device.pending()).toBeGreaterThanOrEqual(15);

    // The newer version differs in index.html, and so in the worker's list of files.
    const { dataDir, port } = host;
    await host.kill();
    const index = await readFile(join(appDir, "index.html"), "utf8");
    await writeFile(join(appDir, "index.html"), index.replace("<head>", '<head><meta name="edition" content="second">'));
    const worker = await readFile(join(appDir, "sw.js"), "utf8");
    const revised = worker.replace(/"revision":"[0-9a-f]+","url":"index\.html"/, '"revision":"second","url":"index.html"');
    expect(revised).not.toBe(worker);
    await writeFile(join(appDir, "sw.js"), revised);
    host = await startHost({ appDir, dataDir, port });

    await device.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const offer = device.page.getByRole("button", { name: "Use it now" });
    await expect(offer).toBeVisible();
    expect(await device.page.locator('meta[name="edition"]').count()).toBe(0);
    await offer.click();
    await expect(device.page.locator('meta[name="edition"]')).toHaveAttribute("content", "second");
    await expect(device.composer).toHaveValue("a draft, not sent yet");
    await expect.poll(() => device.ownTexts()).toEqual(written);
    expect(await device.pending()).toBeGreaterThanOrEqual(15);

    await device.context.unroute("**/rpc/sync_push");
    // A network that comes back ends the waiting of the backoff (P7).
    await device.offline();
    await device.online();
    await device.expectDrained(40_000);
    expect(await new Server(host).ownTexts(account)).toEqual(written);
  } finally {
    await device.close();
    await host.stop();
    await rm(appDir, { recursive: true, force: true });
  }
});
