/** Helplines from a dated, reviewed data file (R7): precached with the app, never from a model. */
import data from "./helplines.json" with { type: "json" };

export interface Helpline {
  readonly name: string;
  /** As one dials it inside the country; null for a line reached by text or web alone. */
  readonly phone: string | null;
  /** Number for text messages, and the word to send where one is asked for. */
  readonly sms?: string;
  readonly smsText?: string;
  readonly url?: string;
  /** `24/7` or local `HH:MM-HH:MM`. */
  readonly hours: string;
  readonly cost: "free" | "local" | "unknown";
  /** BCP 47. */
  readonly languages: readonly string[];
  readonly source: string;
  /** What the entry was checked against, for the next review. */
  readonly checked: string;
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

export const helplines: HelplineData = data as HelplineData;

/** The entry of a country by ISO code, or null: show the fallback. */
export function helplinesFor(country: string): CountryHelplines | null {
  return helplines.countries.find((entry) => entry.code === country.toUpperCase()) ?? null;
}

/**
 * ISO code of the likely country: by the device's time zone, or by the languages' regions when the zone says nothing (UTC, none).
 * null when unknown or not listed: a known zone elsewhere must show the fallback, not the lines of the language's home country.
 */
export function guessCountry(timeZone: string, languages: readonly string[]): string | null {
  const byZone = helplines.countries.find((entry) => entry.timeZones.includes(timeZone));
  if (byZone !== undefined) return byZone.code;
  if (timeZone !== "" && !/^(?:Etc\/|UTC|GMT|Zulu)/.test(timeZone)) return null;
  for (const language of languages) {
    const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(language)?.[1];
    if (region !== undefined && helplinesFor(region) !== null) return region.toUpperCase();
  }
  return null;
}
