/** `npm run dev`: the host, and beside it Vite's server for the app, which passes the host's paths on to it. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createServer } from "vite";
import { buildIfStale, root } from "./build.mjs";

const port = Number(process.env["PORT"] ?? 4173);
const target = `http://127.0.0.1:${port}`;

buildIfStale("host");
const host = spawn(process.execPath, [join(root, "dist/host/main.js")], {
  cwd: root,
  env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", TLS_CERT: "", TLS_KEY: "" },
  stdio: "inherit",
});

const proxy = Object.fromEntries(
  ["/auth/v1", "/rest/v1", "/functions/v1", "/realtime/v1", "/config.json", "/healthz"].map((path) => [
    path,
    // The Host header stays the browser's, which is what the host compares a socket's Origin with.
    { target, changeOrigin: false, ws: path === "/realtime/v1" },
  ]),
);
const vite = await createServer({ root, server: { host: "127.0.0.1", proxy } });
await vite.listen();
vite.printUrls();

let stopping = false;
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await vite.close();
  if (host.exitCode === null && host.signalCode === null) {
    host.kill("SIGTERM");
    await new Promise((resolve) => host.once("exit", resolve));
  }
  process.exit(code);
}
host.once("exit", (code) => void stop(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stop(0));
