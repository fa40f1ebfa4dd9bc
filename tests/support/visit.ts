/** A page's visit over a device in memory, at a place on earth. */
import type { MessageRules } from "../../src/runtime/message-rules.ts";
import type { SendTools } from "../../src/runtime/commands/send-message.ts";
import { PageVisit } from "../../src/runtime/visit/page-visit.ts";
import type { PageTime } from "../../src/runtime/visit/visit.ts";
import type { Writer } from "../../src/sync/writer.ts";
import type { FakeClock } from "./sync/fakes.ts";

interface OnDevice {
  readonly writer: Writer;
  readonly world: { readonly clock: FakeClock };
}

/** A tab that has just been opened; absent `offsetAt`: in UTC. */
export const newPage = ({ writer, world }: OnDevice, offsetAt: PageTime["offsetAt"] = () => 0): PageVisit => new PageVisit(writer, { monotonic: world.clock.monotonic, offsetAt });

/** `visit`: null where it cannot be loaded. */
export function sendTools(device: OnDevice, rules: () => Promise<MessageRules>, visit: PageVisit | null = newPage(device), offsetAt: PageTime["offsetAt"] = () => 0): SendTools {
  const { monotonic } = device.world.clock;
  return { writer: device.writer, time: { monotonic, offsetAt }, shown: monotonic, visit: async () => visit, rules };
}
