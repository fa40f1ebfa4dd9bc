/** The network and the machine at their worst: killed hosts, lost answers, expired tokens, a killed browser. */
import { chromium, type Route } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumArgs } from "../../playwright.config.ts";
import { startHost } from "../support/host.ts";
import { findChromium } from "../support/system.mjs";
import { Device } from "./support/device.ts";
import { expect, newAccount, Server, test, texts } from "./support/fixtures.ts";

test("[P4] the host is killed in the middle of a push: nothing lost, nothing doubled", async ({ browser }) => {
  const account = newAccount();
  let host = await startHost();
  const device = await Device.open(browser, { baseURL: host.url });
  try {
    await device.signUp(account);
    await device.openChat();
    await device.controlled();
    await device.expectDrained();
    await device.offline();
    const written = texts(30, "killed");
    for (const text of written) await device.send(text);
    const { dataDir, port } = host;
    const pushing = device.context.waitForEvent("request", (request) => request.url().endsWith("/rpc/sync_push"));
    await device.online();
    await pushing;
    await host.kill();
    host = await startHost({ dataDir, port });
    // A network that comes back ends the waiting of the backoff (P7).
    await device.offline();
    await device.online();
    await device.expectDrained(40_000);
    const arrived = await new Server(host).ownTexts(account);
    expect(arrived).toEqual(written);
  } finally {
    await device.close();
    await host.stop();
  }
});

test("[P4] answers dropped after the commit are asked for again and applied once", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  let dropped = 0;
  const drop = async (route: Route): Promise<void> => {
    if (dropped >= 3) return route.fallback();
    dropped += 1;
    await route.fetch();
    await route.abort("connectionreset");
  };
  await device.context.route("**/rpc/sync_push", drop);
  const written = texts(6, "dropped");
  for (const text of written) await device.send(text);
  await device.expectDrained(30_000);
  expect(dropped).toBe(3);
  expect(await server.ownTexts(account)).toEqual(written);
});

test("[P6] every strange answer keeps the message and heals", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  const answers: ((route: Route) => Promise<void>)[] = [
    (route) => route.fulfill({ status: 500, contentType: "application/json", body: '{"code":"XX000","message":"boom"}' }),
    (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }),
    (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<html>Log in to the hotel's network</html>" }),
    (route) => route.fulfill({ status: 429, headers: { "retry-after": "1" }, contentType: "application/json", body: "{}" }),
    (route) => route.fulfill({ status: 200, contentType: "application/json", body: "" }),
  ];
  let served = 0;
  await device.context.route("**/rpc/sync_push", async (route) => {
    const answer = answers[served];
    if (!answer) return route.fallback();
    served += 1;
    return answer(route);
  });
  const written = texts(5, "strange");
  for (const text of written) await device.send(text);
  await device.expectDrained(50_000);
  expect(served).toBe(answers.length);
  expect(await server.ownTexts(account)).toEqual(written);
});

test("[W1] the browser is killed right after Send: the message is there at the next start", async ({ host }) => {
  const profile = await mkdtemp(join(tmpdir(), "bondhu-profile-"));
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium");
  const launch = () => chromium.launchPersistentContext(profile, { executablePath, args: chromiumArgs, locale: "en-GB" });
  try {
    const first = await launch();
    const before = await Device.from(first, host.url);
    await before.openChat();
    const session = await first.browser()?.newBrowserCDPSession();
    await before.send("written a moment before the end");
    await expect(before.own("written a moment before the end")).toBeVisible();
    const closed = first.waitForEvent("close");
    await Promise.allSettled([session?.send("Browser.crash") ?? Promise.reject(new Error("no browser session")), closed]);
    const second = await launch();
    const after = await Device.from(second, host.url);
    await after.openChat();
    await expect(after.own("written a moment before the end")).toHaveCount(1);
    await second.close();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});
