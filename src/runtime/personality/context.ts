/**
 * The page's keeper of the personality context (X2, X3). Guarantees: who reads it waits for this device alone; what it gives is of the
 * rows that are here; it is fetched by one tab at a time, at most once in half an hour while nothing changes; an answer that cannot be
 * used changes nothing.
 */
import { buildContext, personaOf, type PersonalityContext } from "@edge/personality/context.ts";
import type { Persona } from "@edge/personality/style.ts";
import { hash } from "@edge/text.ts";
import { ownOfLate } from "../../adapters/dexie/entries-of-late.ts";
import { rows } from "../../adapters/dexie/queries.ts";
import type { ContextAnswer } from "../../adapters/supabase/context.ts";
import { runsOf, shownRun } from "../../domain/personality/runs.ts";
import type { MemoryFactRow, PersonalityAnswerRow, PreferenceRow } from "../../domain/records.ts";
import type { Clock, EngineState, Locks, Network, Row, StoreTx } from "../../sync/ports.ts";
import { correctedNow } from "../../sync/state.ts";
import type { Device } from "../device.ts";
import { combine } from "../live.ts";
import { preferencesOf } from "../preferences.ts";
import { bodyOf, type ContextRow, contextTables, type KeptBody, type Look, look, lookTables } from "./kept-context.ts";

export const freshMs = 30 * 60_000;
/** A fetch that brought nothing is not tried again before, ms. */
const againMs = 60_000;

export interface ContextDeps {
  readonly device: Pick<Device, "db" | "store">;
  readonly locks: Locks;
  readonly network: Network;
  readonly clock: Clock;
  /** ms that passed, whatever the clock was set to. */
  readonly monotonic: () => number;
  /** The account's server; null: a guest. */
  readonly server: () => Promise<((etag: string | null, signal: AbortSignal) => Promise<ContextAnswer>) | null>;
  readonly report: (reason: unknown) => void;
}

export interface ContextKeeper {
  /** Never the network's. null: nothing is known of the person. */
  context(): Promise<PersonalityContext | null>;
  persona(): Promise<Persona | null>;
  /** Resolves when everything under way is done. */
  settled(): Promise<void>;
  /** Follows what it is made of. */
  follow(): void;
  stop(): void;
}

/** A look with what else decides whether to ask the server. */
interface Place extends Look {
  readonly now: number;
  /** Changes that the server has not taken, or has refused. */
  readonly ahead: boolean;
}

async function place(tx: StoreTx, clock: Clock): Promise<Place> {
  const [seen, state, refused] = await Promise.all([look(tx), tx.state(), tx.quarantine()]);
  const waits = (row: Row): boolean => typeof row["_seq"] === "number" && row["_seq"] > state.ackedSeq;
  const rowsOf = [...seen.answers, ...seen.facts, ...seen.preferences];
  return {
    ...seen,
    now: correctedNow(clock, state satisfies EngineState),
    ahead: rowsOf.some(waits) || refused.some(({ ops }) => ops.some(({ table }) => contextTables.some((name) => name === table))),
  };
}

const isKnown = ({ answers, facts }: Look): boolean => answers.length + facts.length > 0;
const bodyFor = (context: PersonalityContext): KeptBody => ({ context, persona: personaOf(context) });

export function createContextKeeper({ device: { db, store }, locks, network, clock, monotonic, server, report }: ContextDeps): ContextKeeper {
  const stopping = new AbortController();
  /** When this page first saw the kept one of that moment: wall and passing clock together tell a clock that was set. */
  let met: { readonly at: number; readonly age: number; readonly monotonic: number } | null = null;
  let failedAt = -Infinity;
  let refreshing: Promise<void> | null = null;
  let stopFollowing = (): void => undefined;

  function isFresh({ kept, now }: Place): boolean {
    if (kept === undefined) return false;
    const wall = now - kept.at;
    if (met?.at !== kept.at) met = { at: kept.at, age: wall, monotonic: monotonic() };
    const age = Math.max(wall, met.age + (monotonic() - met.monotonic));
    return wall >= 0 && age < freshMs;
  }

  async function build({ answers, facts, preferences }: Look): Promise<KeptBody> {
    const of = <T extends object>(found: readonly Row[]) => found as readonly (Row & T)[];
    const { locale, usePersonality } = preferencesOf(of<PreferenceRow>(preferences));
    const messages = await ownOfLate(db);
    return bodyFor(
      buildContext({
        scores: shownRun(runsOf(of<PersonalityAnswerRow>(answers)))?.scores ?? null,
        facts: of<MemoryFactRow>(facts).map(({ id, text, created_at }) => ({ id, text, createdAt: created_at })),
        messages: messages.map((row) => ({ text: row.message_text, mood: row.mood_detected, score: row.sentiment_score })),
        locale: locale === "system" ? null : locale,
        usePersonality,
      }),
    );
  }

  /** Unless rows have moved on since `seen`. */
  async function keep(seen: Place, etag: string | null, body: KeptBody): Promise<boolean> {
    const json = JSON.stringify(body);
    return store.write(
      lookTables,
      async (tx) => {
        const current = await place(tx, clock);
        if (current.mark !== seen.mark || (etag !== null && current.ahead)) return false;
        const row: ContextRow = { key: "context", mark: seen.mark, at: current.now, etag, body: json, sum: hash(json) };
        met = { at: current.now, age: 0, monotonic: monotonic() };
        await tx.side<ContextRow>("kv").put(row);
        return true;
      },
      // Made again by whoever finds it gone.
      "relaxed",
    );
  }

  async function read(): Promise<KeptBody | null> {
    const seen = await store.read(lookTables, (tx) => place(tx, clock));
    if (!isKnown(seen) && seen.kept === undefined) return null;
    const kept = bodyOf(seen);
    if (kept !== null && isFresh(seen) && seen.kept?.etag !== null) return kept;
    const body = kept ?? (await build(seen));
    if (kept === null) await keep(seen, null, body);
    refresh();
    return body;
  }

  async function refreshed(): Promise<void> {
    const fetch = await server();
    if (stopping.signal.aborted) return;
    const seen = await store.read(lookTables, (tx) => place(tx, clock));
    const kept = bodyOf(seen);
    const fresh = kept !== null && isFresh(seen);
    if (!isKnown(seen) || seen.ahead || fetch === null) {
      if (!fresh) await keep(seen, null, await build(seen));
      return;
    }
    if ((fresh && seen.kept?.etag !== null) || !network.online() || monotonic() - failedAt < againMs) return;
    const etag = kept === null ? null : (seen.kept?.etag ?? null);
    const answer = await fetch(etag, stopping.signal);
    if (answer.kind === "none") failedAt = monotonic();
    else if (answer.kind === "context") await keep(seen, answer.etag, bodyFor(answer.context));
    else if (kept !== null) await keep(seen, etag, kept);
  }

  /** One at a time here, and one tab at a time. */
  function refresh(): void {
    if (stopping.signal.aborted) return;
    refreshing ??= locks
      .run(`bondhu:context:${db.name}`, { wait: false }, refreshed)
      .then(() => undefined)
      .catch((reason: unknown) => {
        if (!stopping.signal.aborted) report(reason);
      })
      .finally(() => {
        refreshing = null;
      });
  }

  const reading = (): void => {
    read().catch((reason: unknown) => {
      if (!stopping.signal.aborted) report(reason);
    });
  };

  return {
    context: async () => (await read())?.context ?? null,
    persona: async () => (await read())?.persona ?? null,
    async settled() {
      await read();
      await refreshing;
    },
    follow() {
      stopFollowing();
      stopFollowing = combine([...contextTables.map((table) => rows(db, table))], () => ({})).subscribe(reading, report);
    },
    stop() {
      stopping.abort();
      stopFollowing();
    },
  };
}
