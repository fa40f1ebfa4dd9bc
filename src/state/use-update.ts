/** A newer version of the app that waits to be taken, keeping queue and draft. */
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export interface UpdateOffer {
  readonly ready: boolean;
  readonly apply: () => Promise<void>;
}

export function useUpdate(): UpdateOffer {
  const { update } = useRuntime();
  const view = useLive(update);
  return { ready: view?.ready ?? false, apply: () => update.apply() };
}
