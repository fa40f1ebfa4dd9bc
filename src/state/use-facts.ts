/** What Bondhu remembers, newest first. */
import type { FactView } from "../runtime/personality/views.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useFacts = (): readonly FactView[] | undefined => useLive(useRuntime().queries.facts);
