/** A phone's way in: another name than localhost, where only TLS makes a service worker and a socket possible. */
import { chromium, type Browser } from "@playwright/test";
import { chromiumArgs } from "../../playwright.config.ts";
import { certificateFiles, makeCertificate } from "../support/certificate.ts";
import { startHost, type RunningHost } from "../support/host.ts";
import { findChromium } from "../support/system.mjs";
import { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const name = "friend.bondhu.test";
const address = `https://${name}`;
const certificate = makeCertificate({ names: [name, "127.0.0.1"] });
const files = certificateFiles(certificate);
let host: RunningHost;
let browser: Browser;

test.beforeAll(async () => {
  host = await startHost({ env: { ...files.env, PUBLIC_URL: address }, ca: certificate.cert });
  browser = await chromium.launch({
    executablePath: findChromium() ?? "",
    args: [...chromiumArgs, `--ignore-certificate-errors-spki-list=${certificate.spki}`, `--host-resolver-rules=MAP ${name}:443 127.0.0.1:${host.port}`],
  });
});
test.afterAll(async () => {
  await browser.close();
  await host.stop();
  files.remove();
});

test("over TLS: the worker installs, the app opens without the host, a second device is poked over wss", async () => {
  const account = newAccount();
  const phone = await Device.open(browser, { baseURL: address, viewport: { width: 360, height: 740 } });
  await phone.signUp(account);
  await phone.openChat();
  await phone.controlled();
  expect(await phone.page.evaluate(() => [location.protocol, isSecureContext, crossOriginIsolated])).toEqual(["https:", true, false]);

  const desk = await Device.open(browser, { baseURL: address });
  const heard: string[] = [];
  desk.page.on("websocket", (socket) => {
    expect(socket.url()).toMatch(new RegExp(`^wss://${name}/realtime/v1/websocket`));
    socket.on("framereceived", ({ payload }) => void heard.push(String(payload)));
  });
  await desk.signIn(account);
  await desk.openChat();
  await desk.expectDrained();
  // What came before it joined came by looking; what is sent now comes by the poke.
  await expect.poll(() => heard.join()).toContain("phx_reply");
  await phone.send("over the air");
  await expect(desk.own("over the air")).toBeVisible({ timeout: 10_000 });
  await expect.poll(() => heard.join()).toContain('"poke"');

  // Over TLS as without it: with the host gone the page comes from the worker, and what is written is kept.
  await phone.offline();
  await phone.page.reload();
  await phone.send("while it is away");
  await phone.online();
  await phone.expectDrained();
  await expect(desk.own("while it is away")).toBeVisible({ timeout: 10_000 });
  await phone.close();
  await desk.close();
});
