/** The search of this account, for the screen that shows it. */
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { Queries } from "../runtime/api.ts";
import { createFinder } from "./finder.ts";
import type { Finder } from "./finder.ts";
import { useRuntime } from "./runtime-context.tsx";

const finders = new WeakMap<Queries, StoreApi<Finder>>();

export function useFinder<T>(select: (finder: Finder) => T): T {
  const { queries } = useRuntime();
  let finder = finders.get(queries);
  if (finder === undefined) finders.set(queries, (finder = createFinder(() => queries.search())));
  return useStore(finder, select);
}
