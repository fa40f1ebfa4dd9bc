/** Which of several answers somebody wants to see (M6): what they paged to, or the newest, where they have just asked again. */
import { create } from "zustand";

interface ShownAttempts {
  /** Message answered → id of the answer, or "newest". */
  readonly chosen: ReadonlyMap<string, string>;
  readonly choose: (messageId: string, answer: string) => void;
}

export const useShownAttempts = create<ShownAttempts>()((set) => ({
  chosen: new Map(),
  choose: (messageId, answer) => set(({ chosen }) => ({ chosen: new Map(chosen).set(messageId, answer) })),
}));
