/** Which sheet or dialog lies over the screen: at most one, so that "back" always knows what to close. */
import { create } from "zustand";

export type SheetName = "navigation" | "account" | "simple-reply" | "update" | "install";

interface Sheets {
  readonly open: SheetName | null;
  readonly show: (sheet: SheetName) => void;
  readonly hide: () => void;
}

export const useSheets = create<Sheets>()((set) => ({
  open: null,
  show: (sheet) => set({ open: sheet }),
  hide: () => set({ open: null }),
}));
