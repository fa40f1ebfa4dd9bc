/** One running Bondhu: data folder, database, API, functions, realtime and the app, joined and taken apart in order. */
import { Server as TlsServer } from "node:https";
import { join } from "node:path";
import { bootstrap } from "./bootstrap.ts";
import { openDataFolder } from "./data-folder.ts";
import type { Database } from "./database/database.ts";
import { openPglite } from "./database/pglite.ts";
import { openPostgres } from "./database/postgres.ts";
import { discreetly, installDiscreetLog } from "./discreet-log.ts";
import { followCertificate, loadCertificate } from "./http/certificate.ts";
import { edgeHandlers, inProcessFetch } from "./http/edge-functions.ts";
import type { EdgeModule } from "./http/edge-functions.ts";
import { createHostCheck } from "./http/known-hosts.ts";
import { createRoutes } from "./http/routes.ts";
import { createHttpServer, drain, listen } from "./http/server.ts";
import { StaticFiles } from "./http/static-files.ts";
import { createAccounts } from "./letters/accounts.ts";
import { consolePost } from "./letters/console-post.ts";
import { createDesk } from "./letters/desk.ts";
import { smtpPost } from "./letters/smtp-post.ts";
import { connections, sockets } from "./limits.ts";
import type { LimitOptions } from "./limits.ts";
import { takeLock } from "./lock-file.ts";
import { migrate, migrationsFrom } from "./migrations.ts";
import type { Migration } from "./migrations.ts";
import { memoryCounter } from "./rate/counters.ts";
import { createSignInGuard } from "./rate/sign-in-guard.ts";
import { startRealtime } from "./realtime/server.ts";
import { loadSecrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { createSupabaseApi, minimumPasswordLength, warmUp } from "./supabase-api.ts";
import { createTokens } from "./tokens.ts";

export interface HostOptions {
  readonly settings: Settings;
  /** Folder of the built app. */
  readonly appDir: string;
  readonly migrations?: readonly Migration[];
  readonly functions?: Readonly<Record<string, EdgeModule>>;
  readonly limits?: LimitOptions;
  /** How long running requests may take to finish when the host stops. */
  readonly graceMs?: number;
  /** Called once when the first start has slow work to do. */
  readonly onSlowStart?: () => void;
  readonly log?: (line: string) => void;
  /** Where codes are shown when there is no mail server; never the log. */
  readonly print?: (line: string) => void;
}

export interface Host {
  /** Where it listens. */
  readonly url: string;
  readonly port: number;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly database: Database;
  /** Resolves when every letter asked for so far is carried or given up. */
  lettersSettled(): Promise<void>;
  /** The same as over HTTP, without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Reads certificate and key again; without TLS there is nothing to read. */
  renewCertificate(): void;
  /** Ends everything in order; later calls wait for the first. */
  stop(): Promise<void>;
}

const ownMigrations = (): readonly Migration[] =>
  migrationsFrom(import.meta.glob<string>("../migrations/*.sql", { query: "?raw", import: "default", eager: true }));
const ownFunctions = (): Readonly<Record<string, EdgeModule>> => import.meta.glob<EdgeModule>("../functions/*/handler.ts", { eager: true });

const shownHost = (host: string): string => (host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host);

/** Undoes what has been started, last first, whatever fails on the way; the first failure is thrown at the end. */
class Teardown {
  readonly #steps: (() => void | Promise<void>)[] = [];

  add(step: () => void | Promise<void>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Throws a StartError, with nothing left behind, when it cannot start. */
export async function createHost(options: HostOptions): Promise<Host> {
  installDiscreetLog();
  const teardown = new Teardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(options: HostOptions, teardown: Teardown): Promise<Host> {
  const { settings, appDir, graceMs = 5_000, limits = {} } = options;
  const certificate = settings.tls === null ? null : loadCertificate(settings.tls, new Date());
  const log = options.log ?? ((line) => console.error(line));
  let slow = false;
  const slowly = (): void => {
    if (!slow) options.onSlowStart?.();
    slow = true;
  };
  openDataFolder(settings.dataDir);
  teardown.add(takeLock(settings.dataDir));
  const secrets = loadSecrets(settings.dataDir);
  const tokens = createTokens(secrets);

  // The port is taken before the database is touched, so that a taken one costs nothing; requests wait for `serve`.
  let opened: (serve: ReturnType<typeof createRoutes>) => void = () => undefined;
  const routes = new Promise<ReturnType<typeof createRoutes>>((resolve) => {
    opened = resolve;
  });
  const ofConnections = { ...connections, ...limits.connections };
  const allowsHost = createHostCheck(settings.host, settings.publicUrl);
  const server = createHttpServer({ certificate, handle: async (request, peer) => (await routes)(request, peer), allowsHost, trustedProxies: settings.trustedProxies, limits: ofConnections });
  const port = await listen(server, settings.port, settings.host);
  const url = `${settings.tls === null ? "http" : "https"}://${shownHost(settings.host)}:${port}`;
  let draining: Promise<void> | null = null;
  const stopListening = () => (draining ??= drain(server, graceMs));
  teardown.add(stopListening);
  const followed = settings.tls !== null && server instanceof TlsServer ? followCertificate(settings.tls, (renewed) => server.setSecureContext(renewed), log) : null;
  teardown.add(() => followed?.stop());

  const database = await (settings.databaseUrl === null ? openPglite(join(settings.dataDir, "pg"), slowly) : openPostgres(settings.databaseUrl));
  // Before the socket in time, after it in order: requests end, then the database.
  teardown.add(async () => {
    await stopListening();
    await database.close();
  });
  const post = settings.smtp === null ? consolePost(options.print ?? ((line) => console.log(line))) : smtpPost(settings.smtp, log);
  const desk = createDesk({ post, accounts: createAccounts(database), tokens, minimumPasswordLength, log });
  // What was asked for is still written before the database closes.
  teardown.add(async () => {
    await stopListening();
    await desk.settled();
    await post.close();
  });
  const app = createSupabaseApi(database, secrets, settings.publicUrl ?? url, post);
  await bootstrap(database, app, slowly);
  await migrate(database, options.migrations ?? ownMigrations());
  await warmUp(app, database);

  const api = (request: Request, peerAddress: string | null) => discreetly(log, () => app.fetch(request, { peerAddress }));
  const functions = edgeHandlers(options.functions ?? ownFunctions(), {
    supabaseUrl: url,
    publishableKey: secrets.publishableKey,
    fetch: inProcessFetch(url, (request) => serve(request, { address: null })),
    get: (name) => process.env[name],
  });
  const serve = createRoutes({
    files: new StaticFiles(appDir),
    tokens,
    functions,
    publicUrl: settings.publicUrl,
    publishableKey: secrets.publishableKey,
    bodyStallMs: ofConnections.bodyStallMs,
    signInGuard: createSignInGuard(memoryCounter, settings.rateFactor),
    desk,
    letters: post.by,
    api,
    probe: async () => void (await database.transaction((tx) => tx.query("select 1"))),
    log,
  });
  const realtime = await startRealtime({ server, database, tokens, publicUrl: settings.publicUrl, allowsHost, trustedProxies: settings.trustedProxies, limits: { ...sockets, ...limits.sockets }, log });
  teardown.add(async () => {
    const drained = stopListening();
    await realtime.close();
    await drained;
  });
  opened(serve);

  let stopping: Promise<void> | null = null;
  return {
    url,
    port,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    database,
    lettersSettled: () => desk.settled(),
    fetch: (request) => serve(request, { address: null }),
    renewCertificate: () => followed?.renew(),
    stop: () => (stopping ??= teardown.run()),
  };
}
