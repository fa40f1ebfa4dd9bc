/** What the person does. */
import type { Row } from "../../../../src/sync/ports.ts";
import type { WriteContext } from "../../../../src/sync/writer.ts";
import { message } from "../device.ts";
import type { SimContext } from "./context.ts";
import type { Simulation } from "./world.ts";

export const refusedText = "refused";
export const chokingText = "choking";

/** One random act of the person on one of the contexts. */
export function act(world: Simulation, context: SimContext): Promise<void> {
  const { random } = context.device;
  const messages = context.device.store.table("chat_messages");
  const chosen = messages[world.pick(messages.length)];
  const draw = world.unit();
  if (draw < 0.5 || !chosen) {
    const text = world.chance(0.04) ? refusedText : world.chance(0.03) ? chokingText : `message ${random.uuid()}`;
    return context.command(async (tx) => {
      await tx.put("chat_messages", message(random.uuid(), tx.stamp(), text, tx.now()));
      await tx.put("user_sessions", sessionOf(world, tx));
    });
  }
  if (draw < 0.62) return remove(context, chosen);
  if (draw < 0.78) {
    const reaction = world.unit() < 0.3 ? null : ["👍", "❤️", "🙂"][world.pick(3)] ?? null;
    return context.command(async (tx) => {
      await tx.put("message_reactions", { id: `reaction-${chosen.id}`, stamp: tx.stamp(), message_id: chosen.id, reaction });
    });
  }
  if (draw < 0.9) {
    const key = `key${world.pick(3)}`;
    return context.command(async (tx) => {
      await tx.put("preferences", { id: `preference-${key}`, stamp: tx.stamp(), key, value: world.pick(100) });
    });
  }
  // R1: every device that answers by rules derives the same id.
  return context.command(async (tx) => {
    const reply = message(`reply-${chosen.id}`, tx.stamp(), `answer ${world.pick(5)}`, tx.now());
    await tx.put("chat_messages", { ...reply, sender_type: "ai", reply_to: chosen.id, reply_source: "rules", reply_attempt: 1 });
  });
}

function sessionOf(world: Simulation, tx: WriteContext): Row {
  const start = new Date(Math.floor(tx.now() / 600_000) * 600_000).toISOString();
  return {
    id: `session-${world.pick(2)}`,
    stamp: tx.stamp(),
    session_start: start,
    created_at: start,
    session_end: new Date(tx.now()).toISOString(),
    total_duration_minutes: world.pick(30),
    activities: [["chat", "game", "music"][world.pick(3)] ?? "chat"],
    deleted_at: null,
  };
}

const remove = (context: SimContext, { id }: Row): Promise<void> =>
  context.command(async (tx) => {
    const [row] = await tx.rows("chat_messages", [id]);
    if (row) await tx.put("chat_messages", { ...row, deleted_at: new Date(tx.now()).toISOString() });
  });
