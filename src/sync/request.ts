/** One request: under its deadline, timed, and with what every answer teaches (server's clock, epoch) made ready for the state row. */
import type { Answer, Clock, EngineState, Failure, Network, Random } from "./ports.ts";
import { newClientId } from "./state.ts";

/** How far the server's clock is ahead of the device's, and how wrong that may be, in ms. */
export interface ClockSample {
  readonly offset: number;
  readonly error: number;
}

export type Heard<T> =
  | { readonly ok: true; readonly value: T; readonly sample: ClockSample | null }
  | { readonly ok: false; readonly failure: Failure };

interface Asker {
  readonly clock: Clock;
  readonly network: Network;
  /** Deadline in ms. */
  readonly requestMs: number;
  /** Ends the request when the run ends. */
  readonly signal: AbortSignal;
}

/** Resolves by the deadline even if `call` ignores its signal. A timeout is blamed on the batch (P6), unless the device knows it is offline. */
export async function ask<T extends { readonly serverTime: number }>(
  { clock, network, requestMs, signal }: Asker,
  call: (signal: AbortSignal) => Promise<Answer<T>>,
): Promise<Heard<T>> {
  if (signal.aborted || !network.online()) return { ok: false, failure: { kind: "offline" } };
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let late = false;
  const given = new Promise<null>((resolve) => controller.signal.addEventListener("abort", () => resolve(null)));
  const cancel = clock.after(requestMs, () => {
    late = true;
    abort();
  });
  signal.addEventListener("abort", abort);
  const sentAt = clock.now();
  try {
    const answer = await Promise.race([call(controller.signal), given]);
    if (answer?.ok) return { ok: true, value: answer.value, sample: sampleOf(answer.value.serverTime, sentAt, clock.now()) };
    if (late && network.online()) return { ok: false, failure: { kind: "busy", retryAfterMs: null, blame: true, status: null } };
    return { ok: false, failure: answer?.failure ?? { kind: "offline" } };
  } finally {
    cancel();
    signal.removeEventListener("abort", abort);
  }
}

/** The server looked at its clock somewhere between the two instants. null: the device's clock was set meanwhile. */
function sampleOf(serverTime: number, sentAt: number, heardAt: number): ClockSample | null {
  if (heardAt < sentAt) return null;
  const error = (heardAt - sentAt) / 2;
  return { offset: Math.round(serverTime - sentAt - error), error };
}

/** Slack for clocks that drift, ms: an offset is not rewritten for less. */
const steadyMs = 50;

/**
 * The state after an answer: its clock (W4), and its epoch. Another epoch means other data (L5): everything is read anew, every local
 * row is held against the server's, and what waits goes under a new client id, since the old one's numbers mean something else there.
 */
export function heard(state: EngineState, sample: ClockSample | null, epoch: string, random: Random): EngineState {
  const clockOffset = offsetAfter(state.clockOffset, sample);
  if (state.epoch === null || state.epoch === epoch) return { ...state, clockOffset, epoch };
  const anew = { cursor: null, history: null, backfill: null, audit: ["", ""], lastSyncAt: null, client: newClientId(random), seqBase: state.ackedSeq } as const;
  return { ...state, ...anew, clockOffset, epoch };
}

/** A slow answer must not spoil what a quick one taught: the old offset stays while it is within the new one's error. */
function offsetAfter(old: number | null, sample: ClockSample | null): number | null {
  if (!sample) return old;
  return old !== null && Math.abs(sample.offset - old) <= sample.error + steadyMs ? old : sample.offset;
}
