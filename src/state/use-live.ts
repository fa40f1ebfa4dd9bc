/** Follows a live value from a component. */
import { useSyncExternalStore } from "react";
import type { Live } from "../shared/live.ts";
import { cellOf } from "./live-cell.ts";

/** The latest value; undefined only until the device has answered for the first time. */
export function useLive<T>(live: Live<T>): T | undefined {
  const cell = cellOf(live);
  return useSyncExternalStore(cell.subscribe, cell.read, cell.read);
}
