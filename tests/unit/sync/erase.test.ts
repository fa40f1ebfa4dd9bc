/** Deleted words leave the device: rows, outbox and quarantine, whatever is on its way meanwhile. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../../src/sync/ports.ts";
import { eraseRows } from "../../../src/sync/erase.ts";
import { message } from "../dexie/device.ts";
import { answerLost, delivered, Device, newWorld, schema, specs } from "../../support/sync/device.ts";

const secret = "a secret";
const said = (n: number, more: Partial<Row> = {}): Row => message(n, { message_text: `${secret} ${n}`, ...more });
const write = (device: Device, ...rows: Row[]): Promise<void> =>
  device.writer.write(["chat_messages"], async (context) => {
    for (const row of rows) await context.put("chat_messages", { ...row, stamp: context.stamp() });
  });
const erase = (device: Device, ...ids: string[]): Promise<readonly string[]> =>
  eraseRows({ store: device.store, clock: device.world.clock, random: device.random, tables: specs, schema }, "chat_messages", [], async () => ids);
const everything = ({ store: { data } }: Device): string => JSON.stringify([...data.rows].map(([, rows]) => [...rows]).concat([...data.outbox] as never, [...data.quarantine] as never));
const texts = (rows: readonly Row[]): unknown[] => rows.map((row) => row["message_text"]);

describe("erasing", () => {
  it("[M4] a message that was never synced: its words are in no store, and never reach the server", async () => {
    const device = new Device(newWorld(), 1);
    await write(device, said(1), said(2));
    expect(await erase(device, said(1).id)).toEqual([said(1).id]);
    expect(everything(device)).not.toContain(`${secret} 1`);
    expect(everything(device)).toContain(`${secret} 2`);
    await device.engine.sync();
    const rows = device.world.server.rows("user", "chat_messages");
    expect(texts(rows)).toEqual(["", `${secret} 2`]);
    expect(rows[0]?.["deleted_at"]).toBeTruthy();
    expect(device.pending).toBe(0);
  });

  it("[M4] words whose push was taken but never answered: the resend is the same mutation, and the tombstone follows", async () => {
    const device = new Device(newWorld(), 2);
    await write(device, said(1));
    device.fault = (call, ...rest) => (call === "push" ? answerLost(call, ...rest) : delivered(call, ...rest));
    await device.engine.sync();
    expect(texts(device.world.server.rows("user", "chat_messages"))).toEqual([`${secret} 1`]);
    await erase(device, said(1).id);
    expect(everything(device)).not.toContain(secret);
    device.fault = delivered;
    await device.world.clock.advance(600_000);
    await device.engine.sync();
    expect(texts(device.world.server.rows("user", "chat_messages"))).toEqual([""]);
    expect(device.pending).toBe(0);
    expect(device.store.data.quarantine.size).toBe(0);
  });

  it("[M4] in quarantine: the mutation dissolves, what else it held is queued again, and a copy of the words stays nowhere", async () => {
    const world = newWorld({ refuse: (_user: string, row: Row) => (String(row["message_text"]).includes("refused") ? "23514" : null) } as never);
    const device = new Device(world, 3);
    await write(device, said(1, { message_text: `${secret} refused` }), said(2, { message_text: "innocent" }));
    await write(device, said(3));
    const entry = { ...device.store.data.outbox.get(1) };
    // As the push leaves it: refused, and acknowledged as such.
    device.store.data.outbox.delete(1);
    device.store.data.state = { ...device.store.data.state, ackedSeq: 1 };
    const { seq: _, ...refused } = entry as Required<typeof entry> & { readonly seq: number };
    device.store.data.quarantine.set(refused.id, { ...refused, code: "23514", quarantinedAt: 0 });
    await erase(device, said(1).id);
    expect(everything(device)).not.toContain("refused");
    expect(device.store.data.quarantine.size).toBe(0);
    expect([...device.store.data.outbox.values()].map(({ ops }) => texts(ops.map(({ row }) => row)))).toEqual([[`${secret} 3`], [""], ["innocent"]]);
    expect(device.store.table("chat_messages").map((row) => row["_seq"])).toEqual([3, 4, 2]);
  });

  it("[M4] twice, or of what is not here, writes nothing", async () => {
    const device = new Device(newWorld(), 4);
    await write(device, said(1));
    await erase(device, said(1).id);
    const before = device.pending;
    expect(await erase(device, said(1).id, said(9).id)).toEqual([]);
    expect(device.pending).toBe(before);
  });
});
