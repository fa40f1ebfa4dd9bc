/** What the person is writing: kept as a draft, sent in order, never taken from them before it is safe. */
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { maxMessageLength } from "../domain/records.ts";
import type { Sending, WriteError } from "../runtime/api.ts";
import type { Result } from "../shared/result.ts";

export interface ComposerPorts {
  draft(): Promise<string>;
  saveDraft(text: string, sending: readonly Sending[]): Promise<void>;
  sendMessage(text: string, token: string): Promise<Result<string, WriteError>>;
}

/** A write that failed in no expected way: reported like the others, and the text stays. */
export type ComposerProblem = WriteError | { readonly kind: "unknown" } | { readonly kind: "draftNotKept" };

export interface Composer {
  readonly text: string;
  readonly problem: ComposerProblem | null;
  /** Ids of accepted messages are not kept; this only grows, so a screen can follow its own words to the end. */
  readonly sent: number;
  readonly load: () => Promise<void>;
  readonly edit: (text: string) => void;
  /** True when the message was accepted. Never rejects. */
  readonly send: () => Promise<boolean>;
}

/**
 * Guarantees: a loaded draft never replaces what was typed; a text leaves the field only after the device has it;
 * what was typed meanwhile stays, and no draft brings back what was sent; messages are handed over one after another in the order of
 * sending; drafts are written in the order of typing, so an older one never comes back. The writing starts with the key, not when the
 * page goes: Firefox breaks off what a page begins in `pagehide`.
 */
export function createComposer(ports: ComposerPorts): StoreApi<Composer> {
  let touched = false;
  let loading: Promise<void> | null = null;
  let saves: Promise<void> = Promise.resolve();
  /** A write that has not begun will take the text as it is then: one is enough, however fast the keys. */
  let saveWaits = false;
  let sends: Promise<unknown> = Promise.resolve();
  /** Texts handed over and not yet accepted: they still stand at the start of the field, in this order. */
  let inFlight: readonly Sending[] = [];
  /** Grows with each refusal: what was sent behind a refused text is not sent before it. */
  let refusals = 0;

  return createStore<Composer>()((set, get) => {
    const save = (): Promise<void> => {
      if (saveWaits) return saves;
      saveWaits = true;
      saves = saves.then(async () => {
        saveWaits = false;
        try {
          await ports.saveDraft(get().text, inFlight);
        } catch {
          // The words are still in the field; a full or closed database is told when they are sent.
          if (get().problem === null) set({ problem: { kind: "draftNotKept" } });
        }
      });
      return saves;
    };
    const handOver = async ({ text, token }: Sending): Promise<Result<string, ComposerProblem>> => {
      try {
        return await ports.sendMessage(text, token);
      } catch {
        return { ok: false, error: { kind: "unknown" } };
      }
    };
    /**
     * What of the field has not been handed over: a second Enter before the first was accepted sends only that. Of what is on its way
     * the first may have been written over already; then those behind it stand at the start.
     */
    const unsent = (): string => {
      const { text } = get();
      for (let first = 0; first < inFlight.length; first += 1) {
        const sending = inFlight.slice(first).map((one) => one.text).join("");
        if (text.startsWith(sending)) return text.slice(sending.length);
      }
      return text;
    };

    return {
      text: "",
      problem: null,
      sent: 0,
      load: () =>
        (loading ??= ports.draft().then(
          (draft) => {
            if (!touched && draft !== "") set({ text: draft });
          },
          () => {
            // No draft can be read: an empty field is the truth; writing will say what is wrong with the device.
          },
        )),
      edit: (text) => {
        touched = true;
        set({ text, problem: null });
        void save();
      },
      send: async () => {
        const body = unsent();
        if (body.trim() === "") return false;
        if (body.length > maxMessageLength) {
          set({ problem: { kind: "tooLong", length: body.length, max: maxMessageLength } });
          return false;
        }
        touched = true;
        const own: Sending = { token: crypto.randomUUID(), text: body };
        inFlight = [...inFlight, own];
        const before = refusals;
        const sending = sends.then(() => (refusals === before ? handOver(own) : null));
        sends = sending;
        const result = await sending;
        if (result === null) return false;
        if (!result.ok) {
          refusals += 1;
          inFlight = [];
          set({ problem: result.error });
          return false;
        }
        inFlight = inFlight.slice(1);
        const { text, sent } = get();
        set({ text: text.startsWith(body) ? text.slice(body.length) : text, problem: null, sent: sent + 1 });
        await save();
        return true;
      },
    };
  });
}
