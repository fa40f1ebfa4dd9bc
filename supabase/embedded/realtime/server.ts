/** Accepts WebSockets at /realtime/v1/websocket: who may open one, how many, and how they end. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import type { Database } from "../database/database.ts";
import { clientAddress } from "../http/client-address.ts";
import type { Server } from "../http/server.ts";
import type { SocketLimits } from "../limits.ts";
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
  /** Whether a Host header is one this host answers to. */
  readonly allowsHost: (header: string | undefined) => boolean;
  readonly trustedProxies: number;
  readonly limits: SocketLimits;
  readonly log: (line: string) => void;
}
export interface Realtime {
  /** Sends every client a close frame ("going away") and waits for theirs, briefly. */
  close(): Promise<void>;
}

const path = "/realtime/v1/websocket";
const closeGraceMs = 1_000;

/** A page of another site must not open a socket here; clients that are no browsers send no Origin. */
function originAllowed(request: IncomingMessage, publicUrl: string | null): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || origin === publicUrl) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  // Over TLS, a page without it is not its own: anybody on the way could have written it.
  return from.host === host && (from.protocol === "https:" || !(request.socket instanceof TLSSocket));
}

/** Null for a target that is no address: it would throw in an event handler and end the host. */
function urlOf(target = "/"): URL | null {
  return target.startsWith("/") && URL.canParse(target, "http://host") ? new URL(target, "http://host") : null;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { server, database, tokens, publicUrl, allowsHost, trustedProxies, limits, log } = options;
  const hub = new Hub();
  const services = { hub, tokens, authorizer: createAuthorizer(database), limits, log };
  const sockets = new Map<WebSocket, RealtimeSocket>();
  const byAddress = new Map<string, number>();
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    if (!allowsHost(request.headers.host)) return refuse(socket, "421 Misdirected Request");
    const url = urlOf(request.url);
    if (url?.pathname !== path) return refuse(socket, "404 Not Found");
    if (!originAllowed(request, publicUrl)) return refuse(socket, "403 Forbidden");
    const key = url.searchParams.get("apikey");
    if (key === null || tokens.keyRole(key) === null) return refuse(socket, "401 Unauthorized");
    const address = clientAddress(request, trustedProxies) ?? "";
    const ofAddress = byAddress.get(address) ?? 0;
    if (sockets.size >= limits.total || ofAddress >= limits.perAddress) return refuse(socket, "503 Service Unavailable");
    acceptor.handleUpgrade(request, socket, head, (ws) => {
      byAddress.set(address, (byAddress.get(address) ?? 0) + 1);
      sockets.set(ws, new RealtimeSocket(ws, frameEncoder(url.searchParams.get("vsn") ?? "1.0.0"), key, services));
      ws.on("close", () => {
        sockets.delete(ws);
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
      });
    });
  };
  server.on("upgrade", upgrade);

  const sweep = setInterval(() => {
    for (const [ws, socket] of sockets) if (performance.now() - socket.heardAt > limits.silentMs) ws.terminate();
  }, limits.silentMs / 7);
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
