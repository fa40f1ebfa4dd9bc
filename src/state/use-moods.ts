/** How the person's own words of the last days sounded. */
import type { MoodTrend } from "../domain/mood/mood-trend.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useMoods = (): MoodTrend | undefined => useLive(useRuntime().queries.moods());
