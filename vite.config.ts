/** Builds the app and its service worker into dist/app. One build serves any backend: config.json comes from the host. */
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { manifest } from "./src/ui/manifest.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const edge = path("./supabase/functions/_shared");

/** Chunks of what several screens have in common: with the first screen, and behind it. */
const aside =
  /\/paraglide\/messages\/(chat_(failed|retry)|archive|auth|doors|ground|letters|lock|reach|breathe|refused|coming|state_|status_|write_(?!blank)|cancel|help_(?!fallback|now\.|title))|\/src\/(ui\/(kit\/(note|text-field|choice)|write-error|data\/(save-everything|markdown-words)|status\/(facts|save-file))|state\/use-(activity|lock|quarantine|report))\.|\/lucide-react\/.*\/icons\/(phone|message-square)\./;

/** What Home and the page of the days have in common. */
const days = /\/src\/(ui\/days\/|state\/use-(life|moods)|domain\/(streak\/(tell|streak)|life\/(ink|numbers))\.)|\/paraglide\/messages\/(days|activity)_|\/icons\/arrow-(left|right)\./;

/** What the profile and a reply's reasons have in common: the words of traits and bands. */
const you = /\/paraglide\/messages\/(you|context)_|\/src\/ui\/you\//;

const shared = /\/src\/(state|shared|ui\/kit|ui\/help\/use-help|ui\/lazy-part|ui\/shell\/(sync-word|use-media|bar-actions)|ui\/chat\/(use-today|day-label|rows|destination|markdown\/load)|i18n)|\/(clsx|lucide-react|react-dom\/(index|cjs\/react-dom\.))|vite\/preload-helper/;

/** Paraglide's runtime, which every message imports, holds a website's ways to find a language; here the person's preference alone tells. */
const leanMessages: Plugin = {
  name: "lean-messages",
  enforce: "pre",
  resolveId: (source, importer) => (source.endsWith("/runtime.js") && importer?.includes("/src/i18n/") === true ? path("./src/i18n/lean-runtime.ts") : null),
};

/** The places people come in by, and the module of each one's screen. */
const places = { "/": "home/home-screen.tsx", "/chat": "chat/chat-screen.tsx", "/settings": "settings/settings-screen.tsx" };

/** Names each place's own files in the page: first-paint.js asks for them while the entry, which would, is still on its way. */
const placePreloads: Plugin = {
  name: "place-preloads",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle = {} }) {
      const filesOf = (screen: string): readonly string[] => {
        const found = new Set<string>();
        const add = (file: string): void => {
          const chunk = bundle[file];
          if (found.has(file) || chunk?.type !== "chunk") return;
          found.add(file);
          for (const sheet of chunk.viteMetadata?.importedCss ?? []) found.add(sheet);
          for (const needed of chunk.imports) add(needed);
        };
        for (const chunk of Object.values(bundle)) if (chunk.type === "chunk" && chunk.facadeModuleId?.endsWith(`/src/ui/${screen}`)) add(chunk.fileName);
        return [...found].filter((file) => !html.includes(file));
      };
      const files = Object.fromEntries(Object.entries(places).map(([path, screen]) => [path, filesOf(screen)]));
      return html.replace('src="/first-paint.js"', `$& data-places='${JSON.stringify(files)}'`);
    },
  },
};

export default defineConfig({
  resolve: {
    alias: [
      { find: "@edge", replacement: edge },
      // Dexie's build for browsers that have classes and async functions, a twentieth smaller.
      { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" },
      // The router's build without its warnings to developers; its package offers only the other one by name.
      { find: /^react-router$/, replacement: path("./node_modules/react-router/dist/production/index.mjs") },
    ],
  },
  plugins: [
    leanMessages,
    react(),
    tailwindcss(),
    placePreloads,
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      // A new version waits for the person; the page registers the worker itself (adapters/browser/app-worker.ts).
      registerType: "prompt",
      injectRegister: false,
      manifest,
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ["**/*.{js,css,html,svg,png,ico,woff2,json}"],
        // Icons are fetched by whoever installs the app; the worker's list of files counts against its size.
        globIgnores: ["config.json", "**/screenshots/**", "icons/**"],
        maximumFileSizeToCacheInBytes: 1_000_000,
        manifestTransforms: [(manifest) => ({ manifest: manifest.map(({ url, revision }) => (revision === null ? { url } : { url, revision: revision.slice(0, 10) })) as typeof manifest })],
      },
    }),
  ],
  worker: { format: "es" },
  build: {
    outDir: "dist/app",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: "hidden",
    // The policy allows no inline script, style or data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Two dozen shared scraps of a few hundred bytes each would cost more in requests and lost compression than they save.
        codeSplitting: {
          groups: [
            { name: "device", test: /\/node_modules\/dexie\/|\/src\/(adapters\/dexie\/(?!archive|own-messages|entries-of-late|roll|wipe|waiting|claimed|changes|counts|tally|sessions)|domain\/(?!archive|mood|personality|streak\/(?!day-start)|life\/(?!contribution))|sync\/(state|join|canonical|hlc|writer|ops|ports|activity|upcast)\.ts|runtime\/(device|lock\/mirror|preferences|rows|clean-text|live|deleted|timeline-view|commands\/write-error|visit\/visit)\.ts)/ },
            // What rules hear in a message: one piece for whoever sends and for whoever answers.
            { name: "rules", test: /\/_shared\/(crisis\/(detect|rules)|mood|text)|\/runtime\/hear\./ },
            // Who comes and goes: the settings' affair.
            { name: "doors", test: /\/src\/(adapters\/(dexie\/(roll|wipe|waiting|claimed|changes)|browser\/leftovers)|runtime\/(doors\/|account))/ },
            { name: "shared", test: (id) => !aside.test(id) && !days.test(id) && !you.test(id) && shared.test(id), minShareCount: 2 },
            { name: "days", test: days, minShareCount: 2 },
            { name: "you", test: you, minShareCount: 2 },
            // What only screens behind the first one say or draw, though several of them do.
            { name: "aside", test: aside, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
