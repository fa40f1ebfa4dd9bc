/**
 * Many real devices at one real host: the engine, transport, session and pokes of the app over loopback, each on a store in memory.
 * Node 20 has no WebSocket of its own: whoever uses this provides one globally.
 */
import { randomUUID } from "node:crypto";
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import { browserRandom } from "../../../src/adapters/browser/random.ts";
import { createAuthorized } from "../../../src/adapters/supabase/authorized.ts";
import { listenForPokes } from "../../../src/adapters/supabase/poke.ts";
import { createSession } from "../../../src/adapters/supabase/session.ts";
import { createTransport } from "../../../src/adapters/supabase/transport.ts";
import { createEngine, type Engine, type SyncOutcome } from "../../../src/sync/engine.ts";
import type { Answer, Cursor, PullAnswer, Row, Transport } from "../../../src/sync/ports.ts";
import { newState } from "../../../src/sync/state.ts";
import { createWriter } from "../../../src/sync/writer.ts";
import { signUp, type Tokens } from "../host.ts";
import { message, schema, specs } from "./device.ts";
import { FakeLocks, FakeNetwork } from "./fakes.ts";
import { MemoryStore } from "./memory-store.ts";

interface Target {
  readonly url: string;
  readonly publishableKey: string;
}

/** Every exchange with the host, as its clients saw it. */
export class Traffic {
  /** ms of each answered request. */
  readonly took: number[] = [];
  /** Whatever was not a good answer: its path, and its status or the error. */
  readonly troubles: string[] = [];

  readonly fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const path = new URL(input).pathname;
    const from = performance.now();
    try {
      const response = await fetch(input, init);
      this.took.push(performance.now() - from);
      if (!response.ok) this.troubles.push(`${path}: ${response.status}`);
      return response;
    } catch (error) {
      this.troubles.push(`${path} after ${Math.round(performance.now() - from)} ms: ${String(error)}`);
      throw error;
    }
  };
}

class FleetDevice {
  readonly store = new MemoryStore(newState(browserRandom()));
  readonly engine: Engine;
  readonly transport: Transport;
  readonly #writer;
  /** Resolves once the account's topic has been joined. */
  readonly listening: Promise<void>;
  readonly #stopListening: () => void;

  constructor(
    host: Target,
    readonly account: Tokens,
    traffic: Traffic,
  ) {
    const { userId, accessToken, refreshToken } = account;
    const random = browserRandom();
    const locks = new FakeLocks();
    const config = () => Promise.resolve({ supabaseUrl: host.url, publishableKey: host.publishableKey, llm: false, letters: "mail" as const, build: "" });
    let stored = { userId, email: "", accessToken, refreshToken, expiresAt: Date.now() + 3_600_000 };
    const vault = {
      read: () => Promise.resolve(stored),
      renew: (session: typeof stored) => {
        stored = session;
        return Promise.resolve(true);
      },
      clear: () => Promise.reject(new Error("signed out")),
    };
    const session = createSession({ userId, vault, locks, config, fetch: traffic.fetch, serverNow: () => Promise.resolve(Date.now()) });
    this.transport = createTransport({ userId, call: createAuthorized({ config, session, fetch: traffic.fetch }), now: () => Date.now() });
    this.#writer = createWriter({ store: this.store, clock: browserClock, random, tables: specs, schema });
    const { store, transport } = this;
    this.engine = createEngine({ store, transport, clock: browserClock, random, locks, network: new FakeNetwork(), tables: specs, schema, database: userId });
    let joined = (): void => undefined;
    let heard = false;
    this.listening = new Promise((resolve) => {
      joined = resolve;
    });
    const { stop } = listenForPokes({
      userId,
      config,
      session,
      // The first says that the topic has been joined: every device begins at once, not when its socket happens to stand.
      onPoke: () => {
        if (heard) this.engine.wake("poke");
        heard = true;
        joined();
      },
    });
    this.#stopListening = stop;
  }

  write(text: string): Promise<void> {
    return this.#writer.write(["chat_messages"], async (tx) => {
      await tx.put("chat_messages", message(randomUUID(), tx.stamp(), text, tx.now()));
    });
  }

  rows(): ReadonlyMap<string, Row> {
    return new Map(this.store.table("chat_messages").map((row) => [row.id, row]));
  }

  async stop(): Promise<void> {
    this.#stopListening();
    await this.engine.stop();
  }
}

export interface Voyage {
  /** ms from the moment all begin until every first sync is done, and until every device has the rows of all. */
  readonly drainedMs: number;
  readonly convergedMs: number;
  /** Devices that no poke brought everything: they had to be told to sync again. */
  readonly unpoked: number;
  readonly outcomes: readonly SyncOutcome["kind"][];
  /** What is wrong with the rows of devices or server; empty when nothing is. */
  readonly differences: readonly string[];
  readonly traffic: Traffic;
}

/** Resolves when the device has `count` messages, or after `ms` with false. */
function reaches(device: FleetDevice, count: number, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const cancel = browserClock.after(ms, () => {
      stop();
      resolve(false);
    });
    // Not at once, since the first look comes before there is anything to stop.
    stop = device.engine.activity.subscribe(() =>
      queueMicrotask(() => {
        if (device.store.table("chat_messages").length < count) return;
        cancel();
        stop();
        resolve(true);
      }),
    );
  });
}

/** All messages that the server has for a device's account. */
async function onServer({ transport, store }: FleetDevice): Promise<readonly Row[]> {
  const { client, epoch } = store.data.state;
  const rows: Row[] = [];
  let cursor: Cursor | null = null;
  for (;;) {
    const answer: Answer<PullAnswer> = await transport.pull({ client, ackedSeq: 0, tables: ["chat_messages"], epoch, cursor, limit: 500 }, new AbortController().signal);
    if (!answer.ok) throw new Error(`the server does not tell: ${answer.failure.kind}`);
    rows.push(...answer.value.rows.map(({ row }) => row));
    if (!answer.value.more) return rows;
    cursor = answer.value.cursor;
  }
}

/** The row without what is of this device alone; a device does not hear the version of what it has written itself (P5, the echo). */
const shared = (row: Row | undefined): string =>
  JSON.stringify(Object.entries(row ?? {}).filter(([name]) => !name.startsWith("_") && name !== "version").sort(([a], [b]) => (a < b ? -1 : 1)));

/** Everything in which the devices of one account, its server and what was written differ. */
async function differencesOf(devices: readonly FleetDevice[], written: readonly string[]): Promise<readonly string[]> {
  const [first] = devices;
  if (first === undefined) return [];
  const server = await onServer(first);
  const texts = server.map((row) => String(row["message_text"])).sort();
  const found: string[] = [];
  if (JSON.stringify(texts) !== JSON.stringify([...written].sort())) found.push(`the server has ${texts.length} messages of ${written.length}, ${new Set(texts).size} different ones`);
  for (const [n, device] of devices.entries()) {
    const rows = device.rows();
    if (rows.size !== server.length) found.push(`device ${n} has ${rows.size} messages of ${server.length}`);
    const other = server.filter((row) => shared(rows.get(row.id)) !== shared(row)).length;
    if (other > 0) found.push(`device ${n} has ${other} other rows than the server`);
    const { outbox, quarantine } = device.store.data;
    if (outbox.size + quarantine.size > 0) found.push(`device ${n} keeps ${outbox.size} in its outbox and ${quarantine.size} in quarantine`);
  }
  return found;
}

const pokeGraceMs = 30_000;

/** `devices` devices of each account write, begin to sync in one moment, and hear of each other by pokes. */
export async function voyage(host: Target, accounts: readonly Tokens[], { devices, messages }: { readonly devices: number; readonly messages: number }): Promise<Voyage> {
  const traffic = new Traffic();
  const fleets = accounts.map((account) => Array.from({ length: devices }, () => new FleetDevice(host, account, traffic)));
  const all = fleets.flat();
  try {
    const written = await Promise.all(
      fleets.map(async (fleet, account) => {
        const texts = fleet.flatMap((_, device) => Array.from({ length: messages }, (_message, n) => `${account}.${device}.${n}`));
        for (const [n, text] of texts.entries()) await fleet[Math.floor(n / messages)]?.write(text);
        return texts;
      }),
    );
    await Promise.all(all.map((device) => device.listening));
    const from = performance.now();
    const converging = all.map((device) => reaches(device, devices * messages, pokeGraceMs * 6));
    const outcomes = await Promise.all(all.map(async (device) => (await device.engine.sync()).kind));
    const drainedMs = performance.now() - from;
    const grace = new Promise<false>((resolve) => browserClock.after(pokeGraceMs, () => resolve(false)));
    const arrived = await Promise.all(converging.map((one) => Promise.race([one, grace])));
    const convergedMs = performance.now() - from;
    // What a lost poke costs is the slow timer's delay, never data (L6).
    const late = all.filter((_, n) => !arrived[n]);
    for (const device of late) await device.engine.sync();
    const differences: string[] = [];
    for (const [n, fleet] of fleets.entries()) {
      // Whatever an engine is in the middle of comes first.
      for (const device of fleet) await device.engine.sync();
      differences.push(...(await differencesOf(fleet, written[n] ?? [])).map((text) => `account ${n}: ${text}`));
    }
    return { drainedMs, convergedMs, unpoked: late.length, outcomes, differences, traffic };
  } finally {
    await Promise.all(all.map((device) => device.stop()));
  }
}

/** `count` new accounts, four at a time, as the host takes them. */
export async function newAccounts(host: Target, count: number): Promise<readonly Tokens[]> {
  const made: Tokens[] = [];
  const next = async (): Promise<void> => {
    while (made.length + running < count) {
      running += 1;
      const tokens = await signUp(host.url, `${randomUUID()}@example.org`, "correct horse battery");
      running -= 1;
      made.push(tokens);
    }
  };
  let running = 0;
  await Promise.all([next(), next(), next(), next()]);
  return made;
}
