/** C5: one session for page and worker, refreshed once, and gone only when the server says so. */
import { SignJWT, decodeJwt } from "jose";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Device } from "./support/device.ts";
import { expect, newAccount, test, texts } from "./support/fixtures.ts";

/** The stored session of the signed-in person, as the registry keeps it. */
interface StoredSession {
  readonly userId: string;
  readonly accessToken: string;
  readonly expiresAt: number;
}

/** Reads the session row and, when given, writes `change` into it. */
const session = (device: Device, change: Partial<StoredSession> = {}): Promise<StoredSession> =>
  device.page.evaluate(async (wanted) => {
    const request = <T>(action: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        action.addEventListener("success", () => resolve(action.result));
        action.addEventListener("error", () => reject(action.error ?? new Error("request failed")));
      });
    const database = await request(indexedDB.open("bondhu"));
    const sessions = database.transaction("sessions", "readwrite").objectStore("sessions");
    const [row] = (await request(sessions.getAll())) as StoredSession[];
    if (!row) throw new Error("no session is stored");
    const changed = { ...row, ...wanted };
    await request(sessions.put(changed));
    database.close();
    return changed;
  }, change);

test("[C5] a token that expired while offline: one refresh, nothing lost", async ({ openDevice, server, host }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  await device.offline();
  const written = texts(5, "expired");
  for (const text of written) await device.send(text);

  const { jwtSecret } = JSON.parse(await readFile(join(host.dataDir, "secrets.json"), "utf8")) as { jwtSecret: string };
  const { accessToken } = await session(device);
  const past = Math.floor(Date.now() / 1000) - 3600;
  const expired = await new SignJWT({ ...decodeJwt(accessToken), exp: past }).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(new TextEncoder().encode(jwtSecret));
  await session(device, { accessToken: expired, expiresAt: past * 1000 });

  let refreshes = 0;
  device.context.on("request", (request) => {
    if (request.url().includes("grant_type=refresh_token")) refreshes += 1;
  });
  await device.online();
  await device.expectDrained();
  expect(await server.ownTexts(account)).toEqual(written);
  expect(refreshes).toBe(1);
});

test("[C5] a refused refresh means signed out: everything stays, and signing in goes on", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  await device.context.route("**/auth/v1/token?grant_type=refresh_token", (route) =>
    route.fulfill({ status: 400, contentType: "application/json", body: '{"code":400,"error_code":"refresh_token_not_found","msg":"Invalid Refresh Token"}' }),
  );
  // Offline, and a new page: what the old one had in memory was good for a moment longer.
  await device.offline();
  await session(device, { accessToken: "no.longer.valid", expiresAt: 1 });
  await device.page.reload();
  const written = texts(3, "signed out");
  for (const text of written) await device.send(text);
  await device.online();
  await device.expectSync("signedOut");
  // The composer is free before the status has heard of the last message.
  await expect.poll(() => device.pending()).toBeGreaterThanOrEqual(3);
  await device.context.unroute("**/auth/v1/token?grant_type=refresh_token");
  await device.page.goto(`${device.baseURL}/settings`);
  await device.page.getByLabel("Password", { exact: true }).fill(account.password);
  await device.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(device.page.getByText("You’re signed in as")).toBeVisible();
  await device.openChat();
  await device.expectDrained();
  expect(await server.ownTexts(account)).toEqual(written);
});
