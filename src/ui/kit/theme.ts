/** Which light the page stands in: the preference, mirrored so that public/first-paint.js knows it before any module has loaded. */
import { remember } from "../../shared/mirror.ts";

export type Theme = "system" | "light" | "dark";

const ground = { light: "#fbf5ea", dark: "#1e1915" } as const;

export function applyTheme(theme: Theme): void {
  remember("bondhu.theme", theme === "system" ? null : theme);
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  for (const scheme of ["light", "dark"] as const) {
    const meta = document.querySelector(`meta[name="theme-color"][media*="${scheme}"]`);
    meta?.setAttribute("content", ground[theme === "system" ? scheme : theme]);
  }
}
