/** Helplines from a dated, reviewed data file (R7): precached with the app, never from a model. */
import data from "./helplines.json" with { type: "json" };

export interface Helpline {
  readonly name: string;
  /** As one dials it inside the country; null for a line reached by text or web alone. */
  readonly phone: string | null;
  readonly sms?: string;
  readonly url?: string;
  /** `24/7` or local `HH:MM-HH:MM`. */
  readonly hours: string;
  readonly cost: "free" | "local" | "unknown";
  /** BCP 47. */
  readonly languages: readonly string[];
  readonly source: string;
}

export interface CountryHelplines {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: { readonly en: string; readonly bn: string };
  readonly emergency: string;
  readonly timeZones: readonly string[];
  readonly lines: readonly Helpline[];
}

export interface HelplineData {
  /** YYYY-MM-DD. */
  readonly reviewed: string;
  readonly source: string;
  /** For every country that is not listed: numbers to try, and a directory. */
  readonly fallback: { readonly emergency: readonly string[]; readonly directory: string };
  readonly countries: readonly CountryHelplines[];
}

export const helplines = data as HelplineData;

/** The entry of a country by ISO code, or null: show the fallback. */
export function helplinesFor(country: string): CountryHelplines | null {
  return helplines.countries.find((entry) => entry.code === country.toUpperCase()) ?? null;
}

/** ISO code of the likely country, from the device's time zone first and the languages' regions second; null when unknown. */
export function guessCountry(timeZone: string, languages: readonly string[]): string | null {
  const byZone = helplines.countries.find((entry) => entry.timeZones.includes(timeZone));
  if (byZone !== undefined) return byZone.code;
  for (const language of languages) {
    const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(language)?.[1];
    if (region !== undefined && helplinesFor(region) !== null) return region.toUpperCase();
  }
  return null;
}
