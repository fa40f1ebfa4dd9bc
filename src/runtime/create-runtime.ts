/** The page's runtime: opens the device, connects it, and hands screens their commands and queries. */
import type { AppWorker } from "../adapters/browser/app-worker.ts";
import { backgroundSync } from "../adapters/browser/background-sync.ts";
import { lookAgain } from "../adapters/dexie/live.ts";
import type { InstallOffer } from "../adapters/browser/install.ts";
import type { SearchThread } from "../adapters/browser/search-thread.ts";
import type { BrowserNetwork } from "../adapters/browser/network.ts";
import type { Auth } from "../adapters/supabase/auth.ts";
import { ActivityLog } from "../sync/activity.ts";
import type { Live } from "../shared/live.ts";
import type { WakeReason } from "../sync/engine.ts";
import { DatabaseGone } from "../sync/ports.ts";
import type { Commands, Runtime } from "./api.ts";
import { closeCrisis, openCrisis } from "./commands/crisis.ts";
import { saveDraft } from "./commands/save-draft.ts";
import { sendMessage } from "./commands/send-message.ts";
import type { Connection } from "./connection.ts";
import type { Device } from "./device.ts";
import type { Later } from "./later.ts";
import { cell, lazily, switched } from "./live.ts";
import type { PageLock } from "./lock/mirror.ts";
import type { PageSearch } from "./search/page-search.ts";
import type { Platform } from "./platform.ts";
import { syncStatus } from "./status.ts";
import { syncRequests } from "./sync-request.ts";
import { messageRules } from "./message-rules.ts";
import { accountView, databaseViews } from "./views.ts";
import { visitOf } from "./visit/load.ts";
import type { PageVisit } from "./visit/page-visit.ts";
import { heartbeatMs, type PageTime } from "./visit/visit.ts";
import { followWakes } from "./wakes.ts";

export interface PagePlatform extends Platform, PageTime {
  readonly lock: PageLock;
  readonly network: BrowserNetwork;
  readonly worker: AppWorker;
  readonly install: InstallOffer;
  readonly visible: () => boolean;
  /** Calls when the page goes out of sight; returns the unsubscribe function. */
  readonly onHidden: (listener: () => void) => () => void;
  /** Resolves once the first screen has had its turn: what it does not need is loaded then. */
  readonly settled: () => Promise<void>;
  /** Starts the page anew: another account, or a database that went away. */
  readonly reload: () => void;
  /** Resolves when the page should have gone after a reload, and has not. */
  readonly unloaded: () => Promise<void>;
  /** Where an error goes that nobody waits for. */
  readonly report: (reason: unknown) => void;
  /** A thread for the search; absent: nothing is searched here. */
  readonly searchThread?: () => Promise<SearchThread>;
  /** Absent: Supabase's. */
  readonly auth?: Auth;
}

export interface RunningRuntime extends Runtime {
  stop(): Promise<void>;
}

export function createRuntime(platform: PagePlatform, device: Device): RunningRuntime {
  const { clock, network, visible, reload } = platform;
  const { registry, writer, store, db } = device;
  const account = cell(device.account);
  const connection = cell<Connection | null>(null);
  const beforeConnection = new ActivityLog(clock.now());
  const requests = syncRequests(backgroundSync(), clock);
  const stops: (() => void)[] = [];

  /** The database that went away takes the page with it; anything else nobody waits for is reported. */
  const report = (reason: unknown): void => {
    if (!(reason instanceof DatabaseGone)) platform.report(reason);
    else if (!leaving) reload();
  };

  /** What starts the page anew does so by itself, when it is done. */
  let leaving = false;
  const stopping = new AbortController();
  let connecting: Promise<Connection> | null = null;
  /** Engine, server and replies: not needed to read or write, so loaded after the first screen or at the first need. */
  function connected(): Promise<Connection> {
    connecting ??= load().catch((reason: unknown) => {
      // Offline before the worker has cached the app: the next wake tries again.
      connecting = null;
      throw reason;
    });
    return connecting;
  }
  async function load(): Promise<Connection> {
    const { connect } = await import("./connection.ts");
    const made = connect(platform, device, account.get(), () => opened?.persona() ?? null);
    const before = connection.get();
    connection.set(made);
    before?.stop().catch(report);
    return made;
  }

  const isCurrent = (made: Connection): boolean => connection.get() === made && !stopping.signal.aborted;
  const wake = (reason: WakeReason): void => {
    if (stopping.signal.aborted) return;
    connected().then(
      (current) => {
        current.engine.wake(reason);
        current.asks.drain().catch((failure: unknown) => {
          // A connection that was replaced or stopped meanwhile: the ask is durable, the next one drains it.
          if (isCurrent(current)) report(failure);
        });
      },
      () => undefined,
    );
  };
  const wrote = <T extends { readonly ok: boolean }>(result: T): T => {
    if (!result.ok) return result;
    wake("write");
    if (account.get().userId !== null) requests.wrote();
    return result;
  };

  // The same database, now somebody's: sign-up, here or in another tab. Another database: that is another page.
  stops.push(
    registry.liveCurrent().subscribe((record) => {
      const before = account.get();
      if (record?.name !== before.name) {
        if (!leaving) reload();
        return;
      }
      if (record.userId === before.userId && record.email === before.email) return;
      account.set(record);
      if (record.userId === before.userId) return;
      connecting = null;
      wake("start");
      requests.wrote();
    }, report),
  );
  stops.push(db.onGone(reload));

  let searching: Promise<PageSearch> | null = null;
  function search(): Promise<PageSearch> {
    const { searchThread: thread } = platform;
    if (thread === undefined) return Promise.reject(new Error("nothing is searched here"));
    searching ??= import("./search/page-search.ts")
      .then(({ createPageSearch }) => createPageSearch({ thread, clock, visible, report }, device))
      .catch((reason: unknown) => {
        searching = null;
        throw reason;
      });
    return searching;
  }

  /** Nothing of this page writes or reads by itself any more. */
  async function quiesce(): Promise<void> {
    stopping.abort();
    for (const stop of stops.splice(0)) stop();
    (await searching?.catch(() => null))?.stop();
    await connection.get()?.stop();
  }

  const signedIn = switched(account, ({ userId }) => (userId === null ? cell(true) : signedInLive(device, userId)));
  let hadTokens: boolean | null = null;
  stops.push(
    signedIn.subscribe((has) => {
      // Signed in again to the account that is open: go on where it stopped.
      if (hadTokens === false && has) wake("online");
      hadTokens = has;
    }, report),
  );

  stops.push(
    followWakes({ network, clock, visible }, (reason) => {
      if (reason === "visible") seen();
      lookAgain();
      wake(reason);
    }),
    // C3: this page may be on its way out; the worker goes on where it has to stop.
    // Nothing is written here: WebKit keeps what a page begins as it is put away, and the next page would wait for it for ever.
    platform.onHidden(() => platform.worker.wake()),
  );

  let shownAt: number | null = null;
  const shown = (): number => (shownAt ??= platform.monotonic());
  const visit = visitOf(writer, platform, shown);
  let own: PageVisit | null = null;
  /** V2; behind the lock nobody knows who looks. */
  function isSeen(): boolean {
    const is = visible() && platform.lock.state() !== "locked";
    if (is) shown();
    return is;
  }
  async function beat(): Promise<void> {
    own = await visit();
    if (!stopping.signal.aborted && (await own?.beat())) await own?.settle();
  }
  const seen = (): void => {
    if (isSeen() || own?.playing.size) beat().catch(report);
  };
  let cancelHeartbeat = (): void => undefined;
  function heartbeat(): void {
    cancelHeartbeat = clock.after(heartbeatMs, () => {
      seen();
      heartbeat();
    });
  }
  heartbeat();
  stops.push(() => cancelHeartbeat());
  isSeen();
  let conversationShown = (): void => undefined;
  const conversation = new Promise<void>((resolve) => (conversationShown = resolve));
  Promise.race([conversation, platform.settled()])
    .then(() => {
      wake("start");
      later().then((open) => {
        open.followPokes();
        open.followDeletions();
        open.keepContext();
        open.goOnBringing(account.get().userId);
        open.tendLife();
      }, report);
      // F4. Not to be had, offline at a first visit: the first question asks for it again.
      if (platform.searchThread !== undefined) search().catch(() => undefined);
      // A9 of the lock: its mirror has been lost.
      registry.settings.get("lock").then((kept) => kept && platform.lock.state() === "off" && platform.lock.write("locked"), report);
      seen();
      // The first look compiles the patterns and folds the words, which the first send should not wait for.
      return messageRules().then(({ isCrisis, mood }) => [isCrisis("hello"), mood("hello")]);
    })
    .catch(report);

  /** True: this page ends here, and says nothing more. */
  async function anew(command: () => Promise<boolean>): Promise<boolean> {
    leaving = true;
    try {
      const done = await command();
      if (!done) return false;
      await quiesce();
      platform.worker.wake();
      reload();
      // A screen that went on would navigate, and a navigation cancels the reload.
      await platform.unloaded();
      return true;
    } finally {
      leaving = false;
    }
  }
  let opened: Later | null = null;
  async function later(): Promise<Later> {
    const { createLater } = await import("./later.ts");
    const tools = { platform, device, visit, connected, connection, poked: () => wake("poke"), wrote, anew, quiesce, stopped: stopping.signal, onStop: (stop: () => void) => void stops.push(stop), report };
    return (opened ??= createLater(tools));
  }

  const commands: Commands = {
    async sendMessage(text, token) {
      const result = wrote(await sendMessage({ writer, time: platform, shown, visit, rules: messageRules }, text, token));
      // T2: there is something to keep now.
      if (result.ok) later().then((open) => open.keepAfterFirstMessage()).catch(report);
      return result;
    },
    saveDraft: (text, sending) => saveDraft(store, text, sending),
    openCrisis: () => openCrisis(writer),
    closeCrisis: () => closeCrisis(writer),
    async syncNow() {
      const current = await connected();
      // By hand is a fresh start: it does not wait for the backoff.
      current.engine.wake("online");
      try {
        await current.engine.sync();
        await current.asks.drain();
      } catch (reason) {
        // The account was switched under it: whatever comes next begins by syncing.
        if (isCurrent(current)) throw reason;
      }
    },
    requestPersistence: async () => (await later()).requestPersistence(),
    askAgain: async (...asked) => (await later()).askAgain(...asked),
    react: async (...asked) => (await later()).react(...asked),
    deleteMessage: async (...asked) => (await later()).deleteMessage(...asked),
    undoDelete: async (...asked) => (await later()).undoDelete(...asked),
    answerItem: async (...asked) => (await later()).answerItem(...asked),
    addFact: async (...asked) => (await later()).addFact(...asked),
    editFact: async (...asked) => (await later()).editFact(...asked),
    forgetFact: async (...asked) => (await later()).forgetFact(...asked),
    moveFact: async (...asked) => (await later()).moveFact(...asked),
    setPreference: async (...asked) => (await later()).setPreference(...asked),
    markRead: async (...asked) => (await later()).markRead(...asked),
    trackActivity: async (...asked) => (await later()).trackActivity(...asked),
    retryQuarantined: async (...asked) => (await later()).retryQuarantined(...asked),
    discardQuarantined: async (...asked) => (await later()).discardQuarantined(...asked),
    exportQuarantined: async (...asked) => (await later()).exportQuarantined(...asked),
    exportEverything: async (...asked) => (await later()).exportEverything(...asked),
    exportBackup: async (...asked) => (await later()).exportBackup(...asked),
    openArchive: async (...asked) => (await later()).openArchive(...asked),
    signUp: async (...asked) => (await later()).signUp(...asked),
    signIn: async (...asked) => (await later()).signIn(...asked),
    codes: async () => (await later()).codes(),
    signOut: async (...asked) => (await later()).signOut(...asked),
    doors: async () => (await later()).doors(),
  };

  /** Once this page is on its way out its database is gone on purpose: no screen has to say so. */
  const hushed = <T>(live: Live<T>): Live<T> => ({
    subscribe: (next, error) =>
      live.subscribe(next, (reason) => {
        if (stopping.signal.aborted || leaving) return;
        if (reason instanceof DatabaseGone) reload();
        else error?.(reason);
      }),
  });
  const views = databaseViews(device, platform, conversationShown);
  const moods = hushed(views.moods);
  const activity = switched(connection, (current) => current?.engine.activity ?? beforeConnection);

  return {
    commands,
    queries: {
      timeline: (around) => {
        const timeline = views.timeline(around);
        return { ...timeline, ...hushed(timeline) };
      },
      preferences: hushed(views.preferences),
      crisis: hushed(views.crisis),
      quarantine: hushed(lazily(async () => (await later()).quarantine)),
      deletions: hushed(views.deletions),
      session: hushed(views.session),
      life: hushed(views.life),
      sessions: () => {
        const sessions = views.sessions();
        return { ...sessions, ...hushed(sessions) };
      },
      report: hushed(lazily(async () => (await later()).report)),
      moods: () => moods,
      personality: hushed(lazily(async () => (await later()).personality)),
      facts: hushed(lazily(async () => (await later()).facts)),
      shaped: async (id) => (await later()).shaped(id),
      draft: () => views.draft(),
      storage: () => views.storage(),
      search: async () => (await search()).open(),
      status: hushed(syncStatus({ device, account, activity, signedIn, network, clock })),
      account: hushed(accountView(account, signedIn)),
    },
    lock: {
      ...platform.lock,
      door: async () => (await later()).lockDoor(),
    },
    update: { subscribe: platform.worker.update.subscribe, apply: () => platform.worker.apply() },
    install: platform.install,
    async stop() {
      await quiesce();
      db.leave();
      registry.close();
    },
  };
}

const signedInLive = ({ registry }: Device, userId: string) => ({
  subscribe: (next: (value: boolean) => void, error?: (reason: unknown) => void) =>
    registry.sessions.live(userId).subscribe((session) => next(session !== null), error),
});
