/** The language that the page is shown in. */
export const pageLanguage = (): string => document.documentElement.lang;
