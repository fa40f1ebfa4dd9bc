/** Connections that are many, slow, silent or loud: they are bounded, cut, and nobody else notices. */
import { connect } from "node:net";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import type { RunningHost } from "../../support/host.ts";
import { call, newEmail, password } from "./client.ts";
import { Friend, pushBody, rssMb, startAttacked, statusesIn } from "./hostile.ts";

/** The attacker comes from another address of the loopback than everybody else. */
const attacker = "127.0.0.2";
const push = "POST /rest/v1/rpc/sync_push HTTP/1.1\r\nHost: localhost\r\n";

interface Line {
  readonly socket: Socket;
  /** Everything the host said, once it has closed the connection. */
  readonly said: Promise<string>;
  /** Resolves with the first words, or with "" when it is closed without any. */
  readonly first: Promise<string>;
}
function dial(port: number, bytes: string | Buffer, localAddress = attacker): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", localAddress });
    let text = "";
    let onFirst: (words: string) => void = () => undefined;
    const first = new Promise<string>((done) => (onFirst = done));
    socket.on("data", (data) => {
      text += data.toString("latin1");
      onFirst(text);
    });
    const said = new Promise<string>((done) => socket.on("close", () => done(text)));
    socket.on("close", () => onFirst(text));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.on("error", () => undefined);
      if (bytes.length > 0) socket.write(bytes);
      resolve({ socket, said, first });
    });
  });
}
const dialMany = async (port: number, count: number, bytes: string | Buffer): Promise<Line[]> => {
  const lines: Line[] = [];
  // In portions: the kernel queues only so many that nobody has accepted yet.
  for (let left = count; left > 0; left -= 100) lines.push(...(await Promise.all(Array.from({ length: Math.min(100, left) }, () => dial(port, bytes)))));
  return lines;
};
const hangUp = async (lines: readonly Line[]): Promise<void> => {
  await Promise.all(lines.map(({ socket, said }) => (socket.destroy(), said)));
};

type Target = Pick<RunningHost, "url" | "publishableKey">;
const realtime = (host: Target): string => `${host.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${encodeURIComponent(host.publishableKey)}&vsn=2.0.0`;
/** The code each opened socket was closed with, listened for from the beginning. */
const ends = new WeakMap<WebSocket, Promise<number>>();
const closed = (socket: WebSocket): Promise<number> => ends.get(socket) ?? Promise.reject(new Error("not opened here"));
/** A socket of realtime, or the status it was refused with. */
const open = (host: Target, localAddress = attacker): Promise<WebSocket | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(realtime(host), { localAddress });
    ends.set(socket, new Promise((done) => socket.once("close", done)));
    socket.once("open", () => resolve(socket));
    socket.once("unexpected-response", (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    // Cut off before there was an answer.
    socket.on("error", () => resolve(0));
  });
const opened = async (host: Target, localAddress = attacker): Promise<WebSocket> => {
  const socket = await open(host, localAddress);
  if (typeof socket === "number") throw new Error(`refused with ${socket}`);
  return socket;
};

describe("a host under thousands of connections", () => {
  let host: RunningHost;
  let mina: Friend;
  beforeAll(async () => {
    host = await startAttacked();
    mina = await Friend.at(host);
    console.log(`RSS before the connections: ${rssMb(host.pid)} MB`);
  });
  afterAll(async () => {
    console.log(`RSS after the connections: ${rssMb(host.pid)} MB`);
    await host.stop();
  });

  test("[§7] 1,800 that say nothing, half a head, or half a body", async () => {
    const lines = [
      ...(await dialMany(host.port, 600, "")),
      ...(await dialMany(host.port, 600, "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")),
      ...(await dialMany(host.port, 600, `${push}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"p_user":`)),
    ];
    await mina.isWell("1,800 connections that wait");
    console.log(`RSS under 1,800 connections: ${rssMb(host.pid)} MB`);
    await hangUp(lines);
    await mina.isWell("their end");
  });

  test("[§7] bodies of one address are held up to a bound, then it is told 503; others are served", async () => {
    const almost = Buffer.concat([Buffer.from(`${push}Content-Length: 2000000\r\n\r\n`), Buffer.alloc(1_900_000, 0x20)]);
    const lines: Line[] = [];
    let refused = "";
    for (let sent = 0; sent < 120 && refused === ""; sent++) {
      const line = await dial(host.port, almost);
      lines.push(line);
      await new Promise<void>((resolve) => (line.socket.writableLength === 0 ? resolve() : line.socket.once("drain", resolve)));
      refused = lines.map(({ socket }) => socket).some((socket) => socket.bytesRead > 0) ? await Promise.race(lines.map(({ first }) => first)) : "";
    }
    if (refused === "") refused = await Promise.race(lines.map(({ first }) => first));
    expect(statusesIn(refused)).toEqual([503]);
    expect(refused).toMatch(/retry-after: 2/i);
    await mina.isWell("160 MB of bodies that never end");
    console.log(`RSS under bodies that never end: ${rssMb(host.pid)} MB`);
    await hangUp(lines);
    await mina.isWell("their end");
  });

  test("[§7] answers that nobody reads", async () => {
    const asked = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200);
    const lines = await dialMany(host.port, 200, asked);
    for (const { socket } of lines) socket.pause();
    await mina.isWell("40,000 answers that nobody reads");
    await hangUp(lines);
  });

  test("[§7] 500 sockets that never join anything", async () => {
    const sockets: WebSocket[] = [];
    for (let round = 0; round < 5; round++) sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => opened(host)))));
    await mina.isWell("500 sockets");
    console.log(`RSS under 500 sockets: ${rssMb(host.pid)} MB`);
    const own = await open(host, "127.0.0.1");
    expect(own).toBeInstanceOf(WebSocket);
    if (own instanceof WebSocket) own.terminate();
    await Promise.all(sockets.map((socket) => (socket.terminate(), closed(socket))));
  });

  test("[§7] frames that are none, too large, too deep, too many, or never end", async () => {
    const deep = JSON.stringify([null, "1", "phoenix", "heartbeat", {}]).replace("{}", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
    const attacks: Readonly<Record<string, readonly [number, (socket: WebSocket) => void]>> = {
      garbage: [1003, (socket) => socket.send(Buffer.from([3, 255, 255, 255, 255, 255, 1, 1, 2, 3]))],
      "binary with lengths that lie": [1003, (socket) => socket.send(Buffer.from([3, 1, 1, 1, 1, 200, 1, 97, 98, 99, 100]))],
      "too large": [1009, (socket) => socket.send("x".repeat(300_000))],
      "too deep": [1003, (socket) => socket.send(deep)],
      "a prototype": [1003, (socket) => socket.send('{"__proto__":{"topic":"phoenix","event":"heartbeat"}}')],
      "a flood": [1008, (socket) => { for (let i = 0; i < 1_000; i++) socket.send('[null,"1","phoenix","heartbeat",{}]'); }],
      "a flood of pings": [1008, (socket) => { for (let i = 0; i < 1_000; i++) socket.ping(); }],
      "fragments without end": [1009, (socket) => { for (let i = 0; i < 10; i++) socket.send("x".repeat(60_000), { fin: false }); }],
    };
    const loud = new Set(["a flood", "a flood of pings", "fragments without end"]);
    for (const [what, [code, attack]] of Object.entries(attacks)) {
      const socket = await opened(host);
      const end = closed(socket);
      attack(socket);
      const ended = await end;
      // Who goes on sending after the close frame may find the connection reset before having read it.
      expect([what, ended === 1006 && loud.has(what) ? code : ended]).toEqual([what, code]);
    }
    // Not masked, as only a server may send, and bits that are reserved.
    for (const bytes of [[0x81, 0x02, 0x5b, 0x5d], [0xf1, 0x80, 1, 2, 3, 4], [0x83, 0x80, 1, 2, 3, 4]]) {
      const head = `GET ${new URL(realtime(host)).pathname}${new URL(realtime(host)).search} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
      const line = await dial(host.port, head);
      expect(statusesIn(await line.first)).toEqual([101]);
      line.socket.write(Buffer.from(bytes));
      await line.said;
    }
    // One socket may be on so many topics.
    const joiner = await opened(host);
    const reasons = new Promise<string>((resolve) => {
      joiner.on("message", (data: Buffer) => {
        if (data.toString().includes("too many channels")) resolve("too many channels");
      });
    });
    for (let i = 0; i < 150; i++) joiner.send(JSON.stringify([String(i), String(i), `realtime:room:${i}`, "phx_join", { config: {} }]));
    expect(await reasons).toBe("too many channels");
    joiner.terminate();
    await mina.isWell("hostile frames");
  });
});

describe("bounds reached", () => {
  const limits = {
    connections: { headersMs: 3_000, checkMs: 50, bodyStallMs: 1_000, silentMs: 8_000, keepAliveMs: 4_000, perAddress: 30 },
    sockets: { joinMs: 3_000, perAddress: 4 },
  };
  let host: Host;
  let unread: Line;
  beforeAll(async () => {
    host = await createHost({ limits });
    unread = await dial(host.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20_000), "127.0.0.3");
    await unread.first;
    unread.socket.pause();
  });
  afterAll(() => host.stop());

  test("[§7] silence before the head ends with 408, a stalled body with 408", async () => {
    const lines = await Promise.all([dial(host.port, ""), dial(host.port, "GET / HTTP/1.1\r\nHost: loc"), dial(host.port, `${push}Content-Length: 10\r\n\r\n{`)]);
    const said = await Promise.all(lines.map((line) => line.said));
    expect(said.map(statusesIn)).toEqual([[408], [408], [408]]);
    expect(said[2]).toContain("too_slow");
  });

  test("[§7] a body that comes slowly, but comes, is taken", async () => {
    const { userId, accessToken } = await signUp(host.url, newEmail(), password);
    const body = JSON.stringify(pushBody(userId));
    const head = `${push}apikey: ${host.publishableKey}\r\nAuthorization: Bearer ${accessToken}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    const { socket, said } = await dial(host.port, head);
    let sent = 0;
    const step = Math.ceil(body.length / 8);
    // Longer in all than a stall may be, each pause shorter.
    const timer = setInterval(() => {
      socket.write(body.slice(sent, (sent += step)));
      if (sent >= body.length) clearInterval(timer);
    }, 200);
    expect(statusesIn(await said)).toEqual([200]);
  });

  test("[§7] one address has so many connections and so many sockets, and another is not counted with it", async () => {
    const lines = await Promise.all(Array.from({ length: 30 }, () => dial(host.port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    expect((await Promise.all(lines.map(({ first }) => first))).flatMap(statusesIn)).toEqual(Array.from({ length: 30 }, () => 200));
    const more = await dial(host.port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").then(({ said }) => said, () => "");
    expect(more).toBe("");
    expect((await call(host, "/healthz")).status).toBe(200);
    await hangUp(lines);

    const sockets = await Promise.all(Array.from({ length: 4 }, () => opened(host, "127.0.0.4")));
    expect(await open(host, "127.0.0.4")).toBe(503);
    const other = await open(host, "127.0.0.1");
    expect(other).toBeInstanceOf(WebSocket);
    // And who joins nothing is shown out.
    const codes = await Promise.all([...sockets, ...(other instanceof WebSocket ? [other] : [])].map(closed));
    expect(codes).toEqual([1008, 1008, 1008, 1008, 1008]);
  });

  test("[§7] an idle connection is closed, and one that asks without reading its answers", async () => {
    const idle = await dial(host.port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(statusesIn(await idle.said)).toEqual([200]);
    // Who does not read learns of the end by writing only; the host does not read this, so it moves nothing.
    const knock = setInterval(() => unread.socket.write("\r\n"), 100);
    await new Promise((resolve) => unread.socket.once("error", resolve));
    clearInterval(knock);
    const said = await unread.said;
    expect(statusesIn(said).length).toBeGreaterThan(0);
    expect(statusesIn(said).length).toBeLessThan(20_000);
  });
});
