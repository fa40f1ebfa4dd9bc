/** A throwaway PostgreSQL server on a loopback port, for hosts that are given a DATABASE_URL. */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPostgres } from "../../support/system.mjs";

export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === null) throw new Error("PostgreSQL 15 is missing: `node tests/support/system.mjs` installs it or says what to do.");
  // The server refuses to run as root.
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const user = process.getuid?.() === 0 ? { uid: id("-u"), gid: id("-g") } : null;
  const as = user ?? {};
  const folder = mkdtempSync(join(tmpdir(), "bondhu-server-"));
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "bondhu", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], { ...as, cwd: folder, stdio: "pipe" });
  const port = await freePort();
  const options = ["listen_addresses=127.0.0.1", `port=${port}`, "fsync=off"].flatMap((option) => ["-c", option]);
  const server = spawn(join(bin, "postgres"), ["-D", data, "-k", folder, ...options], { ...as, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
  return {
    url: `postgres://bondhu@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill("SIGINT");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
