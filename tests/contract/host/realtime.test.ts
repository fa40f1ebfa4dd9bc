/** Realtime as supabase-js uses it: private topics by policy, broadcasts, presence, and the bounds of a socket. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SignJWT } from "jose";
import { WebSocket } from "ws";
import type { ClientOptions } from "ws";
import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { newDataDir } from "../../support/host.ts";
import { newPerson } from "./client.ts";
import type { Person } from "./client.ts";

const maxSockets = 8;
let host: Host;
let dataDir: string;
const people: Person[] = [];
const sockets: WebSocket[] = [];

beforeAll(async () => {
  dataDir = await newDataDir();
  host = await createHost({ limits: { sockets: { total: maxSockets } }, env: { BONDHU_DATA: dataDir } });
  await host.database.transaction((tx) =>
    tx.script(`
      create policy "rooms are heard by everybody signed in" on realtime.messages for select to authenticated
        using (realtime.topic() like 'room:%');
      create policy "open rooms are spoken in" on realtime.messages for insert to authenticated
        with check (realtime.topic() like 'room:open%' and extension in ('broadcast', 'presence'));
    `),
  );
});
afterAll(async () => {
  for (const { supabase } of people) await supabase.removeAllChannels();
  for (const socket of sockets) socket.terminate();
  await host.stop();
  rmSync(dataDir, { recursive: true });
});

async function person(): Promise<Person> {
  const made = await newPerson(host);
  people.push(made);
  return made;
}

/** "SUBSCRIBED", or why not. */
const joined = (channel: RealtimeChannel): Promise<string> =>
  new Promise((resolve) => {
    channel.subscribe((status, error) => {
      if (status === "SUBSCRIBED") resolve(status);
      else if (status === "CHANNEL_ERROR") resolve(error?.message ?? status);
    });
  });
const next = (channel: RealtimeChannel, event: string): Promise<Record<string, unknown>> =>
  new Promise((resolve) => void channel.on("broadcast", { event }, (message) => resolve(message)));
const privately = { config: { private: true, broadcast: { ack: true } } };

describe("private topics", () => {
  test("the policies decide who joins and who speaks", async () => {
    const [mina, rafi] = await Promise.all([person(), person()]);
    const ear = rafi.supabase.channel("room:open", privately);
    const heard = next(ear, "hi");
    const mouth = mina.supabase.channel("room:open", privately);
    expect(await Promise.all([joined(ear), joined(mouth)])).toEqual(["SUBSCRIBED", "SUBSCRIBED"]);
    expect(await mouth.send({ type: "broadcast", event: "hi", payload: { text: "ওহে" } })).toBe("ok");
    expect(await heard).toMatchObject({ event: "hi", payload: { text: "ওহে" } });

    expect(await joined(mina.supabase.channel("cellar", privately))).toContain("You do not have permissions to read from this Channel topic: cellar");
    expect(await joined(mina.supabase.channel(`sync:${rafi.userId}`, privately))).toContain("You do not have permissions");
    const quiet = mina.supabase.channel("room:quiet", privately);
    expect(await joined(quiet)).toBe("SUBSCRIBED");
    expect(await quiet.send({ type: "broadcast", event: "hi", payload: {} })).toBe("error");
    await Promise.all([mina, rafi].map(({ supabase }) => supabase.removeAllChannels()));
  });

  test("a public channel of the same name hears nothing private", async () => {
    const mina = await person();
    const events: string[] = [];
    const open = mina.supabase.channel("room:open:2").on("broadcast", { event: "*" }, ({ event }) => void events.push(event));
    expect(await joined(open)).toBe("SUBSCRIBED");
    const rafi = await person();
    const inside = rafi.supabase.channel("room:open:2", { config: { private: true, broadcast: { ack: true, self: true } } });
    const own = next(inside, "secret");
    expect(await joined(inside)).toBe("SUBSCRIBED");
    await inside.send({ type: "broadcast", event: "secret", payload: {} });
    await own;
    const outside = rafi.supabase.channel("room:open:2b", { config: { broadcast: { ack: true } } });
    expect(await joined(outside)).toBe("SUBSCRIBED");
    // A round trip on the listener's own socket: whatever was sent to it before has arrived.
    expect(await joined(mina.supabase.channel("room:open:2c"))).toBe("SUBSCRIBED");
    expect(events).toEqual([]);
    await Promise.all([mina, rafi].map(({ supabase }) => supabase.removeAllChannels()));
  });

  test.each([["short", "x"], ["longer than a notification holds", "ঢ".repeat(20_000)]])("the database broadcasts by realtime.send: %s", async (_name, text) => {
    const mina = await person();
    const channel = mina.supabase.channel("room:news", privately);
    const heard = next(channel, "news");
    expect(await joined(channel)).toBe("SUBSCRIBED");
    await host.database.transaction((tx) => tx.query("select realtime.send(jsonb_build_object('text', $1::text), 'news', 'room:news', true)", [text]));
    expect(await heard).toMatchObject({ event: "news", payload: { text } });
    await mina.supabase.removeAllChannels();
  });
});

test("presence: who comes is announced, who goes too", async () => {
  const [mina, rafi] = await Promise.all([person(), person()]);
  const room = (who: Person, key: string) => who.supabase.channel("room:open:3", { config: { private: true, presence: { key } } });
  const watching = room(mina, "mina");
  const came = new Promise<unknown>((resolve) => void watching.on("presence", { event: "join" }, ({ key, newPresences }) => resolve([key, newPresences[0]?.["mood"]])));
  const went = new Promise<unknown>((resolve) => void watching.on("presence", { event: "leave" }, ({ key }) => resolve(key)));
  expect(await joined(watching)).toBe("SUBSCRIBED");
  const coming = room(rafi, "rafi").on("presence", { event: "sync" }, () => undefined);
  expect(await joined(coming)).toBe("SUBSCRIBED");
  expect(await coming.track({ mood: "glad" })).toBe("ok");
  expect(await came).toEqual(["rafi", "glad"]);
  await rafi.supabase.removeAllChannels();
  expect(await went).toBe("rafi");
  await mina.supabase.removeAllChannels();
});

describe("the socket", () => {
  const address = (key: string) => `${host.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${encodeURIComponent(key)}&vsn=2.0.0`;
  /** 101, or the status it was refused with. */
  const open = (url: string, options: ClientOptions = {}): Promise<{ readonly status: number; readonly socket: WebSocket }> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, options);
      sockets.push(socket);
      socket.once("open", () => resolve({ status: 101, socket }));
      socket.once("unexpected-response", (_request, response) => resolve({ status: response.statusCode ?? 0, socket }));
      socket.on("error", () => undefined);
    });
  const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once("close", resolve));
  type Frame = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: Record<string, unknown>];
  const frames = (socket: WebSocket, count: number): Promise<Frame[]> =>
    new Promise((resolve) => {
      const got: Frame[] = [];
      socket.on("message", (data: Buffer) => {
        if (got.push(JSON.parse(data.toString()) as Frame) === count) resolve(got);
      });
    });
  const end = async (...opened: readonly WebSocket[]): Promise<void> => {
    await Promise.all(
      opened.map((socket) => {
        const gone = closed(socket);
        socket.close();
        return gone;
      }),
    );
  };

  test("opens with a key of this host, from its own origin, up to the bound", async () => {
    const { host: name } = new URL(host.url);
    expect((await open(address("sb_publishable_other"))).status).toBe(401);
    expect((await open(address(host.publishableKey).replace("/websocket", "/elsewhere"))).status).toBe(404);
    expect((await open(address(host.publishableKey), { origin: "https://evil.example" })).status).toBe(403);
    expect((await open(address(host.publishableKey), { origin: "null" })).status).toBe(403);
    const own = await open(address(host.publishableKey), { origin: `http://${name}` });
    expect(own.status).toBe(101);
    const opened = [own.socket];
    let refused = 101;
    for (let i = 0; i < maxSockets + 1 && refused === 101; i++) {
      const { status, socket } = await open(address(host.publishableKey));
      refused = status;
      if (status === 101) opened.push(socket);
    }
    expect(refused).toBe(503);
    expect(opened.length).toBeLessThanOrEqual(maxSockets);
    await end(...opened);
  });

  const token = (userId: string, secret: string, lifeSeconds: number) =>
    new SignJWT({ role: "authenticated", sub: userId })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(Math.floor(Date.now() / 1000) + lifeSeconds)
      .sign(new TextEncoder().encode(secret));
  const ownSecret = (): string => (JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")) as { jwtSecret: string }).jwtSecret;
  const joinFrame = (accessToken: string) => JSON.stringify(["2", "2", "realtime:room:x", "phx_join", { access_token: accessToken, config: { private: true } }]);

  test("who was let in by a token is shown out when it expires", async () => {
    const { userId } = await person();
    const { socket } = await open(address(host.publishableKey));
    const got = frames(socket, 3);
    socket.send(joinFrame(await token(userId, ownSecret(), 2)));
    const [joining, system, close] = await got;
    expect(joining?.[4]).toEqual({ status: "ok", response: { postgres_changes: [] } });
    expect([system?.[3], system?.[4]]).toEqual(["system", { status: "error", extension: "system", channel: "room:x", message: "Token has expired" }]);
    expect(close?.[3]).toBe("phx_close");
    const answer = frames(socket, 1);
    socket.send(joinFrame(await token(userId, ownSecret(), -10)));
    expect((await answer)[0]?.[4]).toEqual({ status: "error", response: { reason: "InvalidJWTToken: Token has expired" } });
    await end(socket);
  });

  test("a forged token does not join, and what was not joined is not spoken on", async () => {
    const { userId } = await person();
    const forged = await token(userId, "wrong secret, yet as long as a right one would be", 3600);
    const { socket } = await open(address(host.publishableKey));
    const got = frames(socket, 3);
    socket.send(JSON.stringify([null, "1", "phoenix", "heartbeat", {}]));
    socket.send(joinFrame(forged));
    socket.send(JSON.stringify([null, "3", "realtime:room:x", "broadcast", { event: "e" }]));
    const [beat, join, speak] = await got;
    expect(beat?.[4]).toEqual({ status: "ok", response: {} });
    expect(join?.[4]).toEqual({ status: "error", response: { reason: "InvalidJWTToken: the token could not be verified" } });
    expect(speak?.[4]).toEqual({ status: "error", response: { reason: "unmatched topic" } });
    await end(socket);
  });

  test("what is not a frame ends the socket, and so does a flood", async () => {
    for (const message of ["not json", "[1]", Buffer.from([9, 0, 0, 0, 0, 0, 0])]) {
      const { socket } = await open(address(host.publishableKey));
      const code = closed(socket);
      socket.send(message);
      expect(await code).toBe(1003);
    }
    const { socket } = await open(address(host.publishableKey));
    const code = closed(socket);
    for (let i = 0; i < 2_000; i++) socket.send('[null,"1","phoenix","heartbeat",{}]');
    expect(await code).toBe(1008);
    const large = await open(address(host.publishableKey));
    const tooLarge = closed(large.socket);
    large.socket.send("x".repeat(300_000));
    expect(await tooLarge).toBe(1009);
  });
});
