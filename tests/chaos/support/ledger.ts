/** What one person wrote in a life, what was accepted before their eyes, and what went wrong around it. */
import type { Kind } from "./plan.ts";

/** A message of one's own whose bubble stood in the conversation: its command had resolved. */
export interface Accepted {
  readonly id: string;
  readonly text: string;
  /** Name of the device. */
  readonly device: string;
}

export class Ledger {
  /** Every text that was typed and sent, on which device; accepted or not. */
  readonly typed = new Map<string, string>();
  /** By text, the ids under which it was shown. */
  readonly #accepted = new Map<string, { readonly device: string; readonly ids: Set<string> }>();
  readonly #faults = new Map<Kind, number>();
  #waiting: { readonly text: string; readonly done: () => void }[] = [];

  constructor(private readonly person: string) {}

  newText(device: string): string {
    const text = `${this.person}, ${device}, number ${this.typed.size + 1}.`;
    this.typed.set(text, device);
    return text;
  }

  /** A bubble of one's own appeared, on whichever device. */
  shown(id: string, text: string): void {
    const device = this.typed.get(text) ?? "nobody";
    const known = this.#accepted.get(text) ?? { device, ids: new Set<string>() };
    known.ids.add(id);
    this.#accepted.set(text, known);
    const [done, rest] = [this.#waiting.filter((one) => one.text === text), this.#waiting.filter((one) => one.text !== text)];
    this.#waiting = rest;
    for (const one of done) one.done();
  }

  /** Resolves when its bubble has been seen. */
  accepted(text: string): Promise<void> {
    if (this.#accepted.has(text)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ text, done: resolve }));
  }

  get allAccepted(): Accepted[] {
    return [...this.#accepted].flatMap(([text, { device, ids }]) => [...ids].map((id) => ({ id, text, device })));
  }

  happened(kind: Kind): void {
    this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1);
  }

  /** The faults since this was last asked. */
  takeFaults(): Partial<Record<Kind, number>> {
    const faults = Object.fromEntries(this.#faults);
    this.#faults.clear();
    return faults;
  }
}
