/** {@link Codes} of a page: over its device, its server and the language it is shown in. */
import { pageLanguage } from "../../adapters/browser/language.ts";
import { createLetters } from "../../adapters/supabase/letters.ts";
import type { AccountDeps } from "../account.ts";
import type { Codes } from "../api.ts";
import type { Connection } from "../connection.ts";
import type { Platform } from "../platform.ts";
import { createCodes } from "./codes.ts";

export function openCodes({ fetch, clock }: Pick<Platform, "fetch" | "clock">, { device, auth }: AccountDeps, { config }: Connection): Promise<Codes> {
  const letters = createLetters({ config, fetch, now: () => clock.now(), language: pageLanguage });
  return createCodes({ device, auth, letters, config });
}
