/** The engine's state row at birth, and what is derived from it. */
import { receive } from "./hlc.ts";
import { type ClientId, type Clock, type EngineState, LockStolen, type Random, type Stamp, type Store } from "./ports.ts";

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
    seen: null,
    clockOffset: null,
    epoch: null,
    cursor: null,
    history: null,
    shapes: null,
    backfill: null,
    audit: null,
    lastSyncAt: null,
    fence: 0,
  };
}

/** The server's idea of now, as far as it is known (W4). */
export const correctedNow = (clock: Clock, state: EngineState): number => clock.now() + (state.clockOffset ?? 0);

/** Every seq from `ackedSeq + 1` to `nextSeq - 1` is in the outbox. */
export const hasPending = (state: EngineState): boolean => state.nextSeq - 1 > state.ackedSeq;

/** W3: what the state's clock becomes by stamps that the server has. Later writes sort after them, save those from far ahead of `now`. */
export function clockAfter({ stamp, seen }: EngineState, synced: readonly Stamp[], now: number): Pick<EngineState, "stamp" | "seen"> {
  const newest = synced.reduce((last, next) => receive(last, next, now), seen ?? "");
  return { stamp: newest > stamp ? newest : stamp, seen: newest || null };
}

/**
 * The state, with a fence of this context's own (C4). `mine`: the one it took last; while nobody else has taken one since, it is still
 * good, so that a context alone on its device writes nothing for it.
 */
export async function takeFence(store: Store, mine: number | null): Promise<EngineState> {
  const known = await store.read([], (tx) => tx.state());
  if (known.fence === mine) return known;
  return store.write([], async (tx) => {
    const state = await tx.state();
    const taken = { ...state, fence: state.fence + 1 };
    await tx.setState(taken);
    return taken;
  });
}

/** In every transaction that stores what an answer says. @throws {LockStolen} another context has taken over: nothing may be written. */
export function checkFence(state: EngineState, fence: number): void {
  if (state.fence !== fence) throw new LockStolen("another context has taken over");
}

/**
 * A change of the state row alone, in one transaction and under the fence (C4); `change` returns the state it was given to change
 * nothing. Resolves with the state as stored.
 */
export function amend(store: Store, fence: number, change: (state: EngineState) => EngineState): Promise<EngineState> {
  return store.write([], async (tx) => {
    const state = await tx.state();
    checkFence(state, fence);
    const next = change(state);
    if (next !== state) await tx.setState(next);
    return next;
  });
}
