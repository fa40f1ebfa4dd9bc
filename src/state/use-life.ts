/** Days, streak and numbers, as of today. */
import type { LifeView } from "../runtime/life/views.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useLife = (): LifeView | undefined => useLive(useRuntime().queries.life);
