/** A host in the test's own process, for tests that reach behind its HTTP. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../supabase/embedded/build.mjs";
import { createHost as create } from "../../supabase/embedded/host.ts";
import type { Host, HostOptions } from "../../supabase/embedded/host.ts";
import { parseSettings } from "../../supabase/embedded/settings.ts";
import { crowd, emptyDataDir, newDataDir } from "./host.ts";

export interface InProcessOptions extends Partial<Omit<HostOptions, "settings">> {
  readonly env?: Readonly<Record<string, string>>;
}

/** On any free port, with a prepared database unless `env` names a folder. Stop it in `afterAll`. */
export async function createHost({ env = {}, ...options }: InProcessOptions = {}): Promise<Host> {
  const given = env["BONDHU_DATA"];
  const dataDir = given ?? (env["DATABASE_URL"] === undefined ? await newDataDir() : emptyDataDir());
  const host = await create({
    settings: parseSettings({ PORT: "0", RATE_FACTOR: crowd, ...env, BONDHU_DATA: dataDir }),
    appDir: join(root, "tests/support/stub-app"),
    ...options,
  });
  return {
    ...host,
    stop: async () => {
      await host.stop();
      if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
