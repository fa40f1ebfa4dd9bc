/** Whether somebody is at this page: acts on it, leaves it, comes back; and the cover over it meanwhile. Page only. */

/** `aside`: still in sight, but something of the system lies over it (a phone's task switcher). */
export type Moment = "active" | "aside" | "away" | "back";

export interface Presence {
  follow(listener: (moment: Moment) => void): () => void;
  /** Hides what is drawn, and takes the focus from nothing. */
  cover(on: boolean): void;
}

const acts = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

export const browserPresence: Presence = {
  follow(listener) {
    const ended = new AbortController();
    const { signal } = ended;
    for (const act of acts) addEventListener(act, () => listener("active"), { signal, capture: true, passive: true });
    document.addEventListener("visibilitychange", () => listener(document.visibilityState === "hidden" ? "away" : "back"), { signal });
    addEventListener("pagehide", () => listener("away"), { signal });
    addEventListener("pageshow", () => listener("back"), { signal });
    // A window on a desk loses the focus to the one beside it and is read on; a phone's page loses it to the system only.
    addEventListener("blur", () => matchMedia("(pointer: coarse)").matches && listener("aside"), { signal });
    addEventListener("focus", () => document.visibilityState === "visible" && listener("back"), { signal });
    return () => ended.abort();
  },
  cover: (on) => void document.documentElement.toggleAttribute("data-covered", on),
};
