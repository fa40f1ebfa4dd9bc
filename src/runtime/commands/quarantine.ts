/** What a person can do with a refused mutation (P6): try again, keep a copy, or take the server's word instead. */
import { tables } from "../../domain/tables.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Store, Transport } from "../../sync/ports.ts";
import { discardQuarantined, readQuarantined, retryQuarantined } from "../../sync/quarantine.ts";
import type { DiscardError, WriteError } from "../api.ts";
import type { Device } from "../device.ts";
import { mutationSchema } from "../mutation-schema.ts";
import type { Platform } from "../platform.ts";
import { written } from "./write-error.ts";

export async function retry({ clock, random }: Platform, { store }: Device, id: string): Promise<Result<void, WriteError>> {
  const result = await written(() => retryQuarantined({ store, clock, random, tables, schema: mutationSchema }, id));
  return result.ok ? ok(undefined) : result;
}

const patienceMs = 20_000;

/** Nothing is discarded without the server's answer. */
export async function discard({ store }: Device, transport: Transport | null, id: string): Promise<Result<void, DiscardError>> {
  if (transport === null) return err({ kind: "unreachable" });
  const result = await written(() => discardQuarantined({ store, transport, tables }, id, AbortSignal.timeout(patienceMs)));
  if (!result.ok) return result;
  return result.value.ok ? ok(undefined) : err({ kind: "unreachable" });
}

export async function exportEntry(store: Store, id: string): Promise<Json> {
  const entry = await readQuarantined(store, id);
  return entry === null ? null : (JSON.parse(JSON.stringify(entry)) as Json);
}
