/** R8: asks are durable rows, drained by whichever page or worker is awake, one context at a time. A failed reply never touches the message (R5). */
import { isEmpty, type ShapedBy } from "@edge/companion/adapt.ts";
import { answerMessage } from "@edge/companion/answer.ts";
import { detectCrisis } from "@edge/crisis/detect.ts";
import type { Persona } from "@edge/personality/style.ts";
import { replyId } from "@edge/reply-id.ts";
import type { ChatMessageRow, ReplyNoteRow, ReplySource } from "../domain/records.ts";
import { storable } from "../domain/storable.ts";
import { type Clock, DatabaseGone, type Answer, type Locks, LockStolen, type Network, type Row, type SideTable, type Store } from "../sync/ports.ts";
import type { SyncOutcome } from "../sync/engine.ts";
import { tenancy } from "../sync/tenancy.ts";
import type { Writer } from "../sync/writer.ts";
import type { Preferences } from "./api.ts";
import { type DeletionsRow, hiddenBy } from "./deleted.ts";
import { asRow, type AskRow, type CrisisRow, instant, type StoredMessage } from "./rows.ts";

export interface AskDeps {
  readonly store: Store;
  readonly writer: Writer;
  readonly locks: Locks;
  readonly network: Network;
  readonly clock: Clock;
  readonly database: string;
  /** The account's server; null for a guest. */
  readonly server: {
    sync(): Promise<SyncOutcome>;
    ask(messageId: string, attempt: number): Promise<Answer<"answered" | "notSynced">>;
  } | null;
  preferences(): Promise<Preferences>;
  /** What was said right before a message, oldest first. */
  history(before: { readonly stamp: string; readonly id: string }): Promise<readonly ChatMessageRow[]>;
  /** X2: how the person likes to be talked with, from this device; absent or null: as with anybody. */
  persona?(): Promise<Persona | null>;
  /** A reply was written here: it wants to be synced. */
  onWritten(): void;
  /** How long the server may take before the device answers, ms. */
  readonly patienceMs?: number;
}

export interface Asks {
  /** Resolves when nothing that can be answered now is left, or another context is busy with it. Rejects when the device itself fails. */
  drain(): Promise<void>;
  stop(): void;
}

const sources: readonly ReplySource[] = ["model", "device", "rules"];
const replyIds = (ask: AskRow): readonly string[] => sources.map((source) => replyId(ask.messageId, source, ask.attempt));
const alive = (row: Row | undefined): row is Row => row !== undefined && (row["deleted_at"] ?? null) === null;

/** How often to look for the other context's acknowledgement, ms. */
const elsewhereLookMs = 150;

/** A reply waits so long for the person's style, ms: it is read from this device, unless something of the app is still being fetched. */
const personaMs = 300;

/** A context that has frozen over an answer is waited for so long, ms: the server's patience, and time to write (C4). */
const stealMs = 30_000;

/** C4: as the engine's, for the lock of the asks. */
interface FenceRow {
  readonly key: "asksFence";
  readonly fence: number;
}

interface Words {
  readonly text: string;
  readonly shapedBy: ShapedBy;
}

interface Task {
  readonly ask: AskRow;
  readonly message: StoredMessage;
  /** Of the tenancy that took it up. */
  readonly fence: number;
}

export function createAsks(deps: AskDeps): Asks {
  const { store, writer, clock, server } = deps;
  const patience = deps.patienceMs ?? 8000;
  const stopped = new AbortController();
  let running: Promise<void> | null = null;
  let again = false;
  /** The fence that this context took last. */
  let mine: number | null = null;

  const fenceIn = async (kv: SideTable<FenceRow>): Promise<number> => (await kv.get("asksFence"))?.fence ?? 0;

  /** A fence of this context's own; nothing is written for it while nobody else has answered since. */
  async function takeFence(): Promise<number> {
    const last = await store.read(["kv"], (tx) => fenceIn(tx.side("kv")));
    if (last === mine) return last;
    mine = await store.write(["kv"], async (tx) => {
      const kv = tx.side<FenceRow>("kv");
      const fence = (await fenceIn(kv)) + 1;
      await kv.put({ key: "asksFence", fence });
      return fence;
    });
    return mine;
  }

  /** In every transaction that writes what became of an ask. @throws {LockStolen} another context answers now. */
  async function checkFence(tx: { side<T>(table: string): SideTable<T> }, fence: number): Promise<void> {
    if ((await fenceIn(tx.side("kv"))) !== fence) throw new LockStolen("another context answers");
  }

  /** Moves with everything that a context which answers does. */
  const mark = (): Promise<string> =>
    store.read(["asks", "kv"], async (tx) => JSON.stringify([await fenceIn(tx.side("kv")), await tx.side<AskRow>("asks").all()]));

  const isNone = (): Promise<boolean> => store.read(["asks"], async (tx) => (await tx.side<AskRow>("asks").all()).length === 0);

  /** Drops asks that are answered or whose message is gone or was followed by a newer unanswered one; gives the next to answer. */
  async function next(tried: ReadonlySet<string>, fence: number): Promise<Task | null> {
    // Most wakes find nothing: they cost a read, not a durable write.
    if (await isNone()) return null;
    return store.write(["asks", "chat_messages", "kv"], async (tx) => {
      await checkFence(tx, fence);
      const side = tx.side<AskRow>("asks");
      const tasks: Task[] = [];
      const hidden = hiddenBy(await tx.side<DeletionsRow>("kv").get("deletions"));
      for (const ask of await side.all()) {
        const [message] = await tx.rows("chat_messages", [ask.messageId]);
        const replies = await tx.rows("chat_messages", replyIds(ask));
        if (!alive(message) || replies.some((row) => row !== undefined)) await side.delete(ask.messageId);
        // M3: it stays, since the deletion may be undone; nobody answers it meanwhile.
        else if (!hidden(message as Row & StoredMessage)) tasks.push({ ask, message: message as Row & StoredMessage, fence });
      }
      // Consecutive unanswered messages get one reply, to the last; what was asked for by hand is answered on its own.
      tasks.sort((a, b) => (a.message.stamp < b.message.stamp ? 1 : -1));
      const first = tasks.filter(({ ask }) => ask.attempt === 1);
      for (const { ask } of first.slice(1)) await side.delete(ask.messageId);
      const left = tasks.filter((task) => task.ask.attempt > 1 || task === first[0]);
      return left.find(({ ask }) => ask.state !== "failed" && !tried.has(`${ask.messageId}:${ask.attempt}`)) ?? null;
    });
  }

  const whereIs = (message: StoredMessage): Promise<"here" | "server" | "refused"> =>
    store.read(["chat_messages"], async (tx) => {
      const [row] = await tx.rows("chat_messages", [message.id]);
      const seq = row?.["_seq"];
      if ((await tx.quarantine()).some((entry) => entry.ops.some((op) => op.row.id === message.id))) return "refused";
      return typeof seq === "number" && seq > (await tx.state()).ackedSeq ? "here" : "server";
    });

  /** The server's way: push, then ask, then pull. False: it did not work out in time. */
  async function byServer({ ask, message }: Task, late: { readonly aborted: boolean }): Promise<boolean> {
    if (server === null || !deps.network.online()) return false;
    // While another context pushes (C2) its acknowledgement shows in the store.
    let place = await whereIs(message);
    while (place === "here") {
      const outcome = await server.sync();
      if (outcome.kind !== "elsewhere" && outcome.kind !== "drained") return false;
      place = await whereIs(message);
      if (late.aborted) return false;
      if (place === "here") await new Promise<void>((resolve) => clock.after(elsewhereLookMs, resolve));
    }
    // Too late: the device has answered, and a second wording of the same reply would only replace it under the reader's eyes.
    if (place === "refused" || late.aborted) return false;
    const answer = await server.ask(ask.messageId, ask.attempt);
    if (!answer.ok || answer.value !== "answered") return false;
    await server.sync();
    return true;
  }

  /** `otherwise` when it takes longer than `ms`. */
  async function within<T>(ms: number, otherwise: T, work: (late: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    let cancel = (): void => undefined;
    const deadline = new Promise<T>((resolve) => {
      cancel = clock.after(ms, () => resolve(otherwise));
    });
    try {
      return await Promise.race([work(late.signal), deadline]);
    } finally {
      late.abort();
      cancel();
    }
  }

  const settle = ({ ask, fence }: Task, state: "done" | "waiting" | "failed"): Promise<void> =>
    store.write(["asks", "kv"], async (tx) => {
      await checkFence(tx, fence);
      const side = tx.side<AskRow>("asks");
      const current = await side.get(ask.messageId);
      // Asked again meanwhile: that is a wish of its own.
      if (current === undefined || current.attempt !== ask.attempt || current.state === state) return;
      if (state === "done") await side.delete(ask.messageId);
      else await side.put({ ...current, state });
    });

  /** What the rules say to it (R6), after noticing what only the conversation tells: a bare "no" to "are you safe?" (R7). */
  async function judge({ ask, message }: Task, locale: Preferences["locale"]): Promise<Words> {
    const [before, persona] = await Promise.all([
      deps.history({ stamp: message.stamp, id: message.id }),
      // A reply in nobody's style is better than none: what fails here fails again where it matters.
      within(personaMs, null, async () => (await deps.persona?.().catch(() => null)) ?? null),
    ]);
    const { text, crisis, shapedBy } = answerMessage({
      messageId: ask.messageId,
      attempt: ask.attempt,
      text: message.message_text,
      history: before.map((row) => ({ sender: row.sender_type, text: row.message_text })),
      locale: locale === "system" ? null : locale,
      persona,
    });
    // What the text alone tells was noticed when it was sent.
    if (crisis === "explicit" && ask.attempt === 1 && detectCrisis(message.message_text).level !== "explicit") {
      await store.write(["kv"], (tx) => tx.side<CrisisRow>("kv").put({ key: "crisis", since: clock.now(), messageId: message.id }));
    }
    return { text, shapedBy };
  }

  /** R6: by rules, on this device, labelled as such. */
  async function byRules({ ask, message, fence }: Task, { text, shapedBy }: Words): Promise<void> {
    await writer.write(["chat_messages", "reply_notes", "asks", "kv"], async (context) => {
      await checkFence(context, fence);
      const side = context.side<AskRow>("asks");
      const current = await side.get(ask.messageId);
      if (current === undefined || current.attempt !== ask.attempt) return;
      await side.delete(ask.messageId);
      const [question] = await context.rows("chat_messages", [ask.messageId]);
      const answered = (await context.rows("chat_messages", replyIds(ask))).some((row) => row !== undefined);
      if (!alive(question) || answered) return;
      const reply: ChatMessageRow = {
        id: replyId(ask.messageId, "rules", ask.attempt),
        stamp: context.stamp(),
        sender_type: "ai",
        session_id: message.session_id,
        created_at: instant(context.now()),
        reply_to: ask.messageId,
        reply_source: "rules",
        reply_attempt: ask.attempt,
        message_text: storable(text),
        mood_detected: null,
        sentiment_score: null,
        deleted_at: null,
      };
      await context.put("chat_messages", asRow(reply));
      // X5: with the stamp of the words, so that where two devices answered, the note that wins is theirs whose words do.
      const note: ReplyNoteRow = { id: reply.id, stamp: reply.stamp, shaped_by: shapedBy, deleted_at: null };
      if (!isEmpty(shapedBy)) await context.put("reply_notes", asRow(note));
    });
    deps.onWritten();
  }

  async function answer(task: Task): Promise<void> {
    try {
      const { offlineReply, locale } = await deps.preferences();
      const words = await judge(task, locale);
      if (await within(patience, false, (late) => byServer(task, late))) return await settle(task, "done");
      if (offlineReply === "wait") return await settle(task, "waiting");
      await byRules(task, words);
    } catch (reason) {
      if (stopped.signal.aborted || reason instanceof DatabaseGone || reason instanceof LockStolen) throw reason;
      await settle(task, "failed");
      throw reason;
    }
  }

  async function drainAll(): Promise<void> {
    if (await isNone()) return;
    const fence = await takeFence();
    const tried = new Set<string>();
    for (let task = await next(tried, fence); task !== null && !stopped.signal.aborted; task = await next(tried, fence)) {
      tried.add(`${task.ask.messageId}:${task.ask.attempt}`);
      await answer(task);
    }
  }

  async function run(): Promise<void> {
    const { locks, database } = deps;
    try {
      do {
        again = false;
        await tenancy({ locks, clock, stealMs, mark }, `bondhu:asks:${database}`, stopped.signal, { held: drainAll, stolen: () => (mine = null) });
      } while (again && !stopped.signal.aborted);
    } catch (reason) {
      // Stopped while it waited for its turn.
      if (!stopped.signal.aborted || reason !== stopped.signal.reason) throw reason;
    }
  }

  return {
    drain() {
      again = true;
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
    stop() {
      stopped.abort();
    },
  };
}
