/** A4: a PIN as its salted PBKDF2-SHA-256. Needs a secure context, like all of WebCrypto. */
import { fromBase64, toBase64 } from "./base64.ts";

export interface PinHash {
  readonly salt: string;
  readonly hash: string;
  readonly iterations: number;
}

/** A few tenths of a second on a phone; ten thousand PINs of four digits still take only an hour there, hence A5 and README. */
const iterations = 600_000;
const hashBits = 256;

async function derive(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, hashBits));
}

/** Looks at every byte whatever the first ones say. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let different = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) different |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return different === 0;
}

export async function hashPin(pin: string, rounds = iterations): Promise<PinHash> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: toBase64(salt), hash: toBase64(await derive(pin, salt, rounds)), iterations: rounds };
}

export const isPin = async (pin: string, known: PinHash): Promise<boolean> => sameBytes(await derive(pin, fromBase64(known.salt), known.iterations), fromBase64(known.hash));
