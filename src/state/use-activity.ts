/** V5: what a screen plays, told to the runtime for as long as it is on. */
import { useEffect } from "react";
import type { ActivityKind } from "../domain/records.ts";
import { useRuntime } from "./runtime-context.tsx";

/**
 * While `on`, an activity of this kind runs; it ends with the screen. Behind the lock nothing is counted: nobody knows who is there.
 */
export function useActivity(kind: ActivityKind, on: boolean): void {
  const { commands, lock } = useRuntime();
  useEffect(() => {
    if (!on || lock.state() === "locked") return undefined;
    // Not to be loaded, offline at a first visit: then this once is not counted.
    const tracking = commands.trackActivity(kind).catch(() => null);
    return () => void tracking.then((tracked) => (tracked?.ok ? tracked.value.stop() : undefined)).catch(reportError);
  }, [kind, on, commands, lock]);
}
