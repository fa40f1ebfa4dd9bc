/** Makes the page follow what the person chose. */
import { applyLocale } from "../i18n/locale.ts";
import { applyTheme } from "./kit/theme.ts";

interface Appearance {
  readonly theme: "system" | "light" | "dark";
  readonly locale: "system" | "en" | "bn";
}

export function applyPreferences({ theme, locale }: Appearance): void {
  applyTheme(theme);
  applyLocale(locale);
}
