/** Where in a guided breath one is, second by second. */

export interface Breath {
  readonly phase: "in" | "out";
  /** 1 up to the phase's length. */
  readonly second: number;
  /** Whole breaths behind. */
  readonly done: number;
}

export const phaseSeconds = { in: 4, out: 6 } as const;
export const firstBreath: Breath = { phase: "in", second: 1, done: 0 };

export function nextSecond({ phase, second, done }: Breath): Breath {
  if (second < phaseSeconds[phase]) return { phase, second: second + 1, done };
  return phase === "in" ? { phase: "out", second: 1, done } : { phase: "in", second: 1, done: done + 1 };
}
