/** The host as a process: its lock, its end, its survival, its silence about what people write. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { describe, expect, test } from "vitest";
import { demandVersion } from "../../../supabase/embedded/database/postgres.ts";
import { emptyDataDir, failedStart, newDataDir, signUp, startHost } from "../../support/host.ts";
import { call, newEmail, password, pushOf } from "./client.ts";

const rest = "/rest/v1/chat_messages?select=message_text&order=stamp";

describe("the host process", () => {
  test("kill -9 loses nothing that was answered, and the next start takes the lock over", async () => {
    const first = await startHost();
    const { dataDir, port } = first;
    const person = await signUp(first.url, newEmail(), password);
    const pushed = await call(first, "/rest/v1/rpc/sync_push", { token: person.accessToken, body: pushOf(person.userId, "kept").body });
    expect(pushed.status).toBe(200);
    await first.kill();
    expect(readdirSync(dataDir)).toContain("lock");
    const second = await startHost({ dataDir, port });
    try {
      expect(second.url).toBe(first.url);
      expect(second.publishableKey).toBe(first.publishableKey);
      expect(await call(second, rest, { token: person.accessToken })).toEqual({ status: 200, body: [{ message_text: "kept" }] });
    } finally {
      await second.stop();
    }
  });

  test("SIGTERM and SIGINT: sockets get a close frame, running requests their answer, the lock goes, exit 0", async () => {
    const host = await startHost();
    const { dataDir } = host;
    const key = encodeURIComponent(host.publishableKey);
    const socket = new WebSocket(`${host.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${key}&vsn=2.0.0`);
    await new Promise((resolve) => socket.once("open", resolve));
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    const running = call(host, "/auth/v1/signup", { body: { email: newEmail(), password } });
    // The sign-up hashes a password, which takes longer than the signal; only its arrival has to be awaited.
    await fetch(`${host.url}/healthz`);
    process.kill(host.pid, "SIGINT");
    expect((await running).status).toBe(200);
    expect(await closed).toBe(1001);
    expect(await host.ended()).toBe(0);
    await host.stop();
    expect(() => statSync(join(dataDir, "lock"))).toThrow("ENOENT");
  });

  test("a second process on the same data is refused in one line", async () => {
    const host = await startHost();
    try {
      const { code, stderr } = await failedStart({ BONDHU_DATA: host.dataDir });
      expect(code).toBe(1);
      expect(stderr).toBe(`Bondhu cannot start: Another Bondhu (process ${host.pid}) already uses the data folder ${host.dataDir}.\n`);
    } finally {
      await host.stop();
    }
  });

  test("a lock whose number now belongs to another process is taken over", async () => {
    const dataDir = await newDataDir();
    writeFileSync(join(dataDir, "lock"), JSON.stringify({ pid: process.pid, birth: "an earlier boot/1" }));
    const host = await startHost({ dataDir });
    expect(await host.stop()).toBe(0);
  });

  test("secrets: made once, for the owner only; damaged ones are not replaced", async () => {
    const host = await startHost();
    const { dataDir } = host;
    expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
    await host.kill();
    writeFileSync(join(dataDir, "secrets.json"), "{");
    const { code, stderr } = await failedStart({ BONDHU_DATA: dataDir });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Bondhu cannot start: The secrets in .+ are damaged; restore the file from a backup\.\n$/);
  });

  test("a first start killed half-way begins anew", async () => {
    const dataDir = emptyDataDir();
    mkdirSync(join(dataDir, "pg.new"));
    writeFileSync(join(dataDir, "pg.new", "PG_VERSION"), "half");
    const host = await startHost({ dataDir });
    try {
      expect(host.output()).toContain("First start: ");
      expect(readdirSync(dataDir).sort()).toEqual(["lock", "pg", "secrets.json"]);
    } finally {
      await host.stop();
    }
  });

  test("what people write is not in its log, even when Postgres refuses it", async () => {
    const host = await startHost();
    const { accessToken: token, userId } = await signUp(host.url, newEmail(), password);
    const secret = "nobody may read this sentence";
    const answers = [
      await call(host, `/rest/v1/chat_messages?created_at=eq.${encodeURIComponent(secret)}`, { token }),
      await call(host, "/rest/v1/chat_messages", { token, body: { id: secret, message_text: secret, sender_type: secret } }),
      await call(host, "/rest/v1/rpc/sync_push", { token, body: { ...pushOf(userId, secret).body, p_client: secret } }),
    ];
    await host.stop();
    for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
    expect(host.output()).not.toContain("sentence");
  });
});

describe("a start that cannot be", () => {
  const refused = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const { code, stdout, stderr } = await failedStart({ BONDHU_DATA: emptyDataDir(), ...env });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.split("\n")).toHaveLength(2);
    return stderr.trim().replace("Bondhu cannot start: ", "");
  };

  test.each([
    [{ PORT: "eighty" }, 'The setting PORT must be a number from 0 to 65535, but it is "eighty".'],
    [{ PORT: "65536" }, 'The setting PORT must be a number from 0 to 65535, but it is "65536".'],
    [{ HOST: "a b" }, 'The setting HOST must be a host name or an address, but it is "a b".'],
    [{ HOST: "203.0.113.1" }, "HOST 203.0.113.1 is not an address of this machine."],
    [{ PUBLIC_URL: "bondhu.example" }, 'The setting PUBLIC_URL must be an http or https address without a path, but it is "bondhu.example".'],
    [{ PUBLIC_URL: "https://a.example/b" }, 'The setting PUBLIC_URL must be an http or https address without a path, but it is "https://a.example/b".'],
    [{ TRUST_PROXY: "yes" }, 'The setting TRUST_PROXY must be the number of proxies before the host, from 0 to 9, but it is "yes".'],
    [{ RATE_FACTOR: "0" }, 'The setting RATE_FACTOR must be a number above 0, but it is "0".'],
    [{ DATABASE_URL: "mysql://root:pass@db/x" }, "The setting DATABASE_URL must start with postgres:// or postgresql://."],
    [{ DATABASE_URL: "postgres://u:pass@127.0.0.1:9/x" }, "The database 127.0.0.1:9/x cannot be reached: connect ECONNREFUSED 127.0.0.1:9."],
    [{ BONDHU_DATA: "/proc/bondhu" }, "The data folder /proc/bondhu cannot be written: it cannot be created there."],
  ])("%o", async (env, line) => {
    expect(await refused(env)).toBe(line);
  });

  test("a database that is too old", () => {
    expect(() => demandVersion("postgres://u:pass@db:5433/x", 140_011, "14.11")).toThrow("The database db:5433/x is PostgreSQL 14.11; Bondhu needs 15 or newer.");
    expect(() => demandVersion("postgres://db/x", 150_000, "15.0")).not.toThrow();
  });

  test("a taken port", async () => {
    const holder = spawn(process.execPath, ["-e", "const s=require('net').createServer().listen(0,'127.0.0.1',()=>console.log(s.address().port))"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const port = await new Promise<string>((resolve) => holder.stdout.once("data", (data: Buffer) => resolve(data.toString().trim())));
    try {
      expect(await refused({ PORT: port })).toBe(`Port ${port} on 127.0.0.1 is taken by another program; choose another with PORT.`);
    } finally {
      holder.kill();
    }
  });

  test("a data folder that is a file, and one that may not be written", async () => {
    const folder = emptyDataDir();
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(await refused({ BONDHU_DATA: file })).toBe(`The data folder ${file} cannot be written: it is not a folder.`);
    // Closed to a superuser too.
    expect(await refused({ BONDHU_DATA: "/sys/bondhu" })).toMatch(/cannot be written: (permission denied|the file system is read-only)\.$/);
  });
});
