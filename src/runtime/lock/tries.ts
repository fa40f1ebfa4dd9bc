/** A5: how long the next try has to wait. */

export interface Tries {
  /** Wrong ones since the last right one. */
  readonly failures: number;
  /** What was left to wait, ms, at `asOf`. */
  readonly leftMs: number;
  /** ms since epoch by the device's clock. */
  readonly asOf: number;
}

export const noTries: Tries = { failures: 0, leftMs: 0, asOf: 0 };

const free = 4;
const waitsMs = [1, 5, 15, 60].map((minutes) => minutes * 60_000);

/** One more wrong one. */
export function afterFailure({ failures }: Tries, now: number): Tries {
  const wait = failures < free ? 0 : (waitsMs[Math.min(failures - free, waitsMs.length - 1)] ?? 0);
  return { failures: failures + 1, leftMs: wait, asOf: now };
}

/** The same at another moment. A clock that went back has passed no time: what was left is left, counted from its new now. */
export function triesAt({ failures, leftMs, asOf }: Tries, now: number): Tries {
  return { failures, leftMs: Math.max(0, leftMs - Math.max(0, now - asOf)), asOf: now };
}
