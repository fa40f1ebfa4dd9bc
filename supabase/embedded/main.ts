/** The host as a process: settings from the environment, one line on failure, a clean end on a signal. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createHost } from "./host.ts";
import { parseSettings } from "./settings.ts";
import { StartError } from "./start-error.ts";

/** Printed before the address; the tests wait for it. */
const readyLine = "Bondhu is ready at";

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { app: { type: "string", default: fileURLToPath(new URL("../app", import.meta.url)) } } });
  const settings = parseSettings(process.env);
  const host = await createHost({
    settings,
    appDir: values.app,
    onSlowStart: () => console.log("First start: preparing the database, this takes a few seconds…"),
  });
  let signals = 0;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      signals += 1;
      // Who asks twice does not want to wait.
      if (signals > 1) process.exit(1);
      host.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(`Bondhu did not stop cleanly: ${String(error)}`);
          process.exit(1);
        },
      );
    });
  }
  // Tools that renew certificates send it. Without TLS it keeps its usual sense: the terminal has gone, and the host with it.
  if (settings.tls !== null) process.on("SIGHUP", () => host.renewCertificate());
  console.log(`${readyLine} ${host.url}`);
}

run().catch((error: unknown) => {
  console.error(error instanceof StartError ? `Bondhu cannot start: ${error.message}` : error);
  process.exit(1);
});
