/** A person with two devices at one host, living through one round after the other. */
import { newAccount, type Account } from "../../e2e/support/fixtures.ts";
import { ChaosDevice } from "./chaos-device.ts";
import type { KillableHost } from "./killable-host.ts";
import { Ledger } from "./ledger.ts";
import type { MessageRow } from "./look.ts";
import type { World } from "./storm.ts";

const columns = "id,stamp,sender_type,message_text,reply_to";

export class Life implements World {
  #token: string | null = null;

  private constructor(
    readonly host: KillableHost,
    readonly ledger: Ledger,
    readonly devices: readonly [ChaosDevice, ChaosDevice],
    private readonly account: Account,
  ) {}

  /** Signed in on both devices, each with its worker in charge. */
  static async begin(host: KillableHost, person: string): Promise<Life> {
    const ledger = new Ledger(person);
    const account = newAccount();
    const port = (): number => host.port;
    const [phone, desk] = await Promise.all([ChaosDevice.make("phone", port, ledger), ChaosDevice.make("desk", port, ledger)]);
    await phone.device.signUp(account);
    await desk.device.signIn(account);
    await Promise.all(
      [phone, desk].map(async ({ device }) => {
        await device.openChat();
        await device.controlled();
        await device.expectDrained();
      }),
    );
    return new Life(host, ledger, [phone, desk], account);
  }

  /** The person's messages as the server has them, in timeline order. */
  async rows(): Promise<readonly MessageRow[]> {
    this.#token ??= await this.#signIn();
    const answer = await fetch(`${this.host.url}/rest/v1/chat_messages?select=${columns}&order=stamp.asc,id.asc&limit=1000`, {
      headers: { apikey: this.host.publishableKey, authorization: `Bearer ${this.#token}` },
    });
    if (!answer.ok) throw new Error(`the server's rows: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as MessageRow[];
  }

  async #signIn(): Promise<string> {
    const answer = await fetch(`${this.host.url}/auth/v1/token?grant_type=password`, {
      method: "POST",
      headers: { apikey: this.host.publishableKey, "content-type": "application/json" },
      body: JSON.stringify(this.account),
    });
    if (!answer.ok) throw new Error(`sign in: ${answer.status}`);
    return ((await answer.json()) as { readonly access_token: string }).access_token;
  }

  async end(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.close()));
  }
}
