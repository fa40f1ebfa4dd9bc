/** Where one journey happens: a server of its own and the tabs of one browser. */
import { newAccount, signIn } from "../../bench/support/person.ts";
import { type RunningHost, startHost } from "../../support/host.ts";
import { type Account, Chat } from "./chat.ts";
import type { Engine, Launch, Tab } from "./engine.ts";

export class Place {
  readonly #engine: Engine;
  readonly #tabs: Tab[] = [];
  #host: RunningHost;
  #up = true;
  readonly account: Account = newAccount();

  private constructor(engine: Engine, host: RunningHost) {
    this.#engine = engine;
    this.#host = host;
  }
  static async make(launch: Launch): Promise<Place> {
    const host = await startHost();
    try {
      return new Place(await launch(), host);
    } catch (error) {
      await host.stop();
      throw error;
    }
  }

  get version(): string {
    return this.#engine.version;
  }

  async newTab(): Promise<Chat> {
    const tab = await this.#engine.newTab();
    this.#tabs.push(tab);
    return new Chat(tab, this.#host.url);
  }
  /** A tab with the conversation in it, under the worker. */
  async chat(): Promise<Chat> {
    const chat = await this.newTab();
    await chat.open();
    await chat.controlled();
    return chat;
  }
  /** The same, signed in and with nothing left to send. */
  async signedIn(): Promise<Chat> {
    const chat = await this.newTab();
    await chat.signUp(this.account);
    await chat.controlled();
    await chat.drained();
    return chat;
  }
  async closeTab(chat: Chat): Promise<void> {
    this.#tabs.splice(this.#tabs.indexOf(chat.tab), 1);
    await chat.tab.close();
  }

  /** The server's process is killed: nobody listens at its port any more, for page and worker alike. */
  async down(): Promise<void> {
    await this.#host.kill();
    this.#up = false;
  }
  async up(): Promise<void> {
    const { dataDir, port } = this.#host;
    this.#host = await startHost({ dataDir, port });
    this.#up = true;
  }
  /** It takes connections and answers nothing. */
  freeze(): void {
    process.kill(this.#host.pid, "SIGSTOP");
  }
  thaw(): void {
    process.kill(this.#host.pid, "SIGCONT");
  }

  /** What the server holds of the person's own messages, read as that person over REST. */
  async arrived(): Promise<string[]> {
    const rows = await this.#rows("chat_messages?select=message_text&sender_type=eq.user&order=stamp.asc");
    return rows.map((row) => String(row["message_text"]));
  }
  async repliesArrived(): Promise<string[]> {
    const rows = await this.#rows("chat_messages?select=reply_to&sender_type=eq.ai&order=stamp.asc");
    return rows.map((row) => String(row["reply_to"]));
  }
  async #rows(path: string): Promise<Record<string, unknown>[]> {
    const { url, publishableKey } = this.#host;
    const headers = { apikey: publishableKey, authorization: `Bearer ${await signIn(this.#host, this.account)}` };
    const response = await fetch(`${url}/rest/v1/${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as Record<string, unknown>[];
  }

  /** What stands in every tab, for whoever has to find out why a journey failed. */
  async words(): Promise<string> {
    const words: string[] = [];
    for (const tab of this.#tabs) words.push(await tab.read(() => `${location.href}\n${document.body.innerText}`));
    return words.join("\n\n");
  }

  async leave(): Promise<void> {
    if (this.#up) this.thaw();
    try {
      await this.#engine.quit();
    } finally {
      if (!this.#up) await this.up();
      await this.#host.stop();
    }
  }
}
