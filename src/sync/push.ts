/** Push: the oldest mutations go out (P2), and leave the outbox by their acknowledgement only (P5). */
import type { Batch } from "./batch.ts";
import type { Clock, EngineState, OutboxEntry, PushAnswer, PushRequest, QuarantinedEntry, Random, Store, Verdict } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { newClientId } from "./state.ts";

/** SQLSTATEs and PT codes have five characters, so this is never one of them. */
const undeliverable = "undeliverable";

export function pushRequest(state: EngineState, { entries, substitutes }: Batch): PushRequest {
  const first = entries[0]?.seq ?? state.nextSeq;
  return {
    client: state.client,
    firstSeq: first - state.seqBase,
    ackedSeq: state.ackedSeq - state.seqBase,
    mutations: entries.map(({ id, schema, ops }, index) => {
      const substitute = substitutes[index];
      return substitute === undefined ? { id, schema, ops } : { id: substitute, schema, ops: [] };
    }),
  };
}

/**
 * Settles what the answer acknowledges, in one transaction: entries leave by (client, seq, id), refused and suspect ones for the
 * quarantine; the ack, the clock and (where it can) the cursor move with them. An answer that arrives after another context's ack
 * or reset finds nothing to settle and changes nothing. Returns the state as stored.
 */
export function settlePush(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { client }: EngineState,
  batch: Batch,
  answer: PushAnswer,
  sample: ClockSample | null,
): Promise<EngineState> {
  return store.write([], async (tx) => {
    const state = await tx.state();
    if (state.client !== client) return state;
    const outbox = await tx.outbox(state.ackedSeq, batch.entries.length);
    const settled = acknowledged(state, outbox, batch, answer.verdicts);
    if (settled.length === 0) return state;
    await tx.removeOutbox(settled.map(({ entry }) => entry.seq));
    const refused = settled.flatMap(({ entry, code }) => (code === null ? [] : [quarantined(entry, code, clock.now())]));
    if (refused.length > 0) await tx.putQuarantine(refused);
    const next: EngineState = {
      ...heard(state, sample, answer.epoch),
      ackedSeq: state.ackedSeq + settled.length,
      lastSyncAt: clock.now(),
    };
    const skipped = { ...next, cursor: cursorAfterEcho(next, answer) };
    await tx.setState(skipped);
    return skipped;
  });
}

interface Settled {
  readonly entry: OutboxEntry;
  /** Why it goes to the quarantine; null: applied. */
  readonly code: string | null;
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
    if (!verdict || was?.id !== entry.id || verdict.id !== (was.substitute ?? entry.id) || entry.seq !== expected) break;
    settled.push({ entry, code: was.substitute === undefined ? verdict.code : undeliverable });
  }
  return settled;
}

function quarantined({ seq: _, ...entry }: OutboxEntry, code: string, at: number): QuarantinedEntry {
  return { ...entry, code, quarantinedAt: at };
}

/** A device that had everything before its push has everything after it: what the push wrote is here already, so its echo need not be pulled. */
function cursorAfterEcho({ cursor }: EngineState, { headBefore, head }: PushAnswer): EngineState["cursor"] {
  if (cursor?.[1] !== "~" || cursor[0] < headBefore || cursor[0] >= head) return cursor;
  return [head, "~", ""];
}

/** Whether the device still misses something of a server at `head`. */
export const isBehind = ({ cursor }: EngineState, head: number): boolean => cursor?.[1] !== "~" || cursor[0] < head;

/** P8: a new client id, and the outbox counts from 1 for the server. What was unsynced is sent again; joins make that harmless. */
export function resetClient({ store, random }: { readonly store: Store; readonly random: Random }, refused: EngineState): Promise<EngineState> {
  return store.write([], async (tx) => {
    const state = await tx.state();
    if (state.client !== refused.client) return state;
    const reset = { ...state, client: newClientId(random), seqBase: state.ackedSeq };
    await tx.setState(reset);
    return reset;
  });
}

