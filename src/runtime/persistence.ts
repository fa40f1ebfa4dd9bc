/** T2: the promise not to evict is asked for once there is something to keep. */
import { deviceStorage } from "../adapters/browser/storage.ts";
import type { Device } from "./device.ts";

interface AskedRow {
  readonly key: "persistence";
  /** ms since epoch. */
  readonly askedAt: number;
}

export interface Persistence {
  /** After a message: asks the browser the first time, then never again by itself (Firefox shows a prompt). */
  afterFirstMessage(): Promise<void>;
  /** By hand. */
  ask(): Promise<boolean>;
}

export function persistence({ writer }: Device): Persistence {
  const storage = deviceStorage();
  let done = false;
  return {
    async afterFirstMessage() {
      if (done) return;
      done = true;
      const first = await writer.write(["kv"], async (context) => {
        const kv = context.side<AskedRow>("kv");
        if ((await kv.get("persistence")) !== undefined) return false;
        await kv.put({ key: "persistence", askedAt: context.now() });
        return true;
      });
      if (first) await storage.persist();
    },
    ask: () => storage.persist(),
  };
}
