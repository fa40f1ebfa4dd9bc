/** Holding a lock that nobody can freeze on (C4): whoever waits for it takes it from a holder that does not get on. */
import { type Clock, type Locks, LockStolen } from "./ports.ts";

export interface TenancyDeps {
  readonly locks: Locks;
  readonly clock: Clock;
  /** A holder whose mark stands still for so long, ms, is taken for frozen. Longer than its slowest step. */
  readonly stealMs: number;
  /** What changes whenever a holder gets on, as text; read by those who wait. */
  mark(): Promise<string>;
}

export interface Tenancy<T> {
  /** Runs under the lock. `lost` aborts when the lock was stolen, and when `signal` does; throws {@link LockStolen} where it finds its fence taken. */
  held(lost: AbortSignal): Promise<T>;
  /** Somebody else holds it: this one waits from now on. */
  elsewhere?(): void;
  /** It was stolen from this one, which asks for it again. */
  stolen?(): void;
}

/** Resolves with what `held` did in the first tenancy that nobody ended; rejects with the signal's reason when aborted while waiting. */
export async function tenancy<T>(deps: TenancyDeps, name: string, signal: AbortSignal, { held, elsewhere, stolen }: Tenancy<T>): Promise<T> {
  for (;;) {
    const lost = new AbortController();
    const end = (): void => lost.abort();
    signal.addEventListener("abort", end);
    const enter = (): Promise<T> => held(lost.signal);
    try {
      const now = await deps.locks.run(name, { wait: false, signal }, enter);
      if (now.held) return now.value;
      elsewhere?.();
      return await wait(deps, name, signal, enter);
    } catch (reason) {
      end();
      if (!(reason instanceof LockStolen)) throw reason;
      stolen?.();
    } finally {
      signal.removeEventListener("abort", end);
    }
  }
}

async function wait<T>({ locks, clock, stealMs, mark }: TenancyDeps, name: string, signal: AbortSignal, enter: () => Promise<T>): Promise<T> {
  const queue = new AbortController();
  const leave = (): void => queue.abort(signal.reason);
  signal.addEventListener("abort", leave);
  let turn: "waiting" | "mine" | "stealing" = "waiting";
  let cancel = (): void => undefined;
  const stoodStill = new Promise<null>((resolve, reject) => {
    const look = async (before: string | null): Promise<void> => {
      const now = await mark();
      if (turn !== "waiting" || queue.signal.aborted) return;
      if (now === before) resolve(null);
      else cancel = clock.after(stealMs, () => void look(now).catch(reject));
    };
    look(null).catch(reject);
  });
  const queued = locks.run(name, { wait: true, signal: queue.signal }, () => {
    // Its turn may come in the moment in which it steals: once is enough.
    if (turn === "stealing") return Promise.reject(new LockStolen("by this very context"));
    turn = "mine";
    cancel();
    return enter();
  });
  try {
    const outcome = await Promise.race([queued, stoodStill]);
    if (outcome?.held) return outcome.value;
    turn = "stealing";
    queue.abort();
    queued.catch(() => undefined);
    const taken = await locks.run(name, { wait: false, steal: true }, enter);
    if (taken.held) return taken.value;
    throw new LockStolen("by another one that waited");
  } finally {
    cancel();
    queue.abort();
    signal.removeEventListener("abort", leave);
  }
}
