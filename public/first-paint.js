// Before the first paint: the chosen light and language, as the last visit mirrored them. Runs blocking, so it stays small.
try {
  const theme = localStorage.getItem("bondhu.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const locale = localStorage.getItem("bondhu.locale") ?? navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "bn" || tag === "en");
  if (locale === "bn" || locale === "en") document.documentElement.lang = locale;
} catch {
  // Storage is refused: the device's own light and English until the app has started.
}
// And what the place one comes in by needs beside the entry, as the build has named it (vite.config.ts).
for (const file of JSON.parse(document.currentScript.dataset.places ?? "{}")[location.pathname] ?? []) {
  const link = document.createElement("link");
  link.rel = file.endsWith("js") ? "modulepreload" : "preload";
  link.as = file.endsWith("js") ? "script" : "style";
  link.crossOrigin = "";
  link.href = `/${file}`;
  document.head.append(link);
}
