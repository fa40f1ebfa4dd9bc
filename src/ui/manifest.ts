/** The web app manifest: what an installed Bondhu is called, looks like and opens with. */

export const manifest = {
  id: "/",
  scope: "/",
  start_url: "/",
  name: "Bondhu",
  short_name: "Bondhu",
  description: "A kind companion that works offline and never loses a word.",
  lang: "en",
  dir: "ltr" as const,
  display: "standalone" as const,
  theme_color: "#fbf5ea",
  background_color: "#fbf5ea",
  categories: ["health", "lifestyle"],
  icons: [
    { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" as const },
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" as const },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" as const },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" as const },
  ],
  screenshots: [
    { src: "/screenshots/phone-light-en.png", sizes: "390x800", type: "image/png", form_factor: "narrow" as const, label: "A conversation with Bondhu" },
    { src: "/screenshots/phone-dark-bn.png", sizes: "390x800", type: "image/png", form_factor: "narrow" as const, label: "The same by lamplight, in Bengali" },
    { src: "/screenshots/desk-light-en.png", sizes: "1280x800", type: "image/png", form_factor: "wide" as const, label: "A conversation on a desk" },
  ],
  shortcuts: [
    { name: "Chat", short_name: "Chat", url: "/chat", icons: [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }] },
    { name: "Help now", short_name: "Help", url: "/help", icons: [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }] },
  ],
};
