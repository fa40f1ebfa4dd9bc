/** Fixtures: one embedded host per worker, devices that are closed after the test, and the server's own view of an account. */
import { test as base, expect, type Browser } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { startHost, type RunningHost } from "../../support/host.ts";
import { Device, type DeviceOptions } from "./device.ts";

export interface Account {
  readonly email: string;
  readonly password: string;
}

export const newAccount = (): Account => ({ email: `${randomUUID()}@example.org`, password: "correct horse battery" });

/** What the server holds for an account, read as that account over REST. */
export class Server {
  readonly #host: Pick<RunningHost, "url" | "publishableKey">;
  constructor(host: Pick<RunningHost, "url" | "publishableKey">) {
    this.#host = host;
  }

  async token(account: Account): Promise<string> {
    const response = await fetch(`${this.#host.url}/auth/v1/token?grant_type=password`, {
      method: "POST",
      headers: { apikey: this.#host.publishableKey, "content-type": "application/json" },
      body: JSON.stringify(account),
    });
    expect(response.ok, `sign in of ${account.email}: ${response.status}`).toBe(true);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** Texts of the person's own messages in timeline order. */
  async ownTexts(account: Account): Promise<string[]> {
    const rows = await this.rows(account, "chat_messages?select=message_text&sender_type=eq.user&order=stamp.asc&limit=1000");
    return rows.map((row) => String(row["message_text"]));
  }

  async replies(account: Account): Promise<{ reply_to: string; reply_source: string }[]> {
    const rows = await this.rows(account, "chat_messages?select=reply_to,reply_source&sender_type=eq.ai&order=stamp.asc&limit=1000");
    return rows.map((row) => ({ reply_to: String(row["reply_to"]), reply_source: String(row["reply_source"]) }));
  }

  /** `path`: a table and its query. */
  async rows(account: Account, path: string): Promise<Record<string, unknown>[]> {
    const token = await this.token(account);
    const response = await fetch(`${this.#host.url}/rest/v1/${path}`, {
      headers: { apikey: this.#host.publishableKey, authorization: `Bearer ${token}` },
    });
    expect(response.ok, `${path}: ${response.status}`).toBe(true);
    return (await response.json()) as Record<string, unknown>[];
  }

  /** What a function of the database answers that account. */
  async call(account: Account, name: string, body: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const response = await fetch(`${this.#host.url}/rest/v1/rpc/${name}`, {
      method: "POST",
      headers: { apikey: this.#host.publishableKey, authorization: `Bearer ${await this.token(account)}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok, `${name}: ${response.status}`).toBe(true);
    return response.json();
  }
}

interface Fixtures {
  readonly server: Server;
  /** Opens a device with storage of its own on the worker's host. */
  readonly openDevice: (options?: Partial<DeviceOptions> & { readonly browser?: Browser }) => Promise<Device>;
}
interface WorkerFixtures {
  readonly host: RunningHost;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  host: [
    // Playwright wants the first argument destructured, even when nothing is taken from it.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const host = await startHost();
      await use(host);
      await host.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  server: async ({ host }, use) => {
    await use(new Server(host));
  },
  openDevice: async ({ browser, host }, use) => {
    const devices: Device[] = [];
    await use(async (options = {}) => {
      const { browser: own, ...rest } = options;
      const device = await Device.open(own ?? browser, { baseURL: host.url, ...rest });
      devices.push(device);
      return device;
    });
    for (const device of devices) await device.close();
  },
});

export { expect };

/** `count` distinct texts. */
export const texts = (count: number, word = "message"): string[] => Array.from({ length: count }, (_, index) => `${word} number ${index + 1}.`);
