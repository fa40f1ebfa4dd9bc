/** Hands the runtime, which only `main` may build, to every hook of this room. */
import { createContext, useContext } from "react";
import type { ReactNode } from "react";
import type { Runtime } from "../runtime/api.ts";

const RuntimeContext = createContext<Runtime | null>(null);

export function RuntimeProvider({ runtime, children }: { readonly runtime: Runtime; readonly children: ReactNode }) {
  return <RuntimeContext value={runtime}>{children}</RuntimeContext>;
}

export function useRuntime(): Runtime {
  const runtime = useContext(RuntimeContext);
  if (runtime === null) throw new Error("no runtime: render this inside <RuntimeProvider>");
  return runtime;
}
