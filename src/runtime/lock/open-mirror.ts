/** How an open lock is written into the mirror: the time it stays so, and when somebody was last seen, ms. */

export const afterIn = (mirror: string): number => Number(mirror.split(" ")[0]);
export const openMirror = (afterMs: number, now: number): string => `${afterMs} ${now}`;
