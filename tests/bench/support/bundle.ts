/** Bundles a module of the bench into one script that a page can run. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

const edge = fileURLToPath(new URL("../../../supabase/functions/_shared", import.meta.url));
const made = new Map<string, Promise<string>>();

/** `entry`: below tests/bench. Each is built once a process; dynamic imports are part of it. */
export function bundle(entry: string): Promise<string> {
  const known = made.get(entry) ?? make(fileURLToPath(new URL(`../${entry}`, import.meta.url)));
  made.set(entry, known);
  return known;
}

async function make(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "@edge": edge } },
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry, formats: ["iife"], name: "benchBundle", fileName: "bundle" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const output of outputs) {
    if ("output" in output) {
      const chunk = output.output.find((part) => part.type === "chunk");
      if (chunk?.type === "chunk") return chunk.code;
    }
  }
  throw new Error(`nothing was bundled from ${entry}`);
}
