/** Everything that follows from whose database this is: server, session, engine and replies. Page and worker build it alike (C2). */
import { messagesBefore } from "../adapters/dexie/queries.ts";
import type { AccountRecord } from "../adapters/dexie/registry.ts";
import { type Authorized, createAuthorized } from "../adapters/supabase/authorized.ts";
import { createChat } from "../adapters/supabase/chat.ts";
import { type ConfigSource, createConfigSource } from "../adapters/supabase/config.ts";
import { createSession, type Session } from "../adapters/supabase/session.ts";
import { createTransport } from "../adapters/supabase/transport.ts";
import type { PreferenceRow } from "../domain/records.ts";
import { tables } from "../domain/tables.ts";
import { createEngine, type Engine } from "../sync/engine.ts";
import type { Row, Transport } from "../sync/ports.ts";
import { type Asks, createAsks } from "./asks.ts";
import type { Device } from "./device.ts";
import { redated } from "../domain/streak/redate.ts";
import { preferenceId } from "./derived-ids.ts";
import { keptPersona } from "./personality/kept-context.ts";
import { mutationSchema } from "./mutation-schema.ts";
import type { Persona } from "@edge/personality/style.ts";
import type { Platform } from "./platform.ts";
import { preferencesOf } from "./preferences.ts";

/** Messages before a question that the rule-based companion looks at. */
const companionMemory = 12;

export interface Connection {
  readonly account: AccountRecord;
  readonly config: ConfigSource;
  /** null for a guest. */
  readonly session: Session | null;
  readonly call: Authorized | null;
  readonly transport: Transport | null;
  readonly engine: Engine;
  readonly asks: Asks;
  stop(): Promise<void>;
}

/** `persona`: of who can make one; absent or null: the kept one. */
export function connect(platform: Platform, device: Device, account: AccountRecord, persona?: () => Promise<Persona | null> | null): Connection {
  const config = createConfigSource({ origin: platform.origin, fetch: platform.fetch, cache: device.registry.config });
  const { store, writer, db, registry } = device;
  const { clock, random, locks, network, fetch } = platform;
  const now = (): number => clock.now();

  const session =
    account.userId === null
      ? null
      : createSession({
          userId: account.userId,
          vault: registry.sessions,
          locks,
          config,
          fetch,
          serverNow: async () => now() + ((await store.read([], (tx) => tx.state())).clockOffset ?? 0),
        });
  const call = session && createAuthorized({ config, session, fetch });
  const transport = call && account.userId !== null ? createTransport({ userId: account.userId, call, now }) : null;
  const chat = call && createChat({ call, now });
  const { idle } = platform;
  const engine = createEngine({
    ...{ store, transport, clock, random, locks, network, tables, schema: mutationSchema, database: account.name },
    ...(idle && { idle }),
    // K4; page and worker alike.
    follow: (table, moved, before) => ({ ...moved, ...redated(table, moved, before, (at) => -new Date(at).getTimezoneOffset()) }),
  });

  const asks = createAsks({
    store,
    writer,
    locks,
    network,
    clock,
    database: account.name,
    server: chat && { sync: () => engine.sync(), ask: (messageId, attempt) => chat.ask(messageId, attempt) },
    preferences: () =>
      store.read(["preferences"], async (tx) => {
        const rows = await tx.rows("preferences", [preferenceId("locale"), preferenceId("offlineReply")]);
        return preferencesOf(rows.flatMap((row) => (row === undefined ? [] : [preferenceRow(row)])));
      }),
    history: (before) => messagesBefore(db, before, companionMemory),
    persona: () => persona?.() ?? keptPersona(store),
    onWritten: () => engine.wake("write"),
  });

  return {
    account,
    config,
    session,
    call,
    transport,
    engine,
    asks,
    async stop() {
      asks.stop();
      await engine.stop();
    },
  };
}

const preferenceRow = ({ id, stamp, key, value }: Row): PreferenceRow => ({ id, stamp, key: typeof key === "string" ? key : "", value: value ?? null });
