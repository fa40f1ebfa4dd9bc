/** Screens over the fake runtime: `?screen=chat&seed=full&locale=bn&theme=dark`, steered by `window.fake`. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Link, MemoryRouter, Route, Routes, useNavigate } from "react-router";
import { applyLocale } from "../../../../src/i18n/locale.ts";
import { RuntimeProvider } from "../../../../src/state/runtime-context.tsx";
import { ChatScreen } from "../../../../src/ui/chat/chat-screen.tsx";
import "../../../../src/ui/kit/app.css";
import { Toasts } from "../../../../src/ui/kit/toast.tsx";
import { createFakeRuntime } from "../fake-runtime.ts";
import type { FakeRuntime } from "../fake-runtime.ts";
import { seedOf } from "./seeds.ts";

declare global {
  interface Window {
    fake: FakeRuntime;
  }
}

const query = new URLSearchParams(location.search);
const locale = query.get("locale") === "bn" ? "bn" : "en";
const theme = query.get("theme");
applyLocale(locale);
if (theme !== null) document.documentElement.dataset["theme"] = theme;

const now = Date.now();
const draft = query.get("draft");
window.fake = createFakeRuntime({
  now,
  locale,
  ...seedOf(query.get("seed") ?? "empty", now, locale),
  ...(draft === null ? {} : { draft }),
  draftHeld: query.has("draftHeld"),
  answer: query.get("answer"),
});

/** The phone's own back. */
function Back() {
  const navigate = useNavigate();
  return (
    <a href="#back" onClick={(event) => (event.preventDefault(), void navigate(-1))}>
      back
    </a>
  );
}

const root = document.getElementById("root");
if (root === null) throw new Error("no #root in the gallery's page");
createRoot(root).render(
  <StrictMode>
    <RuntimeProvider runtime={window.fake}>
      <MemoryRouter initialEntries={["/chat"]}>
        <div style={{ display: "flex", flexDirection: "column", height: "100dvh" }}>
          <nav style={{ padding: "4px 12px", fontSize: 14 }}>
            <Link to="/chat">chat</Link> <Link to="/away">away</Link> <Back />
          </nav>
          <main style={{ flex: 1, minHeight: 0 }}>
            <Routes>
              <Route path="/chat" element={<ChatScreen />} />
              <Route path="*" element={<h1>Another screen</h1>} />
            </Routes>
          </main>
          <Toasts />
        </div>
      </MemoryRouter>
    </RuntimeProvider>
  </StrictMode>,
);
