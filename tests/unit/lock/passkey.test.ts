/** A6: what of an authenticator's answer is checked. */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toBase64 } from "../../../src/adapters/browser/base64.ts";
import { type Expected, isRight, type Passkey } from "../../../src/adapters/browser/passkey.ts";

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keyOf = (pair: typeof ec): string => toBase64(pair.publicKey.export({ type: "spki", format: "der" }));
const passkeys: readonly (readonly [Passkey, typeof ec])[] = [
  [{ id: "ec", key: keyOf(ec), algorithm: -7 }, ec],
  [{ id: "rsa", key: keyOf(rsa), algorithm: -257 }, rsa],
];
const expected: Expected = { challenge: new Uint8Array([1, 2, 250]), origin: "https://friend.example", site: "friend.example" };
const sha256 = (bytes: string | Buffer): Buffer => createHash("sha256").update(bytes).digest();
const buffer = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

interface Answer {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly site?: string;
  readonly flags?: number;
}
function answer(pair: typeof ec, { type = "webauthn.get", challenge = "AQL6", origin = expected.origin, crossOrigin = false, site = expected.site, flags = 0x05 }: Answer = {}) {
  const client = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));
  const data = Buffer.concat([sha256(site), Buffer.from([flags, 0, 0, 0, 7])]);
  return { clientDataJSON: buffer(client), authenticatorData: buffer(data), signature: buffer(sign("sha256", Buffer.concat([data, sha256(client)]), pair.privateKey)) };
}

describe.each(passkeys)("$algorithm", (passkey, pair) => {
  test("[A6] the right answer is right, time and again", async () => {
    // Signatures whose integers begin with a zero byte, or are short, come up by chance.
    for (let index = 0; index < 40; index += 1) expect(await isRight(passkey, answer(pair), expected)).toBe(true);
  });

  test("[A6] each thing that is not as it should be is refused", async () => {
    const wrong: readonly Answer[] = [
      { type: "webauthn.create" }, { challenge: "AQL7" }, { challenge: "" }, { origin: "https://friend.example.evil" }, { origin: "http://friend.example" }, { crossOrigin: true },
      { site: "evil.example" }, { flags: 0x04 }, { flags: 0x01 }, { flags: 0 },
    ];
    for (const one of wrong) expect([one, await isRight(passkey, answer(pair, one), expected)]).toEqual([one, false]);
  });

  test("[A6] another key's signature, and one over something else, are refused", async () => {
    const other = passkey.algorithm === -7 ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
    expect(await isRight(passkey, answer(other), expected)).toBe(false);
    const good = answer(pair);
    const changed = new Uint8Array(good.authenticatorData.slice(0));
    changed[36] = 8;
    expect(await isRight(passkey, { ...good, authenticatorData: changed.buffer }, expected)).toBe(false);
  });
});
