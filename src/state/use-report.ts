/** What is kept on this device, for the Status screen. */
import type { DeviceReport } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useReport = (): DeviceReport | undefined => useLive(useRuntime().queries.report);
