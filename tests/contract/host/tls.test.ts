/** The host over TLS: the same answers and the same bounds, and a certificate that is renewed under way. */
import { request as httpsRequest } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import { connect as connectTcp } from "node:net";
import { connect } from "node:tls";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Host } from "../../../supabase/embedded/host.ts";
import { certificateFiles, makeCertificate } from "../../support/certificate.ts";
import { createHost } from "../../support/host-in-process.ts";
import { failedStart, startHost } from "../../support/host.ts";

const certificate = makeCertificate();
const files = certificateFiles(certificate);
const logged: string[] = [];
let host: Host;
beforeAll(async () => {
  host = await createHost({
    env: files.env,
    limits: { connections: { headersMs: 1_000, checkMs: 50, bodyStallMs: 500, perAddress: 20 } },
    graceMs: 500,
    log: (line) => void logged.push(line),
  });
});
afterAll(async () => {
  await host.stop();
  files.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const get = async (path: string, headers: Readonly<Record<string, string>> = {}, ca = certificate.cert): Promise<Answer> =>
  await new Promise((resolve, reject) => {
    const request = httpsRequest({ host: "127.0.0.1", port: host.port, path, headers: { host: `localhost:${host.port}`, ...headers }, servername: "localhost", ca, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on("error", reject);
    request.end();
  });

async function shake(options: ConnectionOptions = {}, port = host.port): Promise<TLSSocket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, ca: certificate.cert, servername: "localhost", ...options }, () => resolve(socket));
    socket.once("error", reject);
  });
}
const closed = (socket: { once(event: "close", listener: () => void): unknown; on(event: "error", listener: () => void): unknown; resume(): unknown }): Promise<void> =>
  new Promise((resolve) => {
    socket.on("error", () => undefined);
    socket.once("close", () => resolve());
    socket.resume();
  });

test("[§7] the app and its API are answered over TLS 1.2 and 1.3, in HTTP/1.1", async () => {
  expect(host.url).toBe(`https://127.0.0.1:${host.port}`);
  expect(await get("/healthz")).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  expect((await get("/chat", { accept: "text/html" })).headers["content-security-policy"]).toContain(`wss://localhost:${host.port}`);
  expect((await get("/rest/v1/chat_messages?select=id", { apikey: host.publishableKey })).status).toBe(200);
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const socket = await shake({ minVersion: version, maxVersion: version, ALPNProtocols: ["h2", "http/1.1"] });
    expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, "http/1.1"]);
    socket.destroy();
  }
  await expect(shake({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" })).rejects.toThrow(/protocol version|unsupported protocol/i);
});

describe("the bounds hold", () => {
  test("[§7] names that are not its own are 421", async () => {
    expect((await get("/healthz", { host: "evil.example" })).status).toBe(421);
  });

  test("[§7] who shakes no hands, or says nothing after, is cut; a body that stalls is 408", async () => {
    const silent = connectTcp(host.port, "127.0.0.1");
    const plain = connectTcp(host.port, "127.0.0.1", () => plain.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    await Promise.all([closed(silent), closed(plain), shake().then(closed)]);
    const slow = await shake();
    slow.write(`POST /auth/v1/signup HTTP/1.1\r\nHost: localhost\r\napikey: ${host.publishableKey}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    let said = "";
    slow.on("data", (data) => (said += data.toString()));
    await closed(slow);
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("[§7] one address may open so many, shaken hands or not", async () => {
    const open = Array.from({ length: 20 }, () => connectTcp(host.port, "127.0.0.1"));
    const ends = open.map(closed);
    await Promise.all(open.map((socket) => new Promise<void>((resolve) => (socket.readyState === "open" ? resolve() : socket.once("connect", () => resolve())))));
    await expect(shake()).rejects.toThrow(/ECONNRESET|disconnected/);
    for (const socket of open) socket.destroy();
    await Promise.all(ends);
    await expect.poll(async () => (await get("/healthz").catch(() => null))?.status).toBe(200);
  });
});

describe("sockets", () => {
  const upgrade = async (origin: string | undefined): Promise<number> =>
    await new Promise((resolve, reject) => {
      const address = `wss://localhost:${host.port}/realtime/v1/websocket?apikey=${encodeURIComponent(host.publishableKey)}&vsn=2.0.0`;
      const socket = new WebSocket(address, { ca: certificate.cert, ...(origin === undefined ? {} : { origin }) });
      socket.once("open", () => {
        socket.terminate();
        resolve(101);
      });
      socket.once("unexpected-response", (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.once("error", reject);
    });

  test("[§7] wss opens for its own page, and not for the same name without TLS", async () => {
    expect(await upgrade(undefined)).toBe(101);
    expect(await upgrade(`https://localhost:${host.port}`)).toBe(101);
    expect(await upgrade(`http://localhost:${host.port}`)).toBe(403);
    expect(await upgrade("https://evil.example")).toBe(403);
  });
});

test("[§7] a renewed certificate is shown to the next who come; a broken one is not", async () => {
  const next = makeCertificate();
  files.write({ cert: "broken", key: next.key });
  host.renewCertificate();
  expect(logged.at(-1)).toContain("goes on with the one it has");
  expect((await get("/healthz")).status).toBe(200);
  const before = await shake();
  files.write(next);
  host.renewCertificate();
  await expect(get("/healthz")).rejects.toThrow(/self-signed|signature/i);
  expect((await get("/healthz", {}, next.cert)).status).toBe(200);
  // Who was there before stays.
  before.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  let said = "";
  before.on("data", (data) => (said += data.toString()));
  await closed(before);
  expect(said).toContain('{"status":"ok"}');
  files.write(certificate);
  host.renewCertificate();
});

test("[§7] half a handshake does not keep the host from ending", async () => {
  const own = await createHost({ env: files.env, graceMs: 200, limits: { connections: { headersMs: 600_000, requestMs: 600_000 } } });
  const half = connectTcp(own.port, "127.0.0.1");
  await new Promise<void>((resolve) => half.once("connect", () => resolve()));
  const gone = closed(half);
  await own.stop();
  await gone;
});

test("[§7] as a process: SIGHUP reads the files again, a certificate it cannot use ends the start", async () => {
  const process_ = await startHost({ env: files.env, ca: certificate.cert });
  try {
    const next = makeCertificate();
    files.write(next);
    process.kill(process_.pid, "SIGHUP");
    await expect.poll(() => process_.output()).toContain("The certificate was read again.");
    (await shake({ ca: next.cert }, process_.port)).destroy();
  } finally {
    await process_.stop();
    files.write(certificate);
  }
  const { code, stderr } = await failedStart({ ...files.env, TLS_KEY: "/nowhere/key.pem" });
  expect([code, stderr]).toEqual([1, "Bondhu cannot start: The file of TLS_KEY, /nowhere/key.pem, cannot be read: there is no such file.\n"]);
});
