/** The browser's own install prompt, while it offers one. */
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export interface InstallOffer {
  readonly available: boolean;
  readonly prompt: () => Promise<void>;
}

export function useInstall(): InstallOffer {
  const { install } = useRuntime();
  const view = useLive(install);
  return { available: view?.available ?? false, prompt: () => install.prompt() };
}
