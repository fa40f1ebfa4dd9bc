/** O8: a backup opens with its passphrase and nothing else, and says of every change that it was changed. */
import { createDecipheriv, createHash, hkdfSync, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHeader, sealBlob, unseal } from "../../../src/adapters/browser/seal.ts";
import { exportBackup } from "../../../src/runtime/archive/export.ts";
import { archiveText, bringIn, fileOf, freshPlace, leave, messageRow, type Place, refusal, rowsOf } from "../../support/archive.ts";

const passphrase = "a paper boat, কাগজের নৌকা";
const iterations = 600_000;
const madeAt = Date.UTC(2026, 10, 22, 10);
const salt = Uint8Array.from({ length: 32 }, (_, n) => n);
/** Three pieces, the last one short. */
const plain = Uint8Array.from({ length: 2 * 65_536 + 1000 }, (_, n) => n % 251);

const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file.arrayBuffer());
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function open(file: Blob, word: string): Promise<Uint8Array> {
  const header = await readHeader(file);
  if (header === null) throw new Error("no header");
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of (await unseal(file, header, word)).pieces()) parts.push(piece);
  return bytesOf(fileOf(...parts));
}
const problem = (file: Blob, word = passphrase): Promise<unknown> =>
  open(file, word).then(
    () => null,
    (reason: unknown) => (reason instanceof Error && "error" in reason ? reason.error : reason),
  );

let sealed: Uint8Array<ArrayBuffer>;
let body = 0;
beforeAll(async () => {
  sealed = await bytesOf(await sealBlob(fileOf(plain), { passphrase, madeAt, salt, iterations }));
  body = sealed.indexOf(10, sealed.indexOf(10) + 1) + 1;
});

const piece = 65_536 + 16;
/** The file with its pieces in this order. */
const reordered = (...order: readonly number[]): Blob =>
  fileOf(sealed.slice(0, body), ...order.map((index) => sealed.slice(body + index * piece, body + (index + 1) * piece)));
const changedAt = (at: number): Blob => {
  const copy = sealed.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return fileOf(copy);
};

/** Keys are made to take long, on a busy machine longer. */
const patience = { timeout: 60_000 };

describe("a sealed file", patience, () => {
  it("[O8] the vector of the README", async () => {
    const readme = readFileSync(new URL("../../../src/runtime/archive/README.md", import.meta.url), "utf8");
    const [line = "", sum = "", hex = ""] = (/```vector\n([^]*?)```/.exec(readme)?.[1] ?? "").split("\n");
    const vector = Buffer.concat([Buffer.from(`${line}\n${sum}\n`), Buffer.from(hex, "hex")]);
    expect(Buffer.from(await bytesOf(await sealBlob(fileOf("hello"), { passphrase, madeAt, salt })))).toEqual(vector);
    expect(Buffer.from(await open(fileOf(vector), passphrase)).toString()).toBe("hello");
  });

  it("[O8] anybody can read it who reads the README", () => {
    const text = Buffer.from(sealed.subarray(0, body)).toString("utf8");
    const [line = "", sum] = text.split("\n");
    expect(sum).toBe(sha256(Buffer.from(`${line}\n`)));
    const head = JSON.parse(line) as { kdf: { salt: string; iterations: number }; check: string; size: number; piece: number };
    expect(head.kdf.iterations).toBeGreaterThanOrEqual(600_000);
    const root = pbkdf2Sync(passphrase.normalize("NFKC"), Buffer.from(head.kdf.salt, "hex"), head.kdf.iterations, 32, "sha256");
    const derived = (info: string, length: number) => Buffer.from(hkdfSync("sha256", root, Buffer.alloc(0), `bondhu-backup 1 ${info}`, length));
    expect(derived("check", 16).toString("hex")).toBe(head.check);
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(2, 7);
    nonce[11] = 1;
    const last = Buffer.from(sealed.subarray(body + 2 * (head.piece + 16)));
    const decipher = createDecipheriv("aes-256-gcm", derived("piece", 32), nonce).setAAD(Buffer.from(sealed.subarray(0, body)));
    decipher.setAuthTag(last.subarray(-16));
    expect(Buffer.concat([decipher.update(last.subarray(0, -16)), decipher.final()])).toEqual(Buffer.from(plain.subarray(2 * head.piece)));
  });

  it("[O8] gives back what was put in, in one spelling of the passphrase or another", async () => {
    expect(await open(fileOf(sealed), passphrase)).toEqual(plain);
    expect(await open(fileOf(sealed), passphrase.normalize("NFD"))).toEqual(plain);
    expect(Buffer.from(sealed).includes(Buffer.from(plain.subarray(0, 64)))).toBe(false);
  });

  it("[O8] a wrong passphrase is told from a damaged file", async () => {
    expect(await problem(fileOf(sealed), `${passphrase} `)).toEqual({ kind: "wrongPassphrase" });
    expect(await problem(changedAt(body + 5))).toEqual({ kind: "damaged" });
    expect(await problem(changedAt(sealed.length - 1))).toEqual({ kind: "damaged" });
    // Salt, check, size: the sum of the header tells before any passphrase is tried.
    for (const word of ["salt", "check", "size", "iterations"]) {
      expect(await problem(changedAt(Buffer.from(sealed).indexOf(`"${word}"`) + word.length + 6), "any"), word).toEqual({ kind: "damaged" });
    }
  });

  it("[O8] pieces that are missing, moved, doubled or of another file are noticed", async () => {
    expect(await problem(fileOf(sealed.slice(0, -1)))).toEqual({ kind: "truncated" });
    expect(await problem(reordered(0, 1))).toEqual({ kind: "truncated" });
    expect(await problem(fileOf(sealed.slice(0, 40)))).toEqual({ kind: "truncated" });
    expect(await problem(fileOf(sealed, "x"))).toEqual({ kind: "damaged" });
    expect(await problem(reordered(1, 0, 2))).toEqual({ kind: "damaged" });
    expect(await problem(reordered(0, 0, 2))).toEqual({ kind: "damaged" });
    const other = await bytesOf(await sealBlob(fileOf(plain), { passphrase, madeAt, iterations }));
    const otherBody = other.indexOf(10, other.indexOf(10) + 1) + 1;
    expect(await problem(fileOf(sealed.slice(0, body), other.slice(otherBody)))).toEqual({ kind: "damaged" });
  });

  it("[O8] a header that asks too much or too little is not obeyed", async () => {
    const headed = (change: (head: Record<string, unknown>) => void): Blob => {
      const [line = ""] = Buffer.from(sealed.subarray(0, body)).toString("utf8").split("\n");
      const head = JSON.parse(line) as Record<string, unknown>;
      change(head);
      const next = `${JSON.stringify(head)}\n`;
      return fileOf(next, `${sha256(Buffer.from(next))}\n`, sealed.slice(body));
    };
    const kdf = { name: "PBKDF2-SHA-256", salt: "00".repeat(32) };
    expect(await problem(headed((head) => (head["kdf"] = { ...kdf, iterations: 1e12 })))).toEqual({ kind: "damaged" });
    expect(await problem(headed((head) => (head["kdf"] = { ...kdf, iterations: 1 })))).toEqual({ kind: "damaged" });
    expect(await problem(headed((head) => (head["size"] = -1)))).toEqual({ kind: "damaged" });
    expect(await problem(headed((head) => (head["version"] = 2)))).toEqual({ kind: "newer" });
    expect(await problem(fileOf('{"format":"bondhu-backup"[\n', `${sha256(Buffer.from('{"format":"bondhu-backup"[\n'))}\n`, sealed))).toEqual({ kind: "damaged" });
  });
});

describe("a backup", patience, () => {
  const places: Place[] = [];
  afterAll(() => places.forEach(leave));

  it("[O8] is restored on a fresh device with no server", async () => {
    const [first, second] = [await freshPlace(), await freshPlace()];
    places.push(first, second);
    await bringIn(first, archiveText({ chat_messages: [messageRow(1), messageRow(2)] }));
    const steps: number[] = [];
    const made = await exportBackup(first.device, madeAt, passphrase, { onProgress: (done, total) => void steps.push(done / total) });
    if (!made.ok) throw new Error(made.error.kind);
    expect(made.value.name).toBe("bondhu-2026-11-22.bondhu");
    expect(steps.at(-1)).toBe(1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(await refusal(second, made.value.blob)).toEqual({ kind: "passphraseNeeded" });
    expect(await bringIn(second, made.value.blob, passphrase)).toBe(2);
    expect(await rowsOf(second)).toEqual(await rowsOf(first));
  });
});
