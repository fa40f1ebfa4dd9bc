/** Who is on this device, and how they come and go; loaded when a screen first asks. */
import { useEffect, useState } from "react";
import type { Doors } from "../runtime/api.ts";
import type { Live } from "../shared/live.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

/** undefined until it has been loaded. */
export function useDoors(): Doors | undefined {
  const { commands } = useRuntime();
  const [doors, setDoors] = useState<Doors>();
  useEffect(() => {
    let here = true;
    commands.doors().then(
      (loaded) => here && setDoors(loaded),
      () => {
        // Offline before the worker has cached it: the settings show what they can.
      },
    );
    return () => {
      here = false;
    };
  }, [commands]);
  return doors;
}

const silent: Live<never> = { subscribe: () => () => undefined };

export const usePeople = (doors: Doors | undefined) => useLive(doors?.people ?? silent);
export const useWaiting = (doors: Doors | undefined) => useLive(doors?.waiting ?? silent);
export const useGuestQuestion = (doors: Doors | undefined) => useLive(doors?.question ?? silent);
export const useBringing = (doors: Doors | undefined) => useLive(doors?.bringing ?? silent);
