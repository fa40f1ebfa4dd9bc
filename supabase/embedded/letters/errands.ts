/** What the desk does after it has answered (E2): one errand after another, in the order in which they were asked for. */
import { describeDiscreetly } from "../discreet-log.ts";

/** Errands that may wait. */
const most = 1_000;

export class Errands {
  readonly #log: (line: string) => void;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** False when too many wait already. */
  run(errand: () => Promise<void>): boolean {
    if (this.#waiting >= most) return false;
    this.#waiting += 1;
    this.#last = this.#last
      .then(errand)
      .catch((error: unknown) => this.#log(`a letter was not written: ${describeDiscreetly(error)}`))
      .finally(() => {
        this.#waiting -= 1;
      });
    return true;
  }

  /** Resolves when everything asked for so far is done. */
  async settled(): Promise<void> {
    while (this.#waiting > 0) await this.#last;
  }
}
