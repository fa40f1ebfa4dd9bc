/** What the person answered about themselves, and which answers speak for them. */
import type { PersonalityView } from "../runtime/personality/views.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const usePersonality = (): PersonalityView | undefined => useLive(useRuntime().queries.personality);
