/** Whose helplines are shown: what the person chose on this device, else where the device seems to be. */
import { guessCountry, helplinesFor } from "@edge/crisis/helplines.ts";
import type { CountryHelplines } from "@edge/crisis/helplines.ts";
import { useState } from "react";
import { recall, remember } from "../../shared/mirror.ts";

const key = "bondhu.country";

/** A country, or null for "somewhere else". */
export function useCountry(): readonly [CountryHelplines | null, (code: string) => void] {
  const [code, setCode] = useState(() => recall(key) ?? guessCountry(Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.languages) ?? "");
  return [
    helplinesFor(code),
    (chosen) => {
      remember(key, chosen);
      setCode(chosen);
    },
  ];
}
