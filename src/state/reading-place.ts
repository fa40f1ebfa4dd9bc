/** Where the person was reading, so that coming back to the conversation does not lose the place. */
import { create } from "zustand";

/** A message and where its top was, in CSS pixels below the top of the visible conversation (negative: above it). */
export interface ReadingPlace {
  readonly messageId: string;
  readonly offset: number;
}

interface ReadingPlaceMemory {
  /** null: at the end, following what arrives. */
  readonly place: ReadingPlace | null;
  readonly remember: (place: ReadingPlace | null) => void;
}

export const useReadingPlace = create<ReadingPlaceMemory>()((set) => ({
  place: null,
  remember: (place) => set({ place }),
}));
