/** Accepts WebSockets at /realtime/v1/websocket: who may open one, how many, and how they end. */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import type { Database } from "../database/database.ts";
import type { Tokens } from "../tokens.ts";
import { createAuthorizer } from "./authorizer.ts";
import { startFeed } from "./feed.ts";
import { frameEncoder } from "./frames.ts";
import { Hub } from "./hub.ts";
import { RealtimeSocket } from "./socket.ts";

export interface RealtimeOptions {
  readonly server: Server;
  readonly database: Database;
  readonly tokens: Tokens;
  readonly publicUrl: string | null;
  readonly maxSockets: number;
  readonly log: (line: string) => void;
}
export interface Realtime {
  /** Sends every client a close frame ("going away") and waits for theirs, briefly. */
  close(): Promise<void>;
}

const path = "/realtime/v1/websocket";
const maxFrameBytes = 256 * 1024;
/** supabase-js beats every 25 s. */
const silentMs = 70_000;
const closeGraceMs = 1_000;

/** A page of another site must not open a socket here; clients that are no browsers send no Origin. */
function originAllowed(request: IncomingMessage, publicUrl: string | null): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || origin === publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { server, database, tokens, publicUrl, maxSockets, log } = options;
  const hub = new Hub();
  const services = { hub, tokens, authorizer: createAuthorizer(database), log };
  const sockets = new Map<WebSocket, RealtimeSocket>();
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    const url = new URL(request.url ?? "/", "http://host");
    if (url.pathname !== path) return refuse(socket, "404 Not Found");
    if (!originAllowed(request, publicUrl)) return refuse(socket, "403 Forbidden");
    const key = url.searchParams.get("apikey");
    if (key === null || tokens.keyRole(key) === null) return refuse(socket, "401 Unauthorized");
    if (sockets.size >= maxSockets) return refuse(socket, "503 Service Unavailable");
    acceptor.handleUpgrade(request, socket, head, (ws) => {
      sockets.set(ws, new RealtimeSocket(ws, frameEncoder(url.searchParams.get("vsn") ?? "1.0.0"), key, services));
      ws.on("close", () => sockets.delete(ws));
    });
  };
  server.on("upgrade", upgrade);

  const sweep = setInterval(() => {
    for (const [ws, socket] of sockets) if (performance.now() - socket.heardAt > silentMs) ws.terminate();
  }, silentMs / 7);
  sweep.unref();
  const stopFeed = await startFeed(database, hub, log);

  return {
    close: async () => {
      clearInterval(sweep);
      stopFeed();
      server.off("upgrade", upgrade);
      server.on("upgrade", (_request, socket: Duplex) => refuse(socket, "503 Service Unavailable"));
      await Promise.all(
        [...sockets.keys()].map(
          (ws) =>
            new Promise<void>((resolve) => {
              const cut = setTimeout(() => ws.terminate(), closeGraceMs);
              ws.once("close", () => {
                clearTimeout(cut);
                resolve();
              });
              ws.close(1001, "the host is stopping");
            }),
        ),
      );
    },
  };
}
