/** R7: whether the crisis card is open, and for which message; null when it is not. */
import type { CrisisView } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useCrisis = (): CrisisView | null | undefined => useLive(useRuntime().queries.crisis);
