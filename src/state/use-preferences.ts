/** What the person chose, defaults filled in. */
import type { Preferences } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const usePreferences = (): Preferences | undefined => useLive(useRuntime().queries.preferences);
