/** M2: deletions that can still be undone. */
import type { DeletionView } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useDeletions = (): readonly DeletionView[] | undefined => useLive(useRuntime().queries.deletions);
