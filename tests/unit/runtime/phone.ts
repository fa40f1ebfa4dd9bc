/** A device with a browser's storage, locks and network in memory, and a Supabase in front of the model server. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { replyId } from "@edge/reply-id.ts";
import type { AppWorker } from "../../../src/adapters/browser/app-worker.ts";
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import type { BrowserNetwork, Wake } from "../../../src/adapters/browser/network.ts";
import { browserRandom } from "../../../src/adapters/browser/random.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import type { Auth } from "../../../src/adapters/supabase/auth.ts";
import type { Fetch } from "../../../src/adapters/supabase/http.ts";
import { tables } from "../../../src/domain/tables.ts";
import { createRuntime, type PagePlatform, type RunningRuntime } from "../../../src/runtime/create-runtime.ts";
import { openDevice } from "../../../src/runtime/device.ts";
// A page loads these when it has time: a test that is over sooner would be torn down under them.
import "../../../src/runtime/connection.ts";
import "../../../src/runtime/later.ts";
import { pageLock } from "../../../src/runtime/lock/mirror.ts";
import { cell } from "../../../src/runtime/live.ts";
import type { Live } from "../../../src/shared/live.ts";
import { type Answer, type Clock, type Cursor, type RowOp, type WireRow } from "../../../src/sync/ports.ts";
import { MemoryMirror } from "../../support/memory-mirror.ts";
import { FakeLocks } from "../../support/sync/fakes.ts";
import { ModelServer } from "../../support/sync/model-server.ts";
import { upgradeDevice } from "../../../src/sync/upgrade.ts";

/** The user that an address names. */
export const userOf = (email: string): string => `00000000-0000-4000-8000-${Buffer.from(email).toString("hex").padEnd(12, "0").slice(0, 12)}`;

type Body = Record<string, unknown>;

/** `/rest/v1/rpc`, `/functions/v1/chat` and `/auth/v1/token` as the app calls them; the user is the one named in the token. */
export class Backend {
  readonly server = new ModelServer({ tables, now: () => Date.now() });
  readonly calls: string[] = [];
  /** Tokens that the API takes. */
  readonly valid = new Set<string>();
  up = true;
  #held: Promise<void> = Promise.resolve();

  /** Answers nothing until what it returns is called. */
  hold(): () => void {
    let letGo = (): void => undefined;
    this.#held = new Promise((resolve) => (letGo = resolve));
    return letGo;
  }

  readonly fetch: Fetch = async (input, init) => {
    if (!this.up) throw new TypeError("Failed to fetch");
    const { pathname } = new URL(input);
    this.calls.push(pathname);
    await this.#held;
    if (pathname === "/config.json") return Response.json({ supabaseUrl: "", publishableKey: "key" });
    const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as Body;
    if (pathname === "/auth/v1/token") return this.#refresh(String(body["refresh_token"]));
    const token = (new Headers(init.headers).get("authorization") ?? "").replace("Bearer ", "");
    if (!this.valid.has(token)) return Response.json({ code: "PGRST303", message: "JWT expired" }, { status: 401 });
    const user = token.split("/")[0] ?? "";
    return pathname === "/functions/v1/chat" ? this.#chat(user, body) : this.#rpc(user, pathname, body);
  };

  token(user: string, n: number): string {
    const token = `${user}/${n}`;
    this.valid.add(token);
    return token;
  }

  #refresh(refreshToken: string): Response {
    const [user = "", n = "0"] = refreshToken.split("/");
    const next = Number(n) + 1;
    return Response.json({ access_token: this.token(user, next), refresh_token: `${user}/${next}`, expires_in: 3600, user: { id: user, email: "" } });
  }

  #chat(user: string, body: Body): Response {
    const to = String(body["message_id"]);
    const attempt = Number(body["attempt"]);
    const asked = this.server.rows(user, "chat_messages").find((row) => row.id === to);
    if (asked === undefined) return Response.json({ error: "message_not_synced" }, { status: 404 });
    const at = Date.now();
    const row = {
      ...asked,
      id: replyId(to, "model", attempt),
      stamp: `${at.toString(16).padStart(12, "0")}-ffff-${"e".repeat(16)}`,
      sender_type: "ai",
      reply_to: to,
      reply_source: "model",
      reply_attempt: attempt,
      message_text: "from the server",
    };
    this.server.insert(user, [{ table: "chat_messages", row }]);
    return Response.json({ status: "stored", reply_id: row.id, source: "model" });
  }

  #rpc(user: string, path: string, body: Body): Response {
    const client = String(body["p_client"]);
    const acked = Number(body["p_acked_seq"]);
    const names = body["p_tables"] as string[];
    switch (path) {
      case "/rest/v1/rpc/sync_push": {
        const mutations = body["p_mutations"] as { id: string; schema: number; ops: RowOp[] }[];
        return wire(this.server.push(user, { client, firstSeq: Number(body["p_first_seq"]), ackedSeq: acked, seen: Number(body["p_seen"]), mutations }));
      }
      case "/rest/v1/rpc/sync_pull": {
        const cursor = body["p_cursor"] as Cursor | null;
        const epoch = body["p_epoch"] as string | null;
        return wire(this.server.pull(user, { client, ackedSeq: acked, tables: names, epoch, cursor, limit: Number(body["p_limit"]) }));
      }
      case "/rest/v1/rpc/sync_bootstrap":
        return wire(this.server.bootstrap(user, { client, tables: names }));
      case "/rest/v1/rpc/sync_rows":
        return wire(this.server.rowsById(user, { client, rows: body["p_rows"] as { table: string; id: string }[] }));
      case "/rest/v1/rpc/sync_renew":
        return wire(this.server.renew(user, { client, epoch: String(body["p_epoch"]) }));
      default:
        return Response.json({ code: "PGRST202" }, { status: 404 });
    }
  }
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
function wire(answer: Answer<object>): Response {
  if (!answer.ok) return Response.json({ code: "PT409", details: answer.failure.kind === "behind" ? "behind" : "client_reset" }, { status: 409 });
  return Response.json(Object.fromEntries(Object.entries(answer.value).map(([key, value]: [string, unknown]) => [snake(key), value as WireRow])));
}

/** The real clock, which a test can put forward: what waited for that moment happens. */
class PassingClock implements Clock {
  #ahead = 0;
  readonly #timers = new Set<{ readonly at: number; readonly fire: () => void }>();
  readonly now = (): number => Date.now() + this.#ahead;
  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.now() + ms, fire: () => (cancel(), callback()) };
    const stop = browserClock.after(ms, timer.fire);
    const cancel = (): void => {
      stop();
      this.#timers.delete(timer);
    };
    this.#timers.add(timer);
    return cancel;
  }
  pass(ms: number): void {
    this.#ahead += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) if (timer.at <= this.now()) timer.fire();
  }
}

/** One browser profile: what its tabs share. */
export class Phone {
  readonly idb: IdbEnvironment = { indexedDB: new IDBFactory(), IDBKeyRange };
  readonly locks = new FakeLocks();
  readonly online = cell(true);
  readonly #wakes = new Set<(wake: Wake) => void>();
  readonly #tabs: RunningRuntime[] = [];

  constructor(readonly backend: Backend) {}

  readonly clock = new PassingClock();

  readonly network: BrowserNetwork = {
    online: () => this.online.get(),
    live: this.online,
    wakes: {
      subscribe: (next) => {
        this.#wakes.add(next);
        return () => this.#wakes.delete(next);
      },
    },
  };
  setOnline(online: boolean): void {
    this.backend.up = online;
    this.online.set(online);
    if (online) for (const wake of [...this.#wakes]) wake("online");
  }

  /** Sign-up and sign-in that always succeed, as the user that the address names. */
  readonly auth: Auth = {
    signUp: async (email) => ({ ok: true, value: this.session(email) }),
    signIn: async (email) => ({ ok: true, value: this.session(email) }),
    signOut: async () => true,
  };
  session(email: string) {
    const userId = userOf(email);
    const n = this.backend.valid.size + 1;
    return { userId, email, accessToken: this.backend.token(userId, n), refreshToken: `${userId}/${n}`, expiresAt: Date.now() + 3_600_000 };
  }

  readonly lockMirror = new MemoryMirror();

  platform(reload: () => void): PagePlatform {
    const worker: AppWorker = { update: cell({ ready: false }), apply: async () => undefined, wake: () => undefined };
    return {
      upgrade: async () => upgradeDevice,
      clock: this.clock,
      monotonic: () => this.clock.now(),
      offsetAt: (at) => -new Date(at).getTimezoneOffset(),
      random: browserRandom(),
      locks: this.locks,
      network: this.network,
      fetch: this.backend.fetch,
      origin: "https://app.invalid",
      idb: this.idb,
      lock: pageLock(this.lockMirror.tab(), () => this.clock.now(), () => undefined),
      worker,
      install: { ...cell({ available: false }), prompt: async () => undefined },
      visible: () => true,
      onHidden: () => () => undefined,
      settled: async () => undefined,
      reload,
      unloaded: async () => undefined,
      report: (reason) => {
        throw reason;
      },
      auth: this.auth,
    };
  }

  /** Opens the app in a tab; `reloads` counts what would have been reloads. */
  async open(): Promise<{ readonly runtime: RunningRuntime; readonly reloads: () => number; close(): Promise<void> }> {
    let reloads = 0;
    const platform = this.platform(() => {
      reloads += 1;
    });
    const runtime = createRuntime(platform, await openDevice(platform));
    this.#tabs.push(runtime);
    return { runtime, reloads: () => reloads, close: () => runtime.stop() };
  }

  async closeAll(): Promise<void> {
    for (const tab of this.#tabs.splice(0)) await tab.stop();
  }
}

/** The latest value of a live one. */
export function follow<T>(live: Live<T>): { latest(): T | undefined; stop(): void } {
  let value: T | undefined;
  const stop = live.subscribe(
    (next) => {
      value = next;
    },
    () => undefined,
  );
  return { latest: () => value, stop };
}
