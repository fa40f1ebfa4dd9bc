/** The listening socket: bounds on slow clients, and an end that lets running requests finish. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { HttpBindings } from "@hono/node-server";
import { codeOf, messageOf, StartError } from "../start-error.ts";
import type { Peer } from "./routes.ts";

const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
const keepAliveMs = 15_000;
const maxConnections = 2_000;

export function createHttpServer(handle: (request: Request, peer: Peer) => Promise<Response>): Server {
  const listener = getRequestListener(
    // HTTP/2 is not spoken here, so the bindings are always those of HTTP/1.
    (request, bindings) => handle(request, { address: (bindings as HttpBindings).incoming.socket.remoteAddress ?? null }),
    { overrideGlobalObjects: false },
  );
  const server = createServer({ headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs, keepAliveTimeout: keepAliveMs, connectionsCheckingInterval: 5_000 }, (incoming, outgoing) => void listener(incoming, outgoing));
  server.maxConnections = maxConnections;
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
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
