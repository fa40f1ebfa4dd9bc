/** The crisis card's state: opened by hand or by a message, closed only by hand, and still there after a reload (R7). */
import type { Writer } from "../../sync/writer.ts";
import type { CrisisRow } from "../rows.ts";

export const openCrisis = (writer: Writer): Promise<void> =>
  writer.write(["kv"], async (context) => {
    const kv = context.side<CrisisRow>("kv");
    if ((await kv.get("crisis")) === undefined) await kv.put({ key: "crisis", since: context.now(), messageId: null });
  });

export const closeCrisis = (writer: Writer): Promise<void> => writer.write(["kv"], (context) => context.side<CrisisRow>("kv").delete("crisis"));
