/** The network of one device: a proxy before the host that loses, doubles, delays and cuts what it is armed to. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

type Fate = "dropRequest" | "double" | "swallow" | "dropAnswer" | "delay" | "cut";

export interface Trap {
  readonly path: "push" | "api";
  /** What becomes of it; absent: it goes through. */
  readonly fate?: Fate;
  /** ms, for a delay. */
  readonly ms?: number;
  /** Called with the request in hand, before the host has it; it counts as met when this has resolved. */
  readonly onRequest?: () => Promise<void> | void;
  /** Called when the host has it. */
  readonly onForwarded?: () => Promise<void> | void;
  /** Called when the host has answered, before the device hears. */
  readonly onAnswer?: () => void;
}

interface Armed extends Trap {
  readonly met: () => void;
}

interface Upstream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const matches = ({ path }: Trap, url: string): boolean => (path === "push" ? url.endsWith("/rpc/sync_push") : /^\/(rest|functions)\/v1\//.test(url));

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export class Road {
  readonly #server: Server;
  readonly #held = new Set<Socket>();
  readonly #tunnels = new Set<Duplex>();
  #armed: Armed[] = [];
  #cuts: (() => void)[] = [];
  #listeners: ((url: string) => void)[] = [];

  private constructor(private readonly hostPort: () => number) {
    this.#server = createServer((incoming, outgoing) => {
      this.#take(incoming, outgoing).catch(() => {
        // The host was killed, or the device gave up: either end sees its connection break.
        incoming.socket.destroy();
      });
    });
    this.#server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => this.#tunnel(incoming, socket, head));
  }

  static async open(hostPort: () => number): Promise<Road> {
    const road = new Road(hostPort);
    await new Promise<void>((resolve) => road.#server.listen(0, "127.0.0.1", resolve));
    return road;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the road is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  /** The next fitting request meets this; resolves when it has. */
  arm(trap: Trap): Promise<void> {
    return new Promise((resolve) => this.#armed.push({ ...trap, met: resolve }));
  }

  /** Cuts the open sockets, or the next one to be opened; resolves when one was cut. */
  cutSocket(): Promise<void> {
    if (this.#tunnels.size > 0) {
      this.#cutTunnels();
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#cuts.push(resolve));
  }

  /** Resolves with the next request for the API. */
  nextRequest(): Promise<string> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  /** What was swallowed breaks, and nothing more is going to happen. */
  heal(): void {
    this.#armed = [];
    this.#cuts = [];
    for (const socket of this.#held) socket.destroy();
    this.#held.clear();
  }

  async close(): Promise<void> {
    this.heal();
    this.#cutTunnels();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = incoming.url ?? "/";
    if (/^\/(rest|functions)\/v1\//.test(url)) for (const listener of this.#listeners.splice(0)) listener(url);
    const body = await whole(incoming);
    const index = this.#armed.findIndex((trap) => matches(trap, url));
    const [trap] = index === -1 ? [] : this.#armed.splice(index, 1);
    if (trap?.onRequest) void Promise.resolve(trap.onRequest()).then(trap.met);
    if (trap?.fate === "dropRequest") {
      trap.met();
      incoming.socket.destroy();
      return;
    }
    if (trap?.fate === "swallow") {
      trap.met();
      this.#held.add(incoming.socket);
      return;
    }
    let answer: Upstream;
    let happened = trap?.onRequest !== undefined;
    const reached = (): void => {
      if (!trap?.onForwarded) return;
      happened = true;
      void Promise.resolve(trap.onForwarded()).then(trap.met);
    };
    try {
      answer = await this.#forward(incoming, url, body, reached);
      if (trap?.fate === "double") answer = await this.#forward(incoming, url, body);
    } catch (reason) {
      // The host is gone: what was to become of its answer is still to come.
      if (trap && !happened) this.#armed.unshift(trap);
      throw reason;
    }
    trap?.onAnswer?.();
    if (!happened) trap?.met();
    if (trap?.fate === "dropAnswer") {
      incoming.socket.destroy();
      return;
    }
    if (trap?.fate === "delay") await new Promise((resolve) => setTimeout(resolve, trap.ms));
    outgoing.writeHead(answer.status, { ...answer.headers, "content-length": answer.body.length });
    if (trap?.fate === "cut") outgoing.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => incoming.socket.destroy());
    else outgoing.end(answer.body);
  }

  /** A connection for each request: one that a killed host has left behind must not fail the next. */
  #forward({ method, headers }: IncomingMessage, path: string, body: Buffer, reached = (): void => undefined): Promise<Upstream> {
    return new Promise((resolve, reject) => {
      const forwarded = request({ host: "127.0.0.1", port: this.hostPort(), method, path, headers: { ...headers, connection: "close" }, agent: false });
      forwarded.on("error", reject);
      forwarded.on("socket", (socket) => socket.once("connect", () => setImmediate(reached)));
      forwarded.on("response", (response) => {
        const { "transfer-encoding": _chunked, connection: _hop, ...rest } = response.headers;
        whole(response).then((bytes) => resolve({ status: response.statusCode ?? 502, headers: rest, body: bytes }), reject);
      });
      forwarded.end(body);
    });
  }

  #tunnel({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const upstream = connect(this.hostPort(), "127.0.0.1");
    const end = (): void => {
      this.#tunnels.delete(socket);
      socket.destroy();
      upstream.destroy();
    };
    for (const side of [socket, upstream]) side.on("error", end).on("close", end);
    upstream.once("connect", () => {
      const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ""}`] : []));
      upstream.write(`${method ?? "GET"} ${url ?? "/"} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket);
      socket.pipe(upstream);
      this.#tunnels.add(socket);
    });
    upstream.once("data", () => {
      const [met, ...rest] = this.#cuts;
      if (!met) return;
      this.#cuts = rest;
      end();
      met();
    });
  }

  #cutTunnels(): void {
    for (const socket of this.#tunnels) socket.destroy();
    this.#tunnels.clear();
  }
}
