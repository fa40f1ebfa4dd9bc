/** Certificates for hosts in tests: signed by themselves, written as X.509 (RFC 5280) byte by byte, since Node only reads them. */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of its public key in base64, as Chromium's `--ignore-certificate-errors-spki-list` takes it. */
  readonly spki: string;
}
export interface CertificateOptions {
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
}

/** A DER value: tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
const bits = (bytes: Uint8Array): Buffer => der(0x03, Buffer.from([0]), bytes);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
/** UTCTime, until 2049. */
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]|\.\d+/g, "").slice(2, 14)}Z`));

const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
const subjectAltName = oid("551d11");
const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);

export function makeCertificate(options: CertificateOptions = {}): TestCertificate {
  const { names = ["localhost", "127.0.0.1"], from = new Date(Date.now() - 3_600_000), to = new Date(Date.now() + 30 * 86_400_000) } = options;
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKey.export({ type: "spki", format: "der" });
  const commonName = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(names[0] ?? "localhost")))));
  const alternatives = names.map((name) => (isAddress(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName,
    sequence(time(from), time(to)),
    commonName,
    key,
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, sequence(...alternatives))))),
  );
  const bytes = sequence(body, ecdsaWithSha256, bits(sign("sha256", body, privateKey)));
  const lines = bytes.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    spki: createHash("sha256").update(key).digest("base64"),
  };
}

export interface CertificateFiles {
  /** The settings that name the files. */
  readonly env: { readonly TLS_CERT: string; readonly TLS_KEY: string };
  write(certificate: Pick<TestCertificate, "cert" | "key">): void;
  remove(): void;
}

export function certificateFiles(certificate: Pick<TestCertificate, "cert" | "key">): CertificateFiles {
  const folder = mkdtempSync(join(tmpdir(), "bondhu-tls-"));
  const env = { TLS_CERT: join(folder, "cert.pem"), TLS_KEY: join(folder, "key.pem") };
  const write = ({ cert, key }: Pick<TestCertificate, "cert" | "key">): void => {
    writeFileSync(env.TLS_CERT, cert);
    writeFileSync(env.TLS_KEY, key, { mode: 0o600 });
  };
  write(certificate);
  return { env, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
