/** The lock's mirror as tabs of one browser share it: a change is told to the others, not to its own. */
import type { Mirror } from "../../src/runtime/lock/mirror.ts";

export class MemoryMirror {
  value: string | null = null;
  readonly #tabs = new Set<() => void>();

  tab(): Mirror {
    let own = (): void => undefined;
    return {
      read: () => this.value,
      write: (value) => {
        if (value === this.value) return;
        this.value = value;
        for (const other of this.#tabs) if (other !== own) other();
      },
      follow: (listener) => {
        own = listener;
        this.#tabs.add(listener);
      },
    };
  }
}
