/** The whole app over the fake runtime: `/settings?seed=full&locale=bn&theme=dark&ready&failure=noLocks`, steered by `window.fake`. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RuntimeProvider } from "../../../../src/state/runtime-context.tsx";
import { App } from "../../../../src/ui/app.tsx";
import { StartFailureScreen } from "../../../../src/ui/start-failure.tsx";
import { createFakeRuntime } from "../fake-runtime.ts";
import { seedOf } from "../gallery/seeds.ts";

const query = new URLSearchParams(location.search);
const locale = query.get("locale") === "bn" ? "bn" : "en";
const theme = query.get("theme") === "dark" ? "dark" : "light";
const now = Date.now();
const seed = seedOf(query.get("seed") ?? "few", now, locale);
const runtime = createFakeRuntime({ now, locale, ...seed, preferences: { ...seed.preferences, theme, locale, offlineReply: "rules" } });
const failure = query.get("failure");
Object.assign(window, { fake: runtime });
if (query.has("ready")) {
  runtime.live.update.set({ ready: true });
  runtime.live.install.set({ available: true });
}

const root = document.getElementById("root");
if (root === null) throw new Error("no #root in the page");
document.documentElement.dataset["theme"] = theme;
createRoot(root).render(
  <StrictMode>
    {failure === null ? (
      <RuntimeProvider runtime={runtime}>
        <App />
      </RuntimeProvider>
    ) : (
      <StartFailureScreen failure={failure === "storage" ? { kind: "storage", message: "UnknownError: Internal error" } : { kind: "noLocks" }} />
    )}
  </StrictMode>,
);
