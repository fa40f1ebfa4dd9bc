/** The browser's own install prompt, kept until a fitting moment. Page only. */
import type { Live } from "../../shared/live.ts";

/** Chromium's `beforeinstallprompt`; not in TypeScript's DOM library. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}
const isInstallPrompt = (event: Event): event is InstallPromptEvent => "prompt" in event && typeof event.prompt === "function";

export interface InstallOffer extends Live<{ readonly available: boolean }> {
  /** Shows the browser's prompt; it can be shown once, then the offer is over until the browser makes a new one. */
  prompt(): Promise<void>;
}

/** Listen from the first moment of the page: the event comes once. */
export function installOffer(events: EventTarget = window): InstallOffer {
  let offered: InstallPromptEvent | null = null;
  const listeners = new Set<(value: { readonly available: boolean }) => void>();
  const set = (event: InstallPromptEvent | null): void => {
    offered = event;
    for (const next of listeners) next({ available: offered !== null });
  };
  events.addEventListener("beforeinstallprompt", (event) => {
    if (!isInstallPrompt(event)) return;
    event.preventDefault();
    set(event);
  });
  events.addEventListener("appinstalled", () => set(null));
  return {
    subscribe(next) {
      listeners.add(next);
      next({ available: offered !== null });
      return () => listeners.delete(next);
    },
    async prompt() {
      const event = offered;
      if (!event) return;
      set(null);
      await event.prompt();
    },
  };
}
