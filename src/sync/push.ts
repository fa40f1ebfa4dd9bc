/** Push: the oldest mutations go out (P2), and leave the outbox by their acknowledgement only (P5). */
import type { Batch } from "./batch.ts";
import type { Clock, EngineState, OutboxEntry, PushAnswer, PushRequest, QuarantinedEntry, Random, Store, StoreTx, Verdict } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { amend, checkFence, clockAfter, correctedNow, newClientId } from "./state.ts";

/** SQLSTATEs and PT codes have five characters, so this is never one of them. */
const undeliverable = "undeliverable";

export function pushRequest(state: EngineState, { entries, substitutes }: Batch): PushRequest {
  const first = entries[0]?.seq ?? state.nextSeq;
  return {
    client: state.client,
    firstSeq: first - state.seqBase,
    ackedSeq: state.ackedSeq - state.seqBase,
    seen: state.cursor?.[0] ?? 0,
    mutations: entries.map(({ id, schema, ops }, index) => {
      const substitute = substitutes[index];
      return substitute ? { id: substitute.id, schema, ops: [] } : { id, schema, ops };
    }),
  };
}

/**
 * Settles what the answer acknowledges, in one transaction: entries leave by (client, seq, id), refused ones for the quarantine,
 * suspects for the quarantine or the end of the queue; the ack, the clock and (where it can) the cursor move with them.
 * An answer that arrives after another context's ack or reset finds nothing to settle and changes nothing. Returns the state as stored.
 */
export function settlePush(
  { store, clock, random }: { readonly store: Store; readonly clock: Clock; readonly random: Random },
  { client, fence }: EngineState,
  batch: Batch,
  answer: PushAnswer,
  sample: ClockSample | null,
): Promise<EngineState> {
  const suspects = batch.entries.slice(0, batch.substitutes.length);
  return store.write(tablesOf(suspects), async (tx) => {
    const state = await tx.state();
    checkFence(state, fence);
    if (state.client !== client) return state;
    const outbox = await tx.outbox(state.ackedSeq, batch.entries.length);
    const settled = acknowledged(state, outbox, batch, answer.verdicts);
    if (settled.length === 0) return state;
    await tx.removeOutbox(settled.map(({ entry }) => entry.seq));
    const refused = settled.flatMap(({ entry, code }) => (code === null ? [] : [quarantined(entry, code, clock.now())]));
    if (refused.length > 0) await tx.putQuarantine(refused);
    const again = settled.flatMap((one) => (one.again ? [one.entry] : []));
    const ackedSeq = state.ackedSeq + settled.length;
    const told = heard({ ...state, ackedSeq }, sample, answer.epoch, random);
    const taken = settled.flatMap(({ entry, code, again }) => (code === null && !again ? entry.ops.map(({ row }) => row.stamp) : []));
    const next: EngineState = {
      ...told,
      ...clockAfter(told, taken, correctedNow(clock, told)),
      nextSeq: await requeue(tx, state.nextSeq, again),
      // Until everything has been compared nobody knows what is synced (L5).
      lastSyncAt: told.audit ? told.lastSyncAt : clock.now(),
    };
    const skipped = { ...next, cursor: cursorAfterEcho(next, answer) };
    await tx.setState(skipped);
    return skipped;
  });
}

interface Settled {
  readonly entry: OutboxEntry;
  /** Why it goes to the quarantine; null: it does not. */
  readonly code: string | null;
  /** It goes to the end of the queue. */
  readonly again: boolean;
}

/** The run of outbox entries, from the oldest on, that the verdicts speak of by seq and id. Anything after a mismatch stays queued. */
function acknowledged(state: EngineState, outbox: readonly OutboxEntry[], batch: Batch, verdicts: readonly Verdict[]): Settled[] {
  const sent = new Map(batch.entries.map((entry, index) => [entry.seq, { id: entry.id, substitute: batch.substitutes[index] }]));
  const bySeq = new Map(verdicts.map((verdict) => [verdict.seq + state.seqBase, verdict]));
  const settled: Settled[] = [];
  for (const entry of outbox) {
    const verdict = bySeq.get(entry.seq);
    const was = sent.get(entry.seq);
    const expected = state.ackedSeq + settled.length + 1;
    if (!verdict || was?.id !== entry.id || verdict.id !== (was.substitute?.id ?? entry.id) || entry.seq !== expected) break;
    if (!was.substitute) settled.push({ entry, code: verdict.code, again: false });
    else settled.push({ entry, code: was.substitute.again ? null : undeliverable, again: was.substitute.again });
  }
  return settled;
}

/** Puts entries at the end of the queue, under the ids they have (the server has never taken them), and has their rows wait for the new seq. Returns the next seq. */
async function requeue(tx: StoreTx, nextSeq: number, entries: readonly OutboxEntry[]): Promise<number> {
  let seq = nextSeq;
  for (const entry of entries) {
    for (const { table, row } of entry.ops) {
      const [local] = await tx.rows(table, [row.id]);
      if (local?.["_seq"] === entry.seq) await tx.putRows(table, [{ ...local, _seq: seq }]);
    }
    await tx.putOutbox([{ ...entry, seq }]);
    seq += 1;
  }
  return seq;
}

const tablesOf = (entries: readonly OutboxEntry[]): string[] => [...new Set(entries.flatMap(({ ops }) => ops.map(({ table }) => table)))];

function quarantined({ seq: _, ...entry }: OutboxEntry, code: string, at: number): QuarantinedEntry {
  return { ...entry, code, quarantinedAt: at };
}

/**
 * A device that had everything before its push has everything after it: what the push wrote is here already, so its echo need not be
 * pulled. While history (or a backfill) is still on its way the device has not everything: a row that waits there may have been joined with this
 * push, which lifted it to a version that the walk back never meets. Then the echo is the only way to hear of it.
 */
function cursorAfterEcho({ cursor, history, backfill }: EngineState, { headBefore, head }: PushAnswer): EngineState["cursor"] {
  if (history !== null || backfill !== null || cursor?.[1] !== "~" || cursor[0] < headBefore || cursor[0] >= head) return cursor;
  return [head, "~", ""];
}

/** Whether the device still misses something of a server at `head`. */
export const isBehind = ({ cursor }: EngineState, head: number): boolean => cursor?.[1] !== "~" || cursor[0] < head;

/** P8: a new client id, and the outbox counts from 1 for the server. What was unsynced is sent again; joins make that harmless. */
export function resetClient({ store, random }: { readonly store: Store; readonly random: Random }, refused: EngineState): Promise<EngineState> {
  return amend(store, refused.fence, (state) =>
    state.client === refused.client ? { ...state, client: newClientId(random), seqBase: state.ackedSeq } : state,
  );
}
