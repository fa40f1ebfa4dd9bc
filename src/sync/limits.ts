/** The engine's numbers in one place; tests shrink them. */
export interface Limits {
  /** P2: mutations in one batch. */
  readonly batchMutations: number;
  /** P2: bytes of one batch, if it holds more than one mutation. */
  readonly batchBytes: number;
  /** L1: rows in one page. */
  readonly pageRows: number;
  /** L4: rows in one page of the walk back, which no write waits for longer than a page. */
  readonly historyRows: number;
  /** L5: rows compared with the server's at once. */
  readonly auditRows: number;
  /** Deadline of one request, ms. */
  readonly requestMs: number;
  /** C4: a lock holder of whom nothing is seen for so long is stolen from, ms. Its steps in a row that show nothing take four requests at most. */
  readonly stealMs: number;
  /** P7: the first backoff's ceiling, ms. */
  readonly backoffMinMs: number;
  /** P7: the last backoff's ceiling, ms. */
  readonly backoffMaxMs: number;
}

export const defaultLimits: Limits = {
  batchMutations: 200,
  batchBytes: 256_000,
  pageRows: 500,
  historyRows: 1_000,
  auditRows: 200,
  requestMs: 15_000,
  stealMs: 60_000,
  backoffMinMs: 1_000,
  backoffMaxMs: 5 * 60_000,
};
