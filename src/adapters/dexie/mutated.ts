/**
 * What a transaction changed, in the form Dexie's live queries of every tab and worker understand.
 *
 * The store writes through IndexedDB itself, so it owes Dexie this record (Dexie's observability middleware makes the same
 * one). It may name too much, which costs a query run again; it must never name too little.
 */
import Dexie, { cmp, RangeSet } from "dexie";
import type { IndexSpec } from "dexie";
import type { BondhuDatabase } from "./database.ts";

type Key = string | number | readonly (string | number)[];

/** Above it a table's keys are told as one range from smallest to largest: a page of old rows does not wake a query over new ones. */
const exactKeys = 50;

function indexKey(index: IndexSpec, value: object): Key | null {
  const part = (path: string): string | number | null => {
    const found: unknown = Reflect.get(value, path);
    return typeof found === "string" || typeof found === "number" ? found : null;
  };
  if (typeof index.keyPath === "string") return part(index.keyPath);
  const parts = (index.keyPath ?? []).map(part);
  return parts.every((found) => found !== null) ? parts : null;
}

function extremes(keys: readonly Key[]): readonly [Key, Key] | null {
  let [low, high] = [keys[0], keys[0]];
  if (low === undefined || high === undefined) return null;
  for (const key of keys) {
    if (cmp(key, low) < 0) low = key;
    if (cmp(key, high) > 0) high = key;
  }
  return [low, high];
}

export class Mutated {
  readonly #db: BondhuDatabase;
  readonly #parts: Record<string, RangeSet> = {};
  #any = false;

  constructor(db: BondhuDatabase) {
    this.#db = db;
  }

  put(table: string, values: readonly object[]): void {
    const { primKey, indexes } = this.#db.table(table).schema;
    this.delete(table, this.#keys(primKey, values));
    for (const index of indexes) this.#mark(table, index.name, this.#keys(index, values));
  }
  delete(table: string, keys: readonly Key[]): void {
    this.#mark(table, "", keys);
    this.#mark(table, ":dels", keys);
  }

  /** Whether anything was written at all. */
  get any(): boolean {
    return this.#any;
  }
  /** Runs the live queries concerned, here and in other contexts. After the commit only. */
  tell(): void {
    if (this.#any) Dexie.on.storagemutated.fire(this.#parts);
  }

  #keys(index: IndexSpec, values: readonly object[]): readonly Key[] {
    return values.map((value) => indexKey(index, value)).filter((key) => key !== null);
  }
  #mark(table: string, index: string, keys: readonly Key[]): void {
    const ranges = (this.#parts[`idb://${this.#db.name}/${table}/${index}`] ??= new RangeSet());
    this.#any = true;
    if (keys.length <= exactKeys) {
      ranges.addKeys([...keys]);
      return;
    }
    const range = extremes(keys);
    if (range) ranges.add(new RangeSet(range[0], range[1]));
  }
}
