/** What every Locks promises (P1, C2). */
import { describe, expect, test } from "vitest";
import { type Locks, LockStolen } from "../../../src/sync/ports.ts";

/** `open` gives two handles on the same locks, as two contexts of one origin would have. */
export function locksContract(name: string, open: () => Promise<readonly [Locks, Locks]>): void {
  const gate = (): { readonly opened: Promise<void>; open(): void } => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { opened, open: () => open() };
  };

  describe(`Locks contract: ${name}`, () => {
    test("[P1] while one holds it nobody else does, and who does not wait is told at once", async () => {
      const [a, b] = await open();
      const [entered, leave] = [gate(), gate()];
      const first = a.run("x", { wait: false }, async () => {
        entered.open();
        await leave.opened;
        return 1;
      });
      await entered.opened;
      expect(await b.run("x", { wait: false }, async () => 2)).toEqual({ held: false });
      expect(await b.run("y", { wait: false }, async () => 3)).toEqual({ held: true, value: 3 });
      leave.open();
      expect(await first).toEqual({ held: true, value: 1 });
      expect(await b.run("x", { wait: true }, async () => 4)).toEqual({ held: true, value: 4 });
    });

    test("[C2] who waits gets it, first come first served, one at a time", async () => {
      const [a, b] = await open();
      const order: number[] = [];
      let inside = 0;
      const enter = (locks: Locks, n: number): Promise<unknown> =>
        locks.run("x", { wait: true }, async () => {
          inside += 1;
          expect(inside).toBe(1);
          await Promise.resolve();
          order.push(n);
          inside -= 1;
        });
      await Promise.all([enter(a, 1), enter(b, 2), enter(a, 3), enter(b, 4)]);
      expect(order).toEqual([1, 2, 3, 4]);
    });

    test("[P1] a holder that throws frees it, and its error is the caller's", async () => {
      const [a, b] = await open();
      const error = new RangeError("inside");
      const failing = a.run("x", { wait: true }, () => Promise.reject(error));
      await expect(failing).rejects.toBe(error);
      expect(await b.run("x", { wait: false }, async () => "free")).toEqual({ held: true, value: "free" });
    });

    test("[C2] a wait that is aborted rejects, is not served, and does not disturb the line", async () => {
      const [a, b] = await open();
      const [entered, leave] = [gate(), gate()];
      const first = a.run("x", { wait: true }, async () => {
        entered.open();
        await leave.opened;
      });
      await entered.opened;
      const controller = new AbortController();
      let served = false;
      const second = b.run("x", { wait: true, signal: controller.signal }, async () => {
        served = true;
      });
      const third = a.run("x", { wait: true }, async () => "third");
      controller.abort();
      await expect(second).rejects.toMatchObject({ name: "AbortError" });
      leave.open();
      await first;
      expect([await third, served]).toEqual([{ held: true, value: "third" }, false]);
    });

    test("[C4] a stolen lock is the thief's at once, before all who wait; its holder hears so while its work goes on", async () => {
      const [a, b] = await open();
      const [entered, thaw, leave] = [gate(), gate(), gate()];
      const trace: string[] = [];
      const frozen = a.run("x", { wait: true }, async () => {
        entered.open();
        await thaw.opened;
        trace.push("thawed");
        return "unheard";
      });
      await entered.opened;
      const waiting = b.run("x", { wait: true }, async () => trace.push("waited"));
      const thief = b.run("x", { wait: false, steal: true }, async () => {
        trace.push("stolen");
        await leave.opened;
        return "mine";
      });
      await expect(frozen).rejects.toBeInstanceOf(LockStolen);
      thaw.open();
      expect(await a.run("x", { wait: false }, async () => "no")).toEqual({ held: false });
      leave.open();
      expect(await thief).toEqual({ held: true, value: "mine" });
      await waiting;
      expect(trace).toEqual(["stolen", "thawed", "waited"]);
      expect(await a.run("x", { wait: false, steal: true }, async () => "free")).toEqual({ held: true, value: "free" });
    });
  });
}
