// Before the first paint: the chosen light and language, as the last visit mirrored them. Runs blocking, so it stays this small.
try {
  const theme = localStorage.getItem("bondhu.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const locale = localStorage.getItem("bondhu.locale") ?? navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "bn" || tag === "en");
  if (locale === "bn" || locale === "en") document.documentElement.lang = locale;
} catch {
  // Storage is refused: the device's own light and English until the app has started.
}
