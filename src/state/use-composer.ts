/** The one composer of a runtime: it outlives the chat screen, so leaving it loses nothing. */
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { Runtime } from "../runtime/api.ts";
import { createComposer } from "./composer.ts";
import type { Composer } from "./composer.ts";
import { useRuntime } from "./runtime-context.tsx";

const composers = new WeakMap<Runtime, StoreApi<Composer>>();

function composerOf(runtime: Runtime): StoreApi<Composer> {
  const known = composers.get(runtime);
  if (known !== undefined) return known;
  const composer = createComposer({
    draft: () => runtime.queries.draft(),
    saveDraft: (text, sending) => runtime.commands.saveDraft(text, sending),
    sendMessage: (text, token) => runtime.commands.sendMessage(text, token),
  });
  composers.set(runtime, composer);
  return composer;
}

export function useComposer<T>(select: (composer: Composer) => T): T {
  return useStore(composerOf(useRuntime()), select);
}
