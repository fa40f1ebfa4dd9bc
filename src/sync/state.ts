/** The engine's state row at birth, and what is derived from it. */
import type { ClientId, Clock, EngineState, Random } from "./ports.ts";

/** 16 random hex digits; not the first of the UUID's, so that version and variant bits stay out of it. */
export function newClientId(random: Random): ClientId {
  const hex = random.uuid().replaceAll("-", "");
  return hex.slice(0, 12) + hex.slice(-4);
}

/** The state of a database that has just been created. */
export function newState(random: Random): EngineState {
  const client = newClientId(random);
  return {
    client,
    nextSeq: 1,
    ackedSeq: 0,
    seqBase: 0,
    stamp: `000000000000-0000-${client}`,
    clockOffset: null,
    epoch: null,
    cursor: null,
    history: null,
    lastSyncAt: null,
    fence: 0,
  };
}

/** The server's idea of now, as far as it is known (W4). */
export const correctedNow = (clock: Clock, state: EngineState): number => clock.now() + (state.clockOffset ?? 0);

/** Every seq from `ackedSeq + 1` to `nextSeq - 1` is in the outbox. */
export const hasPending = (state: EngineState): boolean => state.nextSeq - 1 > state.ackedSeq;
