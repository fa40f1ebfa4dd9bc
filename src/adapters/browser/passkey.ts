/** A6: a passkey of this device's own authenticator (WebAuthn level 2), made and checked here: no server knows of it. */
import { fromBase64, toBase64 } from "./base64.ts";
import { sameBytes } from "./pin-hash.ts";

export interface Passkey {
  readonly id: string;
  /** Its public key as SubjectPublicKeyInfo. */
  readonly key: string;
  /** COSE: -7 is ECDSA on P-256 with SHA-256, -257 RSA PKCS #1 with SHA-256. */
  readonly algorithm: -7 | -257;
}

/** What of an assertion is looked at. */
export interface Assertion {
  readonly clientDataJSON: ArrayBuffer;
  readonly authenticatorData: ArrayBuffer;
  readonly signature: ArrayBuffer;
}
export interface Expected {
  readonly challenge: Uint8Array;
  readonly origin: string;
  /** Relying party id: the site's name without port. */
  readonly site: string;
}

const timeoutMs = 60_000;
const userPresent = 0x01;
const userVerified = 0x04;
const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** An authenticator with a screen lock of its own, and a site that has a name: an address cannot have passkeys. */
export async function passkeyOffered(): Promise<boolean> {
  if (/^[\d.]+$|^\[/.test(location.hostname) || !("PublicKeyCredential" in globalThis)) return false;
  return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** Null when the person or the authenticator would not. `name`: what the system's list of passkeys calls it. */
export async function makePasskey(name: string): Promise<Passkey | null> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    rp: { name: "Bondhu" },
    user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    pubKeyCredParams: [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ],
    authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required", residentKey: "preferred" },
    attestation: "none",
    timeout: timeoutMs,
  };
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  if (made === null || !(made.response instanceof AuthenticatorAttestationResponse)) return null;
  const key = made.response.getPublicKey();
  const algorithm = made.response.getPublicKeyAlgorithm();
  if (key === null || (algorithm !== -7 && algorithm !== -257)) return null;
  return { id: toBase64(new Uint8Array(made.rawId)), key: toBase64(new Uint8Array(key)), algorithm };
}

/** Asks the person's authenticator. `cancelled`: they did not, or could not. */
export async function usePasskey(passkey: Passkey): Promise<"right" | "wrong" | "cancelled"> {
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge,
    allowCredentials: [{ type: "public-key", id: fromBase64(passkey.id), transports: ["internal"] }],
    userVerification: "required",
    timeout: timeoutMs,
  };
  const given = await asked(() => navigator.credentials.get({ publicKey }));
  if (given === null || !(given.response instanceof AuthenticatorAssertionResponse)) return "cancelled";
  const right = await isRight(passkey, given.response, { challenge, origin: location.origin, site: location.hostname });
  return right ? "right" : "wrong";
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential : null;
  } catch (reason) {
    // NotAllowedError: dismissed, timed out or not verified; AbortError and InvalidStateError: another request, or none like it.
    if (reason instanceof DOMException) return null;
    throw reason;
  }
}

/** Type, challenge, origin, site, presence, verification and signature, as WebAuthn §7.2 has a server do it. */
export async function isRight(passkey: Passkey, assertion: Assertion, expected: Expected): Promise<boolean> {
  const clientData = new Uint8Array(assertion.clientDataJSON);
  const said = JSON.parse(new TextDecoder().decode(clientData)) as { readonly type?: unknown; readonly challenge?: unknown; readonly origin?: unknown; readonly crossOrigin?: unknown };
  if (said.type !== "webauthn.get" || said.challenge !== toBase64(expected.challenge) || said.origin !== expected.origin || said.crossOrigin === true) return false;
  const data = new Uint8Array(assertion.authenticatorData);
  if (!sameBytes(data.slice(0, 32), await sha256(new TextEncoder().encode(expected.site)))) return false;
  const flags = data[32] ?? 0;
  if ((flags & userPresent) === 0 || (flags & userVerified) === 0) return false;
  const signed = new Uint8Array([...data, ...(await sha256(clientData))]);
  const signature = new Uint8Array(assertion.signature);
  const scheme = passkey.algorithm === -7 ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", fromBase64(passkey.key), scheme, false, ["verify"]);
  return await crypto.subtle.verify(scheme, key, passkey.algorithm === -7 ? plainSignature(signature) : signature, signed);
}

/** DER's two integers as the 64 bytes that WebCrypto takes. */
function plainSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const plain = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    const number = der.slice(at + 2, at + 2 + length).slice(-32);
    plain.set(number, end - number.length);
    at += 2 + length;
  }
  return plain;
}
