/** O4, O6 under random rows and random harm: a file is refused for a known reason and leaves nothing, or what it leaves is sound. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRow } from "../../src/domain/archive/read-row.ts";
import { type SyncedTable, tables } from "../../src/domain/tables.ts";
import { openArchive } from "../../src/runtime/archive/import.ts";
import type { Json } from "../../src/shared/json.ts";
import { joinRows } from "../../src/sync/join.ts";
import { opRow } from "../../src/sync/ops.ts";
import type { Row } from "../../src/sync/ports.ts";
import { newState } from "../../src/sync/state.ts";
import { archiveText, bringIn, exportOf, freshPlace, leave, readHere, type Rows, rowsOf } from "../support/archive.ts";
import { anyRows, byteHarm, harmed, nasty } from "../support/archive-arbitraries.ts";
import { FakeClock, seededRandom } from "../support/sync/fakes.ts";
import { MemoryStore } from "../support/sync/memory-store.ts";

const seed = Number(process.env["FUZZ_FIRST"] ?? 20261122);
const times = Number(process.env["FUZZ_SEEDS"] ?? 120);

class Place {
  readonly random = seededRandom(1);
  readonly store = new MemoryStore(newState(this.random));
  readonly clock = new FakeClock(Date.UTC(2026, 10, 23));

  async open(file: Blob) {
    return openArchive({ platform: this, device: this, read: readHere, onWritten: () => undefined }, file, {});
  }
  /** null: brought in. */
  async give(file: Blob): Promise<string | null> {
    const opened = await this.open(file);
    if (!opened.ok) return opened.error.kind;
    const result = await opened.value.bringIn();
    return result.ok ? null : result.error.kind;
  }
  rows(): Readonly<Record<string, readonly Row[]>> {
    return Object.fromEntries(tables.map(({ name }) => [name, [...this.store.table(name)].map(opRow).sort((a, b) => (a.id < b.id ? -1 : 1))]));
  }
}

const fileOf = (rows: Rows): Blob => new Blob([archiveText(rows)]);
const known = ["empty", "foreign", "truncated", "damaged", "newer", "oversized", "brokenRow"];

/** Every row that a file has left is one that a file may hold. */
function expectSound(place: Place): void {
  for (const { name } of tables) {
    for (const row of place.rows()[name] ?? []) expect(readRow(name, row)).toEqual({ ok: true, value: row });
  }
}

async function expectRefusedOrSound(file: Blob): Promise<"refused" | "in"> {
  const place = new Place();
  const refusal = await place.give(file);
  if (refusal === null) {
    expectSound(place);
    return "in";
  }
  expect(known).toContain(refusal);
  expect(Object.values(place.rows()).flat()).toEqual([]);
  expect(place.store.data.outbox.size).toBe(0);
  return "refused";
}

describe("archives", () => {
  test("[O4] what is exported comes in on an empty device as it was, and the second time changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const [first, second] = [await freshPlace(), await freshPlace()];
        await bringIn(first, fileOf(rows));
        const file = await exportOf(first);
        await bringIn(second, file);
        expect(await rowsOf(second)).toEqual(await rowsOf(first));
        expect(await bringIn(second, file)).toBe(0);
        leave(first);
        leave(second);
      }),
      { numRuns: Math.ceil(times / 10), seed },
    );
  });

  test("[O4] files come in as their join, whatever the order and however often", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRows, { minLength: 2, maxLength: 3 }), async (files) => {
        const [one, other] = [new Place(), new Place()];
        for (const rows of files) expect(await one.give(fileOf(rows))).toBe(null);
        for (const rows of [...files, ...files].reverse()) expect(await other.give(fileOf(rows))).toBe(null);
        expect(other.rows()).toEqual(one.rows());
        for (const spec of tables) {
          const joined = new Map<string, Row>();
          for (const row of files.flatMap((rows) => rows[spec.name] ?? [])) {
            const read = readRow(spec.name, row);
            if (!read.ok) throw new Error(`${spec.name}: ${JSON.stringify(read.error)}`);
            joined.set(read.value.id, joinRows(spec, joined.get(read.value.id) ?? read.value, read.value));
          }
          expect(new Map(one.rows()[spec.name]?.map((row) => [row.id, row]))).toEqual(joined);
        }
      }),
      { numRuns: times, seed },
    );
  });

  test("[O6] a file with bytes changed is refused for a known reason and leaves nothing, or leaves sound rows", async () => {
    const seen = { refused: 0, in: 0 };
    await fc.assert(
      fc.asyncProperty(anyRows, fc.array(byteHarm, { minLength: 1, maxLength: 3 }), async (rows, harms) => {
        const bytes = harms.reduce((before, harm) => harm(before), new TextEncoder().encode(archiveText(rows)));
        seen[await expectRefusedOrSound(new Blob([bytes]))] += 1;
      }),
      { numRuns: times * 2, seed },
    );
    expect(Math.min(seen.refused, seen.in), JSON.stringify(seen)).toBeGreaterThan(times / 50);
  });

  test("[O6] a file that says something else is refused for a known reason and leaves nothing, or leaves sound rows", async () => {
    const seen = { refused: 0, in: 0 };
    const key = fc.option(fc.constantFrom("__proto__", "user_id", "version", "_seq", "id", "stamp", "deleted_at", "constructor"));
    await fc.assert(
      fc.asyncProperty(anyRows, fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 5 }), key, nasty, async (rows, picks, name, value) => {
        const document = harmed(JSON.parse(archiveText(rows)) as Json, picks, name, value);
        seen[await expectRefusedOrSound(new Blob([JSON.stringify(document)]))] += 1;
      }),
      { numRuns: times * 2, seed },
    );
    expect(Math.min(seen.refused, seen.in), JSON.stringify(seen)).toBeGreaterThan(times / 50);
  });

  test("[O6] a row with one column of anything is refused, or is sound as it was read", () => {
    fc.assert(
      fc.property(anyRows, fc.nat({ max: 12 }), nasty, (rows, pick, value) => {
        for (const { name } of tables) {
          for (const row of rows[name] ?? []) {
            const columns = Object.keys(row);
            const column = columns[pick % columns.length] ?? "id";
            const read = readRow(name satisfies SyncedTable, { ...row, [column]: value });
            if (read.ok) expect(readRow(name, JSON.parse(JSON.stringify(read.value)))).toEqual(JSON.parse(JSON.stringify(read)));
            else expect(read.error).toEqual({ kind: "broken", column });
          }
        }
      }),
      { numRuns: times, seed },
    );
  });
});
