/** What a person searches for and what has been found: kept while the app is open, so that coming back from a message finds the list again. */
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { DaysOfMessages, Search, SearchAnswer, TimelinePlace } from "../runtime/api.ts";

export interface Finder {
  readonly text: string;
  /** To {@link answered}, which may be an earlier text than the one in the field; null: nothing was asked yet. */
  readonly answer: SearchAnswer | null;
  readonly answered: string;
  readonly failed: boolean;
  /** null: not known yet. */
  readonly days: DaysOfMessages | null;
  /** The search comes into sight; returns what ends that. */
  readonly open: () => () => void;
  readonly type: (text: string) => void;
  readonly more: () => void;
  readonly retry: () => void;
  readonly place: (messageId: string) => Promise<TimelinePlace | null>;
}

const pageSize = 40;
/** While the messages are read for the first time the same question is asked again after so long, ms. */
const againMs = 500;

/**
 * Guarantees: one question at a time, and then the latest text alone; an answer to an older text never replaces one to a newer; a failure
 * leaves what was found and can be tried again.
 */
export function createFinder(open: () => Promise<Search>): StoreApi<Finder> {
  let session: Promise<Search> | null = null;
  let asking = false;
  let stale = false;
  let limit = pageSize;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return createStore<Finder>()((set, get) => {
    const search = (): Promise<Search> => {
      session ??= open();
      return session;
    };
    async function askOnce(): Promise<void> {
      const { text } = get();
      const found = await search();
      // The days take longer than a word: they are asked for while they are in sight.
      const blank = text.trim() === "";
      const answer = blank ? null : await found.find(text, limit);
      const days = blank ? await found.days() : get().days;
      set({ answer, answered: text, days, failed: false });
      if ((answer ?? days)?.complete === false) timer = setTimeout(ask, againMs);
    }
    function ask(): void {
      clearTimeout(timer);
      stale = asking;
      if (asking || session === null) return;
      asking = true;
      askOnce()
        .catch(() => {
          // Nobody listens any more: it was closed while it looked.
          if (session !== null) set({ failed: true });
        })
        .finally(() => {
          asking = false;
          if (stale) ask();
        });
    }
    const close = (): void => {
      clearTimeout(timer);
      const ending = session;
      session = null;
      ending?.then((found) => found.close()).catch(() => undefined);
    };

    return {
      text: "",
      answer: null,
      answered: "",
      failed: false,
      days: null,
      open: () => {
        const mine = search();
        ask();
        return () => {
          if (session === mine) close();
        };
      },
      type: (text) => {
        limit = pageSize;
        set({ text });
        ask();
      },
      more: () => {
        limit += pageSize;
        ask();
      },
      retry: () => {
        close();
        set({ failed: false });
        void search().catch(() => undefined);
        ask();
      },
      place: async (messageId) => (await search()).place(messageId),
    };
  });
}
