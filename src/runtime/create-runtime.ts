/** The page's runtime: opens the device, connects it, and hands screens their commands and queries. */
import type { AppWorker } from "../adapters/browser/app-worker.ts";
import { backgroundSync } from "../adapters/browser/background-sync.ts";
import type { InstallOffer } from "../adapters/browser/install.ts";
import type { BrowserNetwork } from "../adapters/browser/network.ts";
import { type Auth, createAuth } from "../adapters/supabase/auth.ts";
import { listenForPokes } from "../adapters/supabase/poke.ts";
import type { WakeReason } from "../sync/engine.ts";
import { DatabaseGone } from "../sync/ports.ts";
import { signIn, signOut, signUp } from "./account.ts";
import type { Commands, Runtime } from "./api.ts";
import { askAgain } from "./commands/ask-again.ts";
import { closeCrisis, openCrisis } from "./commands/crisis.ts";
import { discard, exportEntry, retry } from "./commands/quarantine.ts";
import { react } from "./commands/react.ts";
import { saveDraft } from "./commands/save-draft.ts";
import { sendMessage } from "./commands/send-message.ts";
import { setPreference } from "./commands/set-preference.ts";
import { configSource, connect } from "./connection.ts";
import type { Device } from "./device.ts";
import { cell, switched } from "./live.ts";
import { persistence } from "./persistence.ts";
import type { Platform } from "./platform.ts";
import { lastAttempt } from "./replies.ts";
import { syncStatus } from "./status.ts";
import { syncRequests } from "./sync-request.ts";
import { accountView, databaseViews } from "./views.ts";
import { beVisible, heartbeatMs } from "./visit.ts";
import { followWakes } from "./wakes.ts";

/** Realtime may wait this long after the start: the first pull has brought what was missed. */
const pokeDelayMs = 1000;

export interface PagePlatform extends Platform {
  readonly network: BrowserNetwork;
  readonly worker: AppWorker;
  readonly install: InstallOffer;
  readonly visible: () => boolean;
  /** Starts the page anew: another account, or a database that went away. */
  readonly reload: () => void;
  /** Where an error goes that nobody waits for. */
  readonly report: (reason: unknown) => void;
  /** Absent: Supabase's. */
  readonly auth?: Auth;
}

export interface RunningRuntime extends Runtime {
  stop(): Promise<void>;
}

export function createRuntime(platform: PagePlatform, device: Device): RunningRuntime {
  const { clock, network, visible, reload } = platform;
  const { registry, writer, store, db } = device;
  const config = configSource(platform, device);
  const account = cell(device.account);
  const connection = cell(connect(platform, device, device.account, config));
  const auth = platform.auth ?? createAuth(config, () => clock.now());
  const requests = syncRequests(backgroundSync(), clock);
  const keep = persistence(device);
  const stops: (() => void)[] = [];

  /** The database that went away takes the page with it; anything else nobody waits for is reported. */
  const report = (reason: unknown): void => {
    if (reason instanceof DatabaseGone) reload();
    else platform.report(reason);
  };

  const wake = (reason: WakeReason): void => {
    const { engine, asks } = connection.get();
    engine.wake(reason);
    asks.drain().catch((failure: unknown) => {
      // A connection that was replaced meanwhile: the new one drains.
      if (connection.get().asks === asks) report(failure);
    });
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
      if (record?.name !== before.name) return reload();
      if (record.userId === before.userId && record.email === before.email) return;
      account.set(record);
      if (record.userId === before.userId) return;
      const old = connection.get();
      connection.set(connect(platform, device, record, config));
      old.stop().catch(report);
      wake("start");
      requests.wrote();
    }, report),
  );
  stops.push(db.onGone(reload));

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
    followPokes(),
    followWakes({ network, clock, visible }, (reason) => {
      if (reason === "visible" || reason === "start") seen();
      wake(reason);
    }),
  );

  /** L6: what it needs is loaded once the first screen has had its turn. */
  function followPokes(): () => void {
    let stopPokes = (): void => undefined;
    const stop = connection.subscribe(({ account: { userId }, session }) => {
      stopPokes();
      if (userId === null || session === null) return;
      let poke: { stop(): void } | null = null;
      const cancel = clock.after(pokeDelayMs, () => {
        poke = listenForPokes({ userId, config, session, onPoke: () => wake("poke") });
      });
      stopPokes = () => {
        cancel();
        poke?.stop();
      };
    });
    return () => {
      stop();
      stopPokes();
    };
  }

  function seen(): void {
    if (visible()) beVisible(writer).catch(report);
  }
  let cancelHeartbeat = (): void => undefined;
  function heartbeat(): void {
    cancelHeartbeat = clock.after(heartbeatMs, () => {
      seen();
      heartbeat();
    });
  }
  heartbeat();
  stops.push(() => cancelHeartbeat());

  const commands: Commands = {
    async sendMessage(text) {
      const result = wrote(await sendMessage(writer, text));
      // T2: there is something to keep now.
      if (result.ok) keep.afterFirstMessage().catch(report);
      return result;
    },
    askAgain: async (id) => wrote(await askAgain(writer, id, await lastAttempt(db, id))),
    react: async (id, reaction) => wrote(await react(writer, id, reaction)),
    setPreference: async (key, value) => wrote(await setPreference(writer, key, value)),
    saveDraft: (text) => saveDraft(writer, text),
    openCrisis: () => openCrisis(writer),
    closeCrisis: () => closeCrisis(writer),
    retryQuarantined: async (id) => wrote(await retry(platform, device, id)),
    discardQuarantined: async (id) => wrote(await discard(device, connection.get().transport, id)),
    exportQuarantined: (id) => exportEntry(store, id),
    async syncNow() {
      const { engine, asks } = connection.get();
      // By hand is a fresh start: it does not wait for the backoff.
      engine.wake("online");
      await engine.sync();
      await asks.drain();
    },
    signUp: (email, password) => signUp({ device, auth, clock }, email, password),
    signIn: (email, password) => signIn({ device, auth, clock }, email, password),
    signOut: () => signOut({ device, auth, clock }),
    requestPersistence: () => keep.ask(),
  };

  return {
    commands,
    queries: {
      ...databaseViews(device),
      status: syncStatus({ device, account, activity: switched(connection, ({ engine }) => engine.activity), signedIn, network, clock }),
      account: accountView(account, signedIn),
    },
    update: { subscribe: platform.worker.update.subscribe, apply: () => platform.worker.apply() },
    install: platform.install,
    async stop() {
      for (const stop of stops) stop();
      await connection.get().stop();
      db.leave();
      registry.close();
    },
  };
}

const signedInLive = ({ registry }: Device, userId: string) => ({
  subscribe: (next: (value: boolean) => void, error?: (reason: unknown) => void) =>
    registry.sessions.live(userId).subscribe((session) => next(session !== null), error),
});
