/** How often a code may be tried (E1). Counted before the try, so that guesses sent together are counted like guesses sent one by one. */

/** Wrong tries after which a code is dead. */
export const triesOfACode = 5;
/** Accounts that are remembered; beyond it the oldest are forgotten, about 100 bytes each. */
const most = 20_000;

export class Tries {
  readonly #made = new Map<string, number>();
  readonly #most: number;

  constructor(remembered: number = most) {
    this.#most = remembered;
  }

  /** Takes one of the tries: how many are left after it, or null when there was none left. */
  take(account: string): number | null {
    const made = (this.#made.get(account) ?? 0) + 1;
    if (made > triesOfACode) return null;
    this.#made.delete(account);
    this.#made.set(account, made);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= this.#most) break;
      this.#made.delete(oldest);
    }
    return triesOfACode - made;
  }

  /** The code was right, or there is a new one. */
  renew(account: string): void {
    this.#made.delete(account);
  }
}
