/** What goes by six-digit codes; loaded when a screen first asks. */
import { useEffect, useState } from "react";
import type { Codes } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";

/** undefined until it has been loaded; null: it could not be. */
export function useCodes(): Codes | null | undefined {
  const { commands } = useRuntime();
  const [codes, setCodes] = useState<Codes | null>();
  useEffect(() => {
    let here = true;
    commands.codes().then(
      (loaded) => here && setCodes(loaded),
      // Offline before the worker has cached it.
      () => here && setCodes(null),
    );
    return () => {
      here = false;
    };
  }, [commands]);
  return codes;
}

/** E8: whether the account that was signed out here is gone; undefined until that is known. */
export function useGone(codes: Codes | null | undefined): boolean | undefined {
  const [gone, setGone] = useState<boolean>();
  useEffect(() => {
    let here = true;
    if (codes) {
      codes.isGone().then(
        (answer) => here && setGone(answer),
        () => here && setGone(false),
      );
    }
    return () => {
      here = false;
    };
  }, [codes]);
  return codes === null ? false : gone;
}
