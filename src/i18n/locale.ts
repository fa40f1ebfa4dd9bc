/** Which language the app speaks now: resolved from the preference, mirrored for the first paint, changed without a reload. */
import { useSyncExternalStore } from "react";
import { recall, remember } from "../shared/mirror.ts";
import { type Locale, isLocale, locales, overwriteGetLocale } from "./paraglide/runtime.js";

export type { Locale };

/** Read again by public/first-paint.js, before any module has loaded. */
const mirrorKey = "bondhu.locale";
const listeners = new Set<() => void>();

/** The first language the person asked the browser for that Bondhu speaks. */
export function localeFromLanguages(languages: readonly string[]): Locale {
  for (const language of languages) {
    const base = language.toLowerCase().split("-")[0];
    const found = locales.find((locale) => locale === base);
    if (found !== undefined) return found;
  }
  return "en";
}

function remembered(): Locale | null {
  const value = recall(mirrorKey);
  return value !== null && isLocale(value) ? value : null;
}

const fromBrowser = (): Locale => localeFromLanguages(typeof navigator === "undefined" ? [] : navigator.languages);

let current: Locale = remembered() ?? fromBrowser();
overwriteGetLocale(() => current);

export const currentLocale = (): Locale => current;

/** Follows the preference; `system` forgets the mirror and asks the browser. */
export function applyLocale(preference: Locale | "system"): void {
  remember(mirrorKey, preference === "system" ? null : preference);
  const next = preference === "system" ? fromBrowser() : preference;
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Re-renders the caller when the language changes; memoised components that show text need it too. */
export const useLocale = (): Locale => useSyncExternalStore(subscribe, currentLocale);
