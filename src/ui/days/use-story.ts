/** The story of the days, told anew only when they change. */
import { useMemo } from "react";
import type { LifeView } from "../../state/views.ts";
import { type Story, storyOf } from "./story.ts";

export function useStory(life: LifeView | undefined): Story | undefined {
  const { today, days, restDays } = life ?? {};
  return useMemo(() => (today === undefined || days === undefined || restDays === undefined ? undefined : storyOf({ today, days, restDays })), [today, days, restDays]);
}
