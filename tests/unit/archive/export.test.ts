/** O1, O2: what of a person's words comes out, and how. */
import { afterEach, describe, expect, it } from "vitest";
import type { ExportFormat } from "../../../src/runtime/api.ts";
import { exportEverything, type ExportOptions } from "../../../src/runtime/archive/export.ts";
import type { DeletionsRow } from "../../../src/runtime/deleted.ts";
import { archiveText, bringIn, exportOf, freshPlace, idOf, leave, messageRow } from "../../support/archive.ts";
import { Backend, Phone } from "../runtime/phone.ts";

const phone = new Phone(new Backend());
afterEach(() => phone.closeAll());

const open = async () => (await phone.open()).runtime;
type Page = Awaited<ReturnType<typeof open>>;

async function exported({ commands }: Page, format: ExportFormat, options?: ExportOptions): Promise<string> {
  const result = await commands.exportEverything(format, options);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value.blob.text();
}

async function send({ commands }: Page, text: string): Promise<string> {
  const sent = await commands.sendMessage(text);
  if (!sent.ok) throw new Error(sent.error.kind);
  return sent.value;
}

describe("exporting", () => {
  it("[O1] every synced row, the draft and nothing of the engine, as JSON with a row a line", async () => {
    const page = await open();
    const id = await send(page, "hello, বন্ধু");
    await page.commands.react(id, "💛");
    await page.commands.setPreference("theme", "dark");
    await page.commands.saveDraft("not yet sent");
    const text = await exported(page, "json");
    const archive = JSON.parse(text) as Record<string, unknown> & { tables: Record<string, Record<string, unknown>[]> };
    expect(Object.keys(archive)).toEqual(["format", "version", "madeAt", "schema", "account", "tables", "refused", "draft", "count"]);
    expect(archive).toMatchObject({ format: "bondhu-archive", version: 1, account: null, draft: "not yet sent", refused: [] });
    // The answer may have come by now.
    const own = archive.tables["chat_messages"]?.filter((row) => row["sender_type"] === "user");
    expect(own).toMatchObject([{ id, message_text: "hello, বন্ধু", _unsent: true }]);
    expect(archive.tables["message_reactions"]).toMatchObject([{ message_id: id, reaction: "💛" }]);
    expect(archive.tables["preferences"]).toMatchObject([{ key: "theme", value: "dark" }]);
    expect(text).not.toMatch(/_seq|"version": ?[0-9]{3}|ackedSeq|clockOffset/);
    expect(text.split("\n").filter((line) => line.includes("hello, বন্ধু"))).toHaveLength(1);
  });

  it("[O1] a row that no importer would take does not spoil the file: it stands with what was refused", async () => {
    const [place, other] = [await freshPlace(), await freshPlace()];
    const { store } = place.device;
    await bringIn(place, archiveText({ chat_messages: [messageRow(1)] }));
    const broken = messageRow(2, { message_text: "x".repeat(9000), _seq: 1 });
    await store.write(["chat_messages"], async (tx) => {
      await tx.putRows("chat_messages", [broken]);
      await tx.putQuarantine([{ id: idOf(9), schema: 1, ops: [{ table: "chat_messages", row: broken }], bytes: 1, queuedAt: 0, code: "23514", quarantinedAt: 0 }]);
      await tx.setState({ ...(await tx.state()), ackedSeq: 1 });
    });
    const file = await exportOf(place);
    const archive = JSON.parse(await file.text()) as { refused: { code: string; rows: { row: { message_text: string } }[] }[] };
    expect(archive.refused.map(({ code, rows }) => [code, rows[0]?.row.message_text.length])).toEqual([["23514", 9000], ["broken", 9000]]);
    expect(await bringIn(other, file)).toBe(1);
    leave(place);
    leave(other);
  });

  it("[O2] as Markdown: days, who, when; what a person wrote stays text", async () => {
    const page = await open();
    await send(page, "# not a heading\n* <b>not bold</b> [x](y)\n\n1. one");
    const text = await exported(page, "markdown", { words: { locale: "en-GB", title: "Us", you: "Me", bondhu: "Friend" } });
    expect(text).toMatch(/^# Us\n/);
    expect(text.match(/^## /gm)).toHaveLength(1);
    expect(text).toContain("**Me** · ");
    expect(text).toContain("\\# not a heading\\\n\\* \\<b\\>not bold\\</b\\> \\[x\\](y)\n\n1\\. one\n");
  });

  it("[O2] only the reply that the screen shows, and nothing that waits to be deleted", async () => {
    const place = await freshPlace();
    const reply = { sender_type: "ai", reply_to: idOf(1), reply_attempt: 1 };
    await bringIn(
      place,
      archiveText({
        chat_messages: [
          messageRow(1, { message_text: "question" }),
          messageRow(2, { ...reply, reply_source: "rules", message_text: "by rules" }),
          messageRow(3, { ...reply, reply_source: "model", message_text: "by the model" }),
          messageRow(4, { message_text: "soon gone" }),
          messageRow(5, { message_text: "", deleted_at: "2026-11-22T08:10:00.000Z" }),
        ],
      }),
    );
    const wish: DeletionsRow = { key: "deletions", wishes: [{ key: "w", at: Date.now(), ids: [idOf(4)], question: idOf(4), answers: 0 }], written: [] };
    await place.device.store.write(["kv"], (tx) => tx.side<DeletionsRow>("kv").put(wish));
    const file = await exportEverything(place.device, Date.now(), "markdown");
    leave(place);
    const text = file.ok ? await file.value.blob.text() : "";
    expect(text.match(/^\*\*(You|Bondhu)\*\*/gm)).toEqual(["**You**", "**Bondhu**"]);
    expect(text).toContain("by the model");
    expect(text).not.toMatch(/by rules|soon gone/);
  });

  it("[O3] says how far it is, and ends when it is told to", async () => {
    const page = await open();
    const steps: (readonly [number, number])[] = [];
    await exported(page, "json", { onProgress: (done, total) => void steps.push([done, total]) });
    expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1]);
    const signal = AbortSignal.abort();
    expect(await page.commands.exportEverything("json", { signal })).toEqual({ ok: false, error: { kind: "cancelled" } });
    expect(await page.commands.exportEverything("markdown", { signal })).toEqual({ ok: false, error: { kind: "cancelled" } });
  });
});
