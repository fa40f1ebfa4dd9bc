/** Every bound the host puts on its clients, in one place; sign-in's own are in `rate/policy.ts`. Units are in the names. */

export interface ConnectionLimits {
  /** From the first byte, or from the connection if none comes, to the end of the headers. */
  readonly headersMs: number;
  /** From the first byte to the end of the body. */
  readonly requestMs: number;
  /** A body in which nothing moves for so long is refused with 408. */
  readonly bodyStallMs: number;
  /** A connection on which nothing moves for so long is cut, a slow reader's too; the longest call of ours takes 15 s. */
  readonly silentMs: number;
  /** An idle connection is kept for so long. */
  readonly keepAliveMs: number;
  /** How often the two first are looked after. */
  readonly checkMs: number;
  /** Bytes of all headers of a request together; more is 431. */
  readonly headerBytes: number;
  /** Headers beyond this number are not read. */
  readonly headers: number;
  /** Of all clients together; one more is closed unheard. */
  readonly total: number;
  /** Of one address, when it is the client's own: 500 devices behind one router open some 3,500. */
  readonly perAddress: number;
}

/** Bounds of a connection. Honest phones on a bad line are the measure: 256 kB in two minutes is 2 kB a second. */
export const connections: ConnectionLimits = {
  headersMs: 15_000,
  requestMs: 120_000,
  bodyStallMs: 20_000,
  silentMs: 60_000,
  keepAliveMs: 15_000,
  checkMs: 5_000,
  headerBytes: 16 * 1024,
  headers: 100,
  total: 8_000,
  perAddress: 4_000,
};

/** Bounds of what a request may carry. */
export const bodies = {
  /** Of one request; more is 413. */
  bytes: 2 * 1024 * 1024,
  /** Of all requests that are being read or answered; beyond it a request is told 503 and to come again. */
  totalBytes: 256 * 1024 * 1024,
  /** The same of one address: 500 devices pushing their largest batch, 256 kB, at once fit in. */
  perAddressBytes: 160 * 1024 * 1024,
  /** Arrays and objects inside one another; Postgres and every recursive reader have an end of their own. */
  jsonDepth: 100,
} as const;

export interface SocketLimits {
  readonly total: number;
  readonly perAddress: number;
  /** A socket that has not joined anything when so long open is closed: supabase-js joins as soon as it is open. */
  readonly joinMs: number;
  /** supabase-js beats every 25 s. */
  readonly silentMs: number;
  readonly frameBytes: number;
  readonly framesPerSecond: number;
  readonly topics: number;
  /** A client that does not read is cut rather than buffered for. */
  readonly unsentBytes: number;
}

/** Bounds of realtime sockets. */
export const sockets: SocketLimits = {
  total: 4_000,
  perAddress: 2_000,
  joinMs: 20_000,
  silentMs: 70_000,
  frameBytes: 256 * 1024,
  framesPerSecond: 200,
  topics: 100,
  unsentBytes: 4 * 1024 * 1024,
};

/** What a host is started with instead, for tests that reach its bounds. */
export interface LimitOptions {
  readonly connections?: Partial<ConnectionLimits>;
  readonly sockets?: Partial<SocketLimits>;
}
