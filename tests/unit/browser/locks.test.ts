import { describe, expect, it, vi } from "vitest";
import { NoWebLocks, webLocks } from "../../../src/adapters/browser/locks.ts";
import { locksContract } from "../../contract/ports/locks-contract.ts";
import { FakeLockManager } from "./fake-lock-manager.ts";

locksContract("Web Locks", async () => {
  const manager = new FakeLockManager();
  return [webLocks(manager), webLocks(manager)];
});

/** A promise that is settled from outside. */
function gate() {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

describe("the Locks port on Web Locks", () => {
  it("[P1] two contexts never run at once, and come in the order they asked", async () => {
    const manager = new FakeLockManager();
    const [page, worker] = [webLocks(manager), webLocks(manager)];
    const { promise, open } = gate();
    const trace: string[] = [];
    const first = page.run("db", { wait: true }, async () => {
      trace.push("page in");
      await promise;
      trace.push("page out");
      return 1;
    });
    const second = worker.run("db", { wait: true }, async () => {
      trace.push("worker in");
      return 2;
    });
    const other = await worker.run("another", { wait: true }, async () => "free");
    expect(other).toEqual({ held: true, value: "free" });
    open();
    expect(await Promise.all([first, second])).toEqual([
      { held: true, value: 1 },
      { held: true, value: 2 },
    ]);
    expect(trace).toEqual(["page in", "page out", "worker in"]);
  });

  it("[C2] without waiting, a lock that somebody holds is left alone", async () => {
    const locks = webLocks(new FakeLockManager());
    const { promise, open } = gate();
    const holder = locks.run("db", { wait: true }, () => promise);
    const never = vi.fn<() => Promise<void>>();
    expect(await locks.run("db", { wait: false }, never)).toEqual({ held: false });
    expect(never).not.toHaveBeenCalled();
    open();
    await holder;
    expect(await locks.run("db", { wait: false }, async () => "now")).toEqual({ held: true, value: "now" });
  });

  it("[C4] waiting ends with the signal's reason; the one that holds is not disturbed", async () => {
    const locks = webLocks(new FakeLockManager());
    const { promise, open } = gate();
    const holding = new AbortController();
    const holder = locks.run("db", { wait: true, signal: holding.signal }, async () => {
      await promise;
      return "done";
    });
    const waiting = new AbortController();
    const never = vi.fn<() => Promise<void>>();
    const waiter = locks.run("db", { wait: true, signal: waiting.signal }, never);
    const reason = new Error("deadline");
    waiting.abort(reason);
    await expect(waiter).rejects.toBe(reason);
    holding.abort();
    open();
    expect(await holder).toEqual({ held: true, value: "done" });
    expect(never).not.toHaveBeenCalled();
  });

  it("[C4] an aborted signal never gets a free lock, waiting or not", async () => {
    const locks = webLocks(new FakeLockManager());
    const never = vi.fn<() => Promise<void>>();
    for (const wait of [true, false]) {
      await expect(locks.run("db", { wait, signal: AbortSignal.abort() }, never)).rejects.toHaveProperty("name", "AbortError");
    }
    expect(never).not.toHaveBeenCalled();
  });

  it("[P1] an error inside releases the lock and reaches the caller", async () => {
    const locks = webLocks(new FakeLockManager());
    const failure = new Error("inside");
    await expect(locks.run("db", { wait: true }, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await locks.run("db", { wait: false }, async () => "free")).toEqual({ held: true, value: "free" });
  });

  it("[P1] a browser without Web Locks is refused, never run unguarded", () => {
    expect(() => webLocks()).toThrow(NoWebLocks);
  });
});
