/**
 * Seeded lives of a device with several people: tabs that come, go and lag behind, accounts that are switched, kept and left with work
 * pending, guests that are brought in. In the end everybody has their own words, each once, and nobody else's. `DOORS_SEEDS=100` draws more.
 */
import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { mulberry32 } from "../../support/sync/fakes.ts";
import { eventually } from "../../support/eventually.ts";
import type { Person } from "../../../src/runtime/api.ts";
import { once } from "../../../src/runtime/live.ts";
import { createWorkerRuntime } from "../../../src/runtime/worker-runtime.ts";
import { Backend, follow, Phone, userOf } from "./phone.ts";

const emails = ["mina@b.c", "rafi@b.c"] as const;
const steps = 16;

type Open = Awaited<ReturnType<Phone["open"]>>;
interface Tab extends Open {
  /** Of the database that it has open. */
  readonly name: string;
}

class Life {
  readonly backend = new Backend();
  readonly phone = new Phone(this.backend);
  readonly #unit: () => number;
  #tabs: Tab[] = [];
  #said = 0;
  /** By database: what somebody was told is safe. */
  readonly #promised = new Map<string, string[]>();
  /** Whose a database is in the end. */
  readonly #owner = new Map<string, string>();
  readonly told: string[] = [];

  constructor(seed: number) {
    this.#unit = mulberry32(seed);
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#unit() * from.length)];
  }
  async #openTab(): Promise<Tab> {
    const opened = await this.phone.open();
    const report = await once(opened.runtime.queries.report);
    const tab = { ...opened, name: report.databaseName };
    const account = await once(opened.runtime.queries.account);
    this.#owner.set(tab.name, account.kind === "user" ? account.email : "guest");
    this.#tabs.push(tab);
    return tab;
  }
  async #close(tab: Tab): Promise<void> {
    this.#tabs = this.#tabs.filter((other) => other !== tab);
    await tab.close();
  }
  /** A tab that shows who is current; those that should have reloaded may stay as they are. */
  async #fresh(): Promise<Tab> {
    return this.#tabs.find(({ reloads }) => reloads() === 0) ?? (await this.#openTab());
  }
  async #people(tab: Tab): Promise<readonly Person[]> {
    return once((await tab.runtime.commands.doors()).people);
  }

  async step(): Promise<void> {
    const tab = await this.#fresh();
    const { commands } = tab.runtime;
    const dice = this.#unit();
    if (dice < 0.35) await this.#say(this.#pick(this.#tabs) ?? tab);
    else if (dice < 0.45) {
      const online = this.#unit() < 0.5;
      this.told.push(online ? "online" : "offline");
      this.phone.setOnline(online);
    } else if (dice < 0.55) await this.#signIn(tab, this.#pick(emails) ?? emails[0]);
    else if (dice < 0.7) {
      const person = this.#pick((await this.#people(tab)).filter(({ state }) => state === "ready"));
      if (person === undefined) return;
      this.told.push(`open ${person.email ?? "guest"}`);
      await (await commands.doors()).open(person.name);
    } else if (dice < 0.78) {
      this.told.push("keep");
      await commands.signOut({ kind: "keep" });
    } else if (dice < 0.84) {
      const result = await commands.signOut({ kind: "now" });
      this.told.push(`leave: ${String(result.ok)}`);
    } else if (dice < 0.94) {
      const guest = this.#pick((await this.#people(tab)).filter(({ email, state }) => email === null && state === "ready"));
      if (guest === undefined || this.#owner.get(tab.name) === "guest") return;
      const result = await (await commands.doors()).bring(guest.name);
      this.told.push(`bring: ${String(result.ok)}`);
      if (result.ok) this.#owner.set(guest.name, this.#owner.get(tab.name) ?? "");
    } else if (this.#tabs.length < 3) await this.#openTab();
    else await this.#close(this.#pick(this.#tabs) ?? tab);
    // Most tabs follow at once, some stay behind.
    for (const stale of this.#tabs.filter(({ reloads }) => reloads() > 0)) if (this.#unit() < 0.6) await this.#close(stale);
  }
  async #say(tab: Tab): Promise<void> {
    this.#said += 1;
    const text = `${this.#said} in ${this.#owner.get(tab.name) ?? "?"}`;
    const result = await tab.runtime.commands.sendMessage(text);
    this.told.push(`say ${text}: ${result.ok ? "ok" : result.error.kind}`);
    if (result.ok) this.#promised.set(tab.name, [...(this.#promised.get(tab.name) ?? []), text]);
  }
  async #signIn(tab: Tab, email: string): Promise<void> {
    this.told.push(`sign in ${email}`);
    await tab.runtime.commands.signIn(email, "secret!");
    await eventually(async () => expect((await once(tab.runtime.queries.account)).kind === "user" || tab.reloads() > 0).toBe(true));
  }

  /** Everybody signs in once more and waits until all has arrived. */
  async end(): Promise<void> {
    this.phone.setOnline(true);
    for (const tab of this.#tabs) await tab.close();
    this.#tabs = [];
    for (const email of emails) {
      const before = await this.#openTab();
      await this.#signIn(before, email);
      await this.#close(before);
      const tab = await this.#openTab();
      const doors = await tab.runtime.commands.doors();
      const waiting = follow(doors.waiting);
      await eventually(() => expect(waiting.latest()).toMatchObject({ changes: 0, refused: 0, asks: 0, bringing: 0 }));
      await eventually(async () => expect((await once(tab.runtime.queries.status)).state).toBe("synced"));
      await this.#close(tab);
    }
    expect(await createWorkerRuntime(this.phone.platform(() => undefined)).drain()).toBe(true);
    for (const email of emails) expect(this.#onServer(email)).toEqual(this.#wordsOf(email));
    await this.#checkGuest();
  }
  #wordsOf(owner: string): string[] {
    return [...this.#promised].flatMap(([name, texts]) => (this.#owner.get(name) === owner ? texts : [])).sort();
  }
  #onServer(email: string): unknown[] {
    const rows = this.backend.server.rows(userOf(email), "chat_messages");
    return rows.flatMap((row) => (row["sender_type"] === "user" ? [row["message_text"]] : [])).sort();
  }
  async #checkGuest(): Promise<void> {
    const tab = await this.#openTab();
    const guest = (await this.#people(tab)).find(({ email }) => email === null);
    if (guest === undefined) {
      expect(this.#wordsOf("guest")).toEqual([]);
      return;
    }
    await (await tab.runtime.commands.doors()).open(guest.name);
    await this.#close(tab);
    const timeline = follow((await this.#openTab()).runtime.queries.timeline());
    await eventually(() =>
      expect((timeline.latest()?.messages ?? []).flatMap(({ sender, text }) => (sender === "user" ? [text] : [])).sort()).toEqual(this.#wordsOf("guest")),
    );
  }
}

const seeds = Array.from({ length: Number(process.env["DOORS_SEEDS"] ?? 4) }, (_, index) => index + Number(process.env["DOORS_FIRST"] ?? 1));

it.each(seeds)("[T4] [G2] everybody has their own words, each once, and nobody else's (seed %i)", { timeout: 60_000 }, async (seed) => {
  const life = new Life(seed);
  try {
    for (let step = 0; step < steps; step++) await life.step();
    await life.end();
    expect(life.told.length).toBeGreaterThan(steps / 3);
  } catch (reason) {
    throw new Error(`seed ${seed}: ${life.told.join(" · ")}`, { cause: reason });
  } finally {
    await life.phone.closeAll();
  }
});
