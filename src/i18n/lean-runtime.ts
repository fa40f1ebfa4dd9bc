/** Stands in for Paraglide's runtime in the built app (vite.config.ts): of its cookies, addresses and servers the messages use only this. */
type Locale = "en" | "bn";

export const locales: readonly Locale[] = ["en", "bn"];
export const isLocale = (value: unknown): value is Locale => value === "en" || value === "bn";
export const experimentalStaticLocale = undefined;

export let getLocale = (): Locale => "en";
export const overwriteGetLocale = (tell: () => Locale): void => {
  getLocale = tell;
};
