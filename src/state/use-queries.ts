/** One-off questions to the device (`draft`, `storage`); what changes has a hook of its own. */
import type { Queries } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";

export const useQueries = (): Queries => useRuntime().queries;
