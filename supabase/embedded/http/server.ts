/** The listening socket, plain or over TLS: bounds on slow clients, and an end that lets running requests finish. */
import { createServer } from "node:http";
import type { IncomingMessage, Server as PlainServer, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { HttpBindings } from "@hono/node-server";
import type { ConnectionLimits } from "../limits.ts";
import { codeOf, messageOf, StartError } from "../start-error.ts";
import type { Certificate } from "./certificate.ts";
import { clientAddress } from "./client-address.ts";
import { jsonError } from "./json-error.ts";
import type { Peer } from "./routes.ts";
import { baseHeaders } from "./security-headers.ts";

export type Server = PlainServer | TlsServer;

export interface ServerOptions {
  /** null: plain HTTP. */
  readonly certificate: Certificate | null;
  readonly handle: (request: Request, peer: Peer) => Promise<Response>;
  /** Whether a Host header is one this host answers to. */
  readonly allowsHost: (header: string | undefined) => boolean;
  readonly trustedProxies: number;
  readonly limits: ConnectionLimits;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** A request may name its host in its target too, as it does to a proxy. */
function targetHost(url: string): string | undefined {
  if (url.startsWith("/") || url === "*") return undefined;
  return URL.canParse(url) ? new URL(url).host : "";
}

/** What is refused by its first lines, before anything of it is read. */
function refusal(incoming: IncomingMessage, allowsHost: ServerOptions["allowsHost"]): Response | null {
  const target = targetHost(incoming.url ?? "");
  if (!allowsHost(incoming.headers.host) || (target !== undefined && !allowsHost(target))) {
    return jsonError(421, "misdirected", "This host does not answer to that name; PUBLIC_URL names the one people use.");
  }
  if (!methods.has(incoming.method ?? "")) return jsonError(405, "method_not_allowed", "There is no such method here.", { allow: [...methods].join(", ") });
  return null;
}

function send(outgoing: ServerResponse, response: Response, body: string): void {
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...baseHeaders, connection: "close" });
  outgoing.end(body);
}

/** Every open socket of a server, those included on which TLS is still being agreed: Node's own list has only those that speak HTTP. */
const openSockets = new WeakMap<Server, Set<Socket>>();
function followSockets(server: Server): void {
  const open = new Set<Socket>();
  openSockets.set(server, open);
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
}

/** Closes unheard what is more than one address may have open. */
function boundPerAddress(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const count = open.get(address) ?? 0;
    if (count >= most) return void socket.destroy();
    open.set(address, count + 1);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

export function createHttpServer({ certificate, handle, allowsHost, trustedProxies, limits }: ServerOptions): Server {
  const listener = getRequestListener(
    // HTTP/2 is not spoken here, over TLS neither: its streams would need every bound below a second time, and a page of a few
    // files from a worker's cache gains little by it. So the bindings are always those of HTTP/1.
    (request, bindings) => handle(request, { address: clientAddress((bindings as HttpBindings).incoming, trustedProxies) }),
    { overrideGlobalObjects: false },
  );
  const options = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkMs,
    maxHeaderSize: limits.headerBytes,
  };
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const refused = refusal(incoming, allowsHost);
    if (refused === null) return void listener(incoming, outgoing);
    void refused.text().then((body) => send(outgoing, refused, body));
  };
  const server = certificate === null ? createServer(options, answer) : createTlsServer({ ...options, ...certificate, handshakeTimeout: limits.headersMs }, answer);
  followSockets(server);
  server.maxHeadersCount = limits.headers;
  server.maxConnections = limits.total;
  server.timeout = limits.silentMs;
  if (trustedProxies === 0) boundPerAddress(server, limits.perAddress);
  return server;
}

/** Resolves with the port; throws a StartError that says what is wrong with the address. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => {
      const code = codeOf(error);
      const why =
        code === "EADDRINUSE"
          ? `Port ${port} on ${host} is taken by another program; choose another with PORT.`
          : code === "EACCES"
            ? `Port ${port} may not be used by this user; choose one above 1023 with PORT.`
            : code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN"
              ? `HOST ${host} is not an address of this machine.`
              : `The host cannot listen on ${host}:${port}: ${messageOf(error)}.`;
      reject(new StartError(why, { cause: error }));
    };
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      resolve();
    });
  });
  // A TCP server's address is never a pipe's name.
  return (server.address() as AddressInfo).port;
}

/** Stops listening, waits for running requests at most `graceMs`, then cuts what is left. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection kept alive only turns idle once its last answer is out.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => {
    for (const socket of openSockets.get(server) ?? []) socket.destroy();
  }, graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
