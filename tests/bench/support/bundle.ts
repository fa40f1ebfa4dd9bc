/** Bundles a module of the bench into one script that a page can run. */
import { build } from "vite";

export async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: true, lib: { entry, formats: ["iife"], name: "benchBundle", fileName: "bundle" } },
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
