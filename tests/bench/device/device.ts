/**
 * Bondhu's own modules as a script for a page of the app's origin where the app itself is not running: they fill the current
 * account's database the way the app would have, and time a command alone.
 */
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import { webLocks } from "../../../src/adapters/browser/locks.ts";
import { browserRandom } from "../../../src/adapters/browser/random.ts";
import type { ChatMessageRow } from "../../../src/domain/records.ts";
import { sendMessage } from "../../../src/runtime/commands/send-message.ts";
import { messageRules } from "../../../src/runtime/message-rules.ts";
import { visitOf } from "../../../src/runtime/visit/load.ts";
import { type Device, openDevice } from "../../../src/runtime/device.ts";
import { mutationSchema } from "../../../src/runtime/mutation-schema.ts";
import { newMessageId, newSessionId } from "../../../src/runtime/ids.ts";
import type { Platform } from "../../../src/runtime/platform.ts";
import { asRow, instant, type StoredMessage } from "../../../src/runtime/rows.ts";
import { createTimeline } from "../../../src/runtime/timeline.ts";
import { tick } from "../../../src/sync/hlc.ts";
import { opRow } from "../../../src/sync/ops.ts";
import type { OutboxEntry, Row } from "../../../src/sync/ports.ts";
import { newEntry } from "../../../src/sync/writer.ts";
import { upgradeDevice } from "../../../src/sync/upgrade.ts";
import { openStrictPuts } from "../plain/strict-put.ts";
import { timeContext } from "./context.ts";
import { fillLife, timeLife } from "./life.ts";

const platform: Platform = {
  upgrade: async () => upgradeDevice,
  clock: browserClock,
  random: browserRandom(),
  locks: webLocks(),
  network: { online: () => true },
  fetch: (input, init) => fetch(input, init),
  origin: location.origin,
};
/** Messages are this far apart. */
const spacingMs = 1000;
const chunk = 1000;

async function withDevice<T>(work: (device: Device) => Promise<T>): Promise<T> {
  const device = await openDevice(platform);
  try {
    return await work(device);
  } finally {
    device.db.leave();
    device.registry.close();
  }
}

/** Puts `count` messages on the device, the last one now; queued: each waits in the outbox as a mutation of its own. */
const fill = (count: number, text: string, queued: boolean): Promise<void> => fillEvery(count, spacingMs, (n) => `${text} ${n}`, queued);

/** The same without a queue, so far apart; `texts`: those of some, by number. */
const fillWith = (count: number, apartMs: number, texts: Readonly<Record<number, string>>): Promise<void> =>
  fillEvery(count, apartMs, (n) => texts[n] ?? `message ${n}`, false);

/** Messages as they are talked, in both scripts: few words often and many words seldom, fourteen on average. */
const fillTalk = (count: number): Promise<void> => {
  const common = "I the a you and to it was that of আমি তুমি ভালো আছি না কি আর এই সেই হয় bhalo achi ami na ki rain river day night home work mother tea sleep tomorrow today happy বৃষ্টি নদীর ধারে মা বাড়ি ঘুম চা কাল আজ monsoon mango tree quince shundor সুন্দর কবিতা".split(" ");
  const unit = (() => {
    let state = 1;
    return (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return (state >>> 8) / 2 ** 23;
    };
  })();
  const syllables = "ba ka ta ra mi lo nu she vi do পা কি তু রে মো লা সু জি".split(" ");
  const rare = (n: number): string => Array.from({ length: 2 + (n % 3) }, (_, at) => syllables[(n * 7 + at * 5 + Math.floor(n / 18) * (at + 1)) % (n % 2 === 0 ? 10 : 18)]).join("");
  const word = (): string => {
    const rank = Math.floor(20_000 ** unit());
    return common[rank - 1] ?? rare(rank);
  };
  return fillEvery(count, 30 * 60_000, () => Array.from({ length: 4 + Math.floor(unit() * 20) }, word).join(" "), false);
};

const fillEvery = (count: number, apartMs: number, textOf: (n: number) => string, queued: boolean): Promise<void> =>
  withDevice(async ({ store }) => {
    const session = newSessionId(Date.now());
    const first = Date.now() - count * apartMs;
    for (let from = 0; from < count; from += chunk) {
      await store.write(["chat_messages"], async (tx) => {
        const state = await tx.state();
        let { stamp, nextSeq } = state;
        const rows: Row[] = [];
        const entries: OutboxEntry[] = [];
        for (let index = from; index < Math.min(from + chunk, count); index += 1) {
          const at = first + index * apartMs;
          stamp = tick(stamp, at, state.client);
          const answers = queued || index % 2 === 0 ? null : rows.at(-1);
          const message: ChatMessageRow = {
            // Replies have UUIDv5, which fall anywhere.
            id: answers ? crypto.randomUUID() : newMessageId(at),
            stamp,
            sender_type: answers ? "ai" : "user",
            session_id: session,
            created_at: instant(at),
            reply_to: answers?.id ?? null,
            reply_source: answers ? "rules" : null,
            reply_attempt: answers ? 1 : null,
            message_text: textOf(index + 1),
            mood_detected: null,
            sentiment_score: null,
            deleted_at: null,
          };
          const row = asRow(message);
          if (queued) {
            entries.push(newEntry({ ...platform, schema: mutationSchema }, nextSeq, [{ table: "chat_messages", row: opRow(row) }]));
            const stored: StoredMessage = { ...message, _seq: nextSeq };
            rows.push(asRow(stored));
            nextSeq += 1;
          } else rows.push(row);
        }
        await tx.putRows("chat_messages", rows);
        await tx.putOutbox(entries);
        await tx.setState({ ...state, stamp, nextSeq });
      });
    }
  });

/** Times of the send command and of bare strict puts, by turns, with the newest 50 on a live query. */
const sendAndPut = (rounds: number, warmUp: number): Promise<{ sends: number[]; puts: number[] }> =>
  withDevice(async ({ store, writer, db }) => {
    const bare = await openStrictPuts();
    const timeline = createTimeline(db);
    const waiting = new Map<string, () => void>();
    const seen = new Set<string>();
    const stop = timeline.subscribe(({ messages }) => {
      for (const { id } of messages.slice(-3)) {
        seen.add(id);
        waiting.get(id)?.();
      }
    });
    const time = { monotonic: () => performance.now(), offsetAt: (at: number) => -new Date(at).getTimezoneOffset() };
    const visit = visitOf(writer, time, time.monotonic);
    const sends: number[] = [];
    const puts: number[] = [];
    for (let round = -warmUp; round < rounds; round += 1) {
      const put = await bare.put();
      const from = performance.now();
      const sent = await sendMessage({ writer, time, shown: time.monotonic, visit, rules: messageRules }, `a message of ordinary length, as people write them ${round}`);
      const took = performance.now() - from;
      if (!sent.ok) throw new Error(`send: ${sent.error.kind}`);
      const id = sent.value;
      if (!seen.has(id)) await new Promise<void>((resolve) => waiting.set(id, resolve));
      // As its reply would have done: an ask does not stay.
      await store.write(["asks"], (tx) => tx.side("asks").delete(id));
      // Let the live queries that follow from it come to rest, as they do between two messages of a person.
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (round >= 0) {
        puts.push(put);
        sends.push(took);
      }
    }
    stop();
    timeline.close();
    bare.close();
    return { sends, puts };
  });

const count = (): Promise<number> => withDevice(({ db }) => db.chat_messages.count());
/** Whether older messages are still on their way. */
const backfilling = (): Promise<boolean> => withDevice(({ store }) => store.read([], async (tx) => (await tx.state()).history !== null));

const device = {
  ...{ fill, fillWith, fillTalk, sendAndPut, count, backfilling },
  fillLife: (days: number, messages: number) => withDevice((open) => fillLife(open, days, messages)),
  timeContext: (rounds: number) => withDevice((open) => timeContext(open, rounds)),
  timeLife: (rounds: number, journal: number) => withDevice((open) => timeLife(open, rounds, journal)),
};
export type BenchDevice = typeof device;
Object.assign(globalThis, { device });
