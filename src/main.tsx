/** The page's entry: starts the runtime while the screens load, then mounts them. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { start } from "./runtime/start.ts";
import { RuntimeProvider } from "./state/runtime-context.tsx";
import { App } from "./ui/app.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

const started = await start(import.meta.env.PROD ? "/sw.js" : null);
if (started.ok) {
  createRoot(root).render(
    <StrictMode>
      <RuntimeProvider runtime={started.value}>
        <App />
      </RuntimeProvider>
    </StrictMode>,
  );
} else {
  const { StartFailureScreen } = await import("./ui/start-failure.tsx");
  createRoot(root).render(<StartFailureScreen failure={started.error} />);
}
