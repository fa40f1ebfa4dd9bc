/** Where the person was reading, so that coming back to the conversation does not lose the place. */
import { create } from "zustand";

export interface ReadingPlace {
  /** Row at the top of the visible conversation. */
  readonly key: string;
  /** CSS pixels from that row's top to the top of the visible conversation. */
  readonly offset: number;
  /** Heights as they were drawn, so that the place is found again without drawing every row. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Width they were drawn in; heights of another width are only a guess. */
  readonly width: number;
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
