/**
 * A file under a passphrase: PBKDF2 makes the keys, AES-256-GCM locks numbered pieces, so that nothing can be read, changed, cut, moved or
 * swapped without being noticed. The format is in src/runtime/archive/README.md.
 */
import { bad, parsed } from "../../domain/archive/file-error.ts";
import { instantOf, msOf } from "../../shared/instant.ts";

const format = "bondhu-backup";
const version = 1;
/** A second or two on a phone. OWASP's floor for PBKDF2 with SHA-256 is 600,000 (2023). */
const defaultIterations = 1_000_000;
/** More would only keep the reader busy: no Bondhu writes it. */
const maxIterations = 10_000_000;
const minIterations = 600_000;
/** Plain bytes of a piece; the last may have fewer. */
const pieceBytes = 65_536;
const tagBytes = 16;
const saltBytes = 32;
const checkBytes = 16;
/** Longest header, in bytes, both lines. */
const maxHeaderBytes = 1024;

type Bytes = Uint8Array<ArrayBuffer>;
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

interface Header {
  readonly iterations: number;
  readonly salt: Bytes;
  readonly check: Bytes;
  /** Plain bytes: a file that was cut is known by it. */
  readonly size: number;
  /** Both lines as they stand in the file: they are part of what every piece's tag covers. */
  readonly bytes: Bytes;
}

interface Keys {
  readonly piece: CryptoKey;
  readonly check: Bytes;
}

/** Keyboards spell the same letters differently: NFKC makes one spelling of them. */
async function deriveKeys(passphrase: string, salt: Bytes, rounds: number): Promise<Keys> {
  const { subtle } = crypto;
  const secret = await subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveBits"]);
  const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, secret, 256);
  const root = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey", "deriveBits"]);
  const from = (info: string): HkdfParams => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(`${format} ${version} ${info}`) });
  return {
    piece: await subtle.deriveKey(from("piece"), root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    check: new Uint8Array(await subtle.deriveBits(from("check"), root, checkBytes * 8)),
  };
}

/** The number of the piece, and whether it is the last: the key is of this file alone, so no nonce comes twice. */
function nonceOf(index: number, isLast: boolean): Bytes {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

const gcm = (header: Header, index: number, isLast: boolean): AesGcmParams => ({ name: "AES-GCM", iv: nonceOf(index, isLast), additionalData: header.bytes });

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** One line of JSON, and one with its SHA-256: a header that was damaged is told from a passphrase that is wrong. */
async function headerBytes(madeAt: number, { iterations, salt, size, check }: Omit<Header, "bytes">): Promise<Bytes> {
  const kdf = { name: "PBKDF2-SHA-256", iterations, salt: hex(salt) };
  const line = `${JSON.stringify({ format, version, madeAt: instantOf(madeAt), kdf, cipher: "AES-256-GCM", piece: pieceBytes, size, check: hex(check) })}\n`;
  return utf8(`${line}${hex(await sha256(utf8(line)))}\n`);
}

export interface SealOptions {
  readonly passphrase: string;
  /** ms since epoch, told in the header. */
  readonly madeAt: number;
  /** Random if absent; a test's vector fixes it. */
  readonly salt?: Bytes;
  readonly iterations?: number;
  /** Bytes done, after each piece; may throw to end it. */
  readonly onProgress?: (done: number) => void;
}

/** Number of the last piece of so many plain bytes; a file of none has one piece, which is empty. */
const lastPiece = (size: number): number => Math.max(0, Math.ceil(size / pieceBytes) - 1);

/** `plain` under the passphrase. Holds some pieces in memory at a time. */
export async function sealBlob(plain: Blob, { passphrase, madeAt, onProgress, ...options }: SealOptions): Promise<Blob> {
  const { salt = crypto.getRandomValues(new Uint8Array(saltBytes)), iterations = defaultIterations } = options;
  const keys = await deriveKeys(passphrase, salt, iterations);
  const head = { iterations, salt, size: plain.size, check: keys.check };
  const header: Header = { ...head, bytes: await headerBytes(madeAt, head) };
  const parts: Blob[] = [new Blob([header.bytes])];
  let batch: ArrayBuffer[] = [];
  const last = lastPiece(plain.size);
  for (let index = 0; index <= last; index += 1) {
    const piece = await plain.slice(index * pieceBytes, (index + 1) * pieceBytes).arrayBuffer();
    batch.push(await crypto.subtle.encrypt(gcm(header, index, index === last), keys.piece, piece));
    if (batch.length === 32 || index === last) {
      // Out of the page's memory.
      parts.push(new Blob(batch));
      batch = [];
    }
    onProgress?.(Math.min(plain.size, (index + 1) * pieceBytes));
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

/** What stands before the pieces; null: this is no such file. @throws {BadFile} */
export async function readHeader(file: Blob): Promise<Header | null> {
  const start = new Uint8Array(await file.slice(0, maxHeaderBytes).arrayBuffer());
  const text = new TextDecoder("latin1").decode(start);
  if (!text.startsWith(`{"format":"${format}"`)) return null;
  const [line = "", sum = "", rest] = text.split("\n", 3);
  if (rest === undefined) throw bad("truncated");
  if (hex(await sha256(utf8(`${line}\n`))) !== sum) throw bad("damaged");
  return { ...parseHeader(line), bytes: start.slice(0, line.length + sum.length + 2) };
}

/** The line is as somebody wrote it: its sum is right. */
function parseHeader(line: string): Omit<Header, "bytes"> {
  const head = fieldsOf(parsed(line));
  if (typeof head["version"] !== "number") throw bad("damaged");
  if (head["version"] !== version) throw bad("newer");
  const kdf = fieldsOf(head["kdf"]);
  const [rounds, salt, check, size] = [kdf["iterations"], kdf["salt"], head["check"], head["size"]];
  const isSound =
    kdf["name"] === "PBKDF2-SHA-256" &&
    head["cipher"] === "AES-256-GCM" &&
    head["piece"] === pieceBytes &&
    typeof rounds === "number" &&
    rounds >= minIterations &&
    rounds <= maxIterations &&
    typeof size === "number" &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    typeof head["madeAt"] === "string" &&
    !Number.isNaN(msOf(head["madeAt"]));
  if (!isSound || !isHex(salt, saltBytes) || !isHex(check, checkBytes)) throw bad("damaged");
  return { iterations: rounds, salt: unhex(salt), check: unhex(check), size };
}

const isHex = (value: unknown, bytes: number): value is string => typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]+$/.test(value);
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === "object" && value !== null ? { ...value } : {});

/** How the pieces behind `header` are read, any number of times. @throws {BadFile} wrongPassphrase */
export async function unseal(file: Blob, header: Header, passphrase: string): Promise<{ readonly size: number; pieces(): AsyncGenerator<Bytes, void> }> {
  const last = lastPiece(header.size);
  const whole = header.bytes.length + header.size + (last + 1) * tagBytes;
  if (file.size !== whole) throw bad(file.size < whole ? "truncated" : "damaged");
  const keys = await deriveKeys(passphrase, header.salt, header.iterations);
  if (hex(keys.check) !== hex(header.check)) throw bad("wrongPassphrase");
  async function* pieces(): AsyncGenerator<Bytes, void> {
    for (let index = 0; index <= last; index += 1) {
      const from = header.bytes.length + index * (pieceBytes + tagBytes);
      const sealed = await file.slice(from, from + pieceBytes + tagBytes).arrayBuffer();
      yield await openPiece(gcm(header, index, index === last), keys.piece, sealed);
    }
  }
  return { size: header.size, pieces };
}

async function openPiece(params: AesGcmParams, key: CryptoKey, sealed: ArrayBuffer): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(params, key, sealed));
  } catch (reason) {
    // Its tag does not hold: changed, moved, or of another file.
    if (reason instanceof DOMException && reason.name === "OperationError") throw bad("damaged");
    throw reason;
  }
}
