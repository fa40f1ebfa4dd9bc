/** P6: what the server refused, for the person to decide about. */
import type { QuarantineView } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useQuarantine = (): readonly QuarantineView[] | undefined => useLive(useRuntime().queries.quarantine);
