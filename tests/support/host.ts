/** A real host in a process of its own, for tests that stop, kill and restart it. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { root, sourceHash } from "../../supabase/embedded/build.mjs";

export interface HostProcessOptions {
  /** Default: a new folder with a prepared database, removed when the last host on it stops. */
  readonly dataDir?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Settings (DESIGN §1) beside PORT and BONDHU_DATA. */
  readonly env?: Readonly<Record<string, string>>;
  /** The built app; default dist/app. */
  readonly appDir?: string;
  /** What its certificate is trusted by, when `env` gives it one. */
  readonly ca?: string;
}

export interface RunningHost {
  readonly url: string;
  readonly port: number;
  readonly publishableKey: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it has printed so far, on both streams. */
  output(): string;
  /** ms from spawn to ready. */
  readonly startedInMs: number;
  /** Resolves with the exit code once it has ended by itself or by a signal from elsewhere. */
  ended(): Promise<number | null>;
  /** SIGTERM; resolves with the exit code. Harmless on a host that is gone. */
  stop(): Promise<number | null>;
  /** SIGKILL; resolves when it is gone. The data folder stays for the next host. */
  kill(): Promise<void>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cache = join(root, "node_modules/.cache/bondhu-host");
const stubApp = join(root, "tests/support/stub-app");
/** RATE_FACTOR of hosts in tests: all their people come from one address, within minutes. */
export const crowd = "1000";
const ready = /^Bondhu is ready at (\S+)$/m;
const keepMs = 3 * 3_600_000;
const startDeadlineMs = 60_000;
/** Folders made here; whoever stops the last host on one removes it. */
const ownFolders = new Set<string>();
process.once("exit", () => {
  for (const folder of ownFolders) rmSync(folder, { recursive: true, force: true });
});

/** Bundles and databases of earlier sources. */
function forgetOld(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > keepMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Puts `make`'s result under `path` at once, whoever else is doing the same. */
async function once(path: string, make: (draft: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  forgetOld();
  const draft = mkdtempSync(`${path}.`);
  try {
    await make(draft);
    if (!existsSync(path)) renameSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return path;
}

/** The host's main.js, built once per state of its sources, beside and not over `dist/host`. */
async function hostBundle(): Promise<string> {
  const folder = await once(join(cache, sourceHash("host")), async (outDir) => {
    // Seldom: whoever finds a bundle need not load the bundler.
    const { build } = await import("vite");
    await build({ configFile: join(root, "supabase/embedded/vite.config.ts"), logLevel: "error", build: { outDir } });
  });
  return join(folder, "main.js");
}

/** A data folder with a prepared, migrated database and no secrets yet. */
async function preparedData(main: string): Promise<string> {
  return await once(join(cache, `${sourceHash("data")}-data`), async (draft) => {
    const child = spawnHost(main, { BONDHU_DATA: draft, PORT: "0" }, stubApp);
    await child.ready();
    const { code, stderr } = await child.end("SIGTERM");
    if (code !== 0) throw new Error(`the host did not stop cleanly: ${stderr}`);
    rmSync(join(draft, "secrets.json"));
  });
}

/** A new folder with a prepared database, for hosts that this process starts; removed with the host. */
export async function newDataDir(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "bondhu-"));
  ownFolders.add(dataDir);
  // A thousand small files: twice as fast as Node's own copy.
  execFileSync("cp", ["-R", `${await preparedData(await hostBundle())}/.`, dataDir]);
  return dataDir;
}

interface HostChild {
  readonly child: ChildProcess;
  /** Resolves with the address; rejects with what the host said when it ends instead. */
  ready(): Promise<string>;
  output(): string;
  /** Signals it, if it still runs, and resolves when it has ended. */
  end(signal: NodeJS.Signals | null): Promise<Ended>;
}

function spawnHost(main: string, env: Readonly<Record<string, string>>, appDir: string): HostChild {
  const child = spawn(process.execPath, [main, "--app", appDir], {
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let onReady: (url: string) => void = () => undefined;
  const address = new Promise<string>((resolve) => {
    onReady = resolve;
  });
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
    const url = ready.exec(stdout)?.[1];
    if (url !== undefined) onReady(url);
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    output: () => stdout + stderr,
    ready: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          child.kill("SIGKILL");
          reject(new Error(`the host was not ready in ${startDeadlineMs} ms: ${stdout}${stderr}`));
        }, startDeadlineMs);
      });
      const dead = ended.then(({ code }): never => {
        throw new Error(`the host ended with ${code}: ${stderr}`);
      });
      try {
        return await Promise.race([address, dead, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    end: async (signal) => {
      if (signal !== null && child.exitCode === null && child.signalCode === null) child.kill(signal);
      return await ended;
    },
  };
}

/** Starts a host and resolves when it answers. */
export async function startHost(options: HostProcessOptions = {}): Promise<RunningHost> {
  const main = await hostBundle();
  const dataDir = options.dataDir ?? (options.env?.["DATABASE_URL"] === undefined ? await newDataDir() : emptyDataDir());
  const started = performance.now();
  const settings = { RATE_FACTOR: crowd, ...options.env, BONDHU_DATA: dataDir, PORT: String(options.port ?? 0) };
  const host = spawnHost(main, settings, options.appDir ?? join(root, "dist/app"));
  const url = await host.ready();
  const startedInMs = performance.now() - started;
  const { publishableKey } = await fetchConfig(url, options.ca);
  return {
    url,
    port: Number(new URL(url).port),
    publishableKey,
    dataDir,
    pid: host.child.pid ?? 0,
    startedInMs,
    output: () => host.output(),
    ended: async () => (await host.end(null)).code,
    stop: async () => {
      const { code } = await host.end("SIGTERM");
      if (ownFolders.delete(dataDir)) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      await host.end("SIGKILL");
    },
  };
}

/** An empty folder, removed with the host that is stopped on it. */
export function emptyDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "bondhu-"));
  ownFolders.add(dataDir);
  return dataDir;
}

/** Runs a host that is expected to give up by itself. */
export async function failedStart(env: Readonly<Record<string, string>>): Promise<Ended> {
  const host = spawnHost(await hostBundle(), { PORT: "0", ...env }, stubApp);
  const deadline = setTimeout(() => host.child.kill("SIGKILL"), 20_000);
  const ended = await host.end(null);
  clearTimeout(deadline);
  return ended;
}

interface AppConfig {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly llm: boolean;
  readonly build: string;
}

async function fetchConfig(url: string, ca?: string): Promise<AppConfig> {
  // Node's fetch takes no certificate authority of one call's own.
  if (ca !== undefined) return await new Promise((resolve, reject) => void get(`${url}/config.json`, { ca }, (response) => void json(response).then((value) => resolve(value as AppConfig), reject)).on("error", reject));
  const response = await fetch(`${url}/config.json`);
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return (await response.json()) as AppConfig;
}

export interface Tokens {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Makes an account at a host and signs it in. */
export async function signUp(url: string, email: string, password: string): Promise<Tokens> {
  const { publishableKey } = await fetchConfig(url);
  const response = await fetch(`${url}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: publishableKey, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`sign-up: ${response.status} ${await response.text()}`);
  const session = (await response.json()) as { access_token: string; refresh_token: string; user: { id: string } };
  return { userId: session.user.id, accessToken: session.access_token, refreshToken: session.refresh_token };
}
