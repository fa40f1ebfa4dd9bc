/** Whether the page is locked (src/runtime/lock/README.md). */
import { useSyncExternalStore } from "react";
import type { AppLock } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";

export function useLockState(): ReturnType<AppLock["state"]> {
  const { subscribe, state } = useRuntime().lock;
  return useSyncExternalStore(subscribe, state);
}
