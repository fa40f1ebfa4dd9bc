/** A page's visit over a device in memory, at a place on earth. */
import type { MessageRules } from "../../src/runtime/message-rules.ts";
import type { SendTools } from "../../src/runtime/commands/send-message.ts";
import { loadCounting } from "../../src/runtime/visit/load.ts";
import { type LoadCounting, type PageTime, PageVisit } from "../../src/runtime/visit/visit.ts";
import type { Writer } from "../../src/sync/writer.ts";
import type { FakeClock } from "./sync/fakes.ts";

interface OnDevice {
  readonly writer: Writer;
  readonly world: { readonly clock: FakeClock };
}

/** A tab that has just been opened; absent `offsetAt`: in UTC. */
export const newPage = ({ writer, world }: OnDevice, offsetAt: PageTime["offsetAt"] = () => 0, load: LoadCounting = loadCounting): PageVisit =>
  new PageVisit(writer, { monotonic: world.clock.monotonic, offsetAt }, load);

export const sendTools = (device: OnDevice, rules: () => Promise<MessageRules>, visit = newPage(device)): SendTools => ({ writer: device.writer, visit, rules });
