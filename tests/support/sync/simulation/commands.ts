/** What a person does on a device. */
import { v5 } from "uuid";
import { streakDayId } from "../../../../src/domain/streak/day-id.ts";
import { dayOf, momentText } from "../../../../src/domain/streak/local-day.ts";
import { preferenceId, reactionId } from "../../../../src/runtime/derived-ids.ts";
import { DatabaseGone, QuotaExceeded, type Row } from "../../../../src/sync/ports.ts";
import { discardQuarantined, retryQuarantined } from "../../../../src/sync/quarantine.ts";
import type { WriteContext } from "../../../../src/sync/writer.ts";
import { message } from "../device.ts";
import { newest, oldWord } from "./builds.ts";
import type { SimContext } from "./context.ts";
import type { Act } from "./faults.ts";
import { robot } from "./server.ts";
import { oneOf, pick, randomOf, stream } from "./streams.ts";
import { chokingText } from "./world.ts";

/** How long a person waits for the answer to a discard, ms. */
const patience = 15_000;

interface Wish {
  readonly act: Act;
  readonly poison: "refused" | "choking" | null;
  readonly seed: number;
}

/** Resolves when the person was told how it ended; what lacks its object is another message. */
export async function perform(context: SimContext, { act, poison, seed }: Wish): Promise<void> {
  const { profile, device } = context;
  const { tally } = device.world;
  const unit = stream(seed, "wish");
  const messages = profile.store.table("chat_messages");
  const chosen = messages[pick(unit, messages.length)];
  const stuck = [...profile.store.data.quarantine.keys()];
  const entry = stuck[pick(unit, stuck.length)];
  const done = (what: Act): void => void (tally[what] += 1);
  try {
    if (act === "retry" && entry) {
      done(act);
      return await retry(context, entry);
    }
    if (act === "discard" && entry) {
      done(act);
      return await discard(context, entry);
    }
    if ((act === "prefer" && context.build === newest) || act === "session") {
      done(act);
      return await context.command((tx) => (act === "prefer" ? prefer(context, tx, unit) : visit(context, tx, unit)));
    }
    if ((act === "delete" || act === "react" || act === "reply") && chosen) {
      done(act);
      return await context.command((tx) => (act === "delete" ? remove(tx, chosen) : act === "react" ? react(context, tx, unit, chosen) : reply(context, tx, unit, chosen)));
    }
    done("send");
    if (poison) tally[poison === "refused" ? "poisonRefused" : "poisonChoking"] += 1;
    await context.command((tx) => send(context, tx, unit, { poison, seed }));
  } catch (reason) {
    // The person was told (to make room, to reload), and nothing was promised.
    if (!(reason instanceof QuotaExceeded || reason instanceof DatabaseGone)) throw reason;
  }
}

async function send(context: SimContext, tx: WriteContext, unit: () => number, { poison, seed }: Pick<Wish, "poison" | "seed">): Promise<void> {
  const id = randomOf(seed, "message").uuid();
  const text = `${context.profile.person.name} says ${poison === "choking" ? chokingText : ""} ${id}`;
  const row = message(id, tx.stamp(), text, tx.now());
  await tx.add("chat_messages", poison === "refused" ? { ...row, sender_type: robot } : row);
  await visit(context, tx, unit);
}

async function visit({ profile, device }: SimContext, tx: WriteContext, unit: () => number): Promise<void> {
  const start = new Date(Math.floor(tx.now() / 600_000) * 600_000).toISOString();
  await tx.put("user_sessions", {
    id: v5(`session ${pick(unit, 2)} of ${profile.person.name}`, profile.person.user),
    stamp: tx.stamp(),
    session_start: start,
    created_at: start,
    session_end: new Date(Math.max(tx.now(), device.number)).toISOString(),
    total_duration_minutes: pick(unit, 30),
    activities: [oneOf(unit, ["chat", "game", "music"])],
    deleted_at: null,
  });
  await live({ profile, device }, tx, unit);
}

/** K1, V4: something was done, which has a date where the device is. */
async function live({ profile, device }: Pick<SimContext, "profile" | "device">, tx: WriteContext, unit: () => number): Promise<void> {
  const moment = { at: tx.now(), offset: device.offset };
  const day = dayOf(moment, oneOf(unit, [0, 0, 4]));
  const text = momentText(moment);
  await tx.put("streak_days", { id: streakDayId(day), stamp: tx.stamp(), day, first_moment: text, last_moment: text, deleted_at: null });
  const at = new Date(moment.at).toISOString();
  const { name, user } = profile.person;
  const session = v5(`session ${pick(unit, 2)} of ${name}`, user);
  const id = v5(`activity ${pick(unit, 6)} of ${name}`, user);
  await tx.put("activities", { id, stamp: tx.stamp(), kind: oneOf(unit, ["chat", "game", "music"]), session_id: session, started_at: at, day, ended_at: at, deleted_at: null });
}

async function prefer({ profile }: SimContext, tx: WriteContext, unit: () => number): Promise<void> {
  const key = `key${pick(unit, 3)}`;
  // The id is the same for everybody: only the account keeps two people's apart.
  await tx.put("preferences", { id: preferenceId(key), stamp: tx.stamp(), key, value: { of: profile.person.name, choice: pick(unit, 100) } });
}

async function react({ profile, build }: SimContext, tx: WriteContext, unit: () => number, { id }: Row): Promise<void> {
  const reaction = unit() < 0.3 ? null : build === newest ? (profile.person.reactions[pick(unit, 2)] ?? null) : oldWord;
  await tx.put("message_reactions", { id: reactionId(id), stamp: tx.stamp(), message_id: id, reaction });
}

/** R1: every device that answers by rules derives the same id. */
async function reply({ profile }: SimContext, tx: WriteContext, unit: () => number, { id }: Row): Promise<void> {
  const row = message(v5("rules reply 1", id), tx.stamp(), `${profile.person.name} hears ${pick(unit, 5)}`, tx.now());
  await tx.put("chat_messages", { ...row, sender_type: "ai", reply_to: id, reply_source: "rules", reply_attempt: 1 });
}

async function remove(tx: WriteContext, { id }: Row): Promise<void> {
  const [row] = await tx.rows("chat_messages", [id]);
  if (row) await tx.put("chat_messages", { ...row, deleted_at: new Date(tx.now()).toISOString() });
}

async function retry(context: SimContext, entry: string): Promise<void> {
  await retryQuarantined(context.deps, entry);
  context.engine.wake("write");
}

async function discard(context: SimContext, entry: string): Promise<void> {
  const late = new AbortController();
  const cancel = context.deps.clock.after(patience, () => late.abort());
  // Without the server's answer nothing is discarded, and the person is told so.
  const ops = context.profile.store.data.quarantine.get(entry)?.ops ?? [];
  const done = await discardQuarantined({ store: context.deps.store, transport: context.transport, tables: context.deps.tables }, entry, late.signal);
  cancel();
  if (done.ok && done.value) context.device.world.givenUp(context.profile.person, ops);
}
