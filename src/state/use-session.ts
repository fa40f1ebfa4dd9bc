/** V1: this visit's session, once an activity has made it one; null before. */
import type { ActivityKind } from "../domain/records.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export interface SessionView {
  readonly start: number;
  readonly activities: readonly ActivityKind[];
}

export const useSession = (): SessionView | null | undefined => useLive(useRuntime().queries.session);
