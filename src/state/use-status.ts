/** T1: what is still only on this device, and what the engine is doing about it. */
import type { SyncStatus } from "../sync/status.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useStatus = (): SyncStatus | undefined => useLive(useRuntime().queries.status);
