/** Which certificates the host takes, and what it says of the others. */
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { documentHeaders } from "../../../supabase/embedded/http/security-headers.ts";
import { followCertificate, loadCertificate } from "../../../supabase/embedded/http/certificate.ts";
import { parseSettings } from "../../../supabase/embedded/settings.ts";
import { StartError } from "../../../supabase/embedded/start-error.ts";
import { certificateFiles, makeCertificate } from "../../support/certificate.ts";
import type { CertificateFiles } from "../../support/certificate.ts";

const good = makeCertificate();
const now = new Date();
let files: CertificateFiles;
beforeEach(() => {
  files = certificateFiles(good);
});
afterEach(() => files.remove());

const paths = () => ({ cert: files.env.TLS_CERT, key: files.env.TLS_KEY });
function refusal(): string {
  try {
    loadCertificate(paths(), now);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return error.message.replaceAll(files.env.TLS_CERT, "CERT").replaceAll(files.env.TLS_KEY, "KEY");
  }
  return "taken";
}

describe("[§7] a certificate is refused in one line", () => {
  test("a good one is taken as it is", () => {
    expect(loadCertificate(paths(), now)).toEqual({ cert: Buffer.from(good.cert), key: Buffer.from(good.key) });
  });

  test("missing, a folder, or no PEM", () => {
    writeFileSync(files.env.TLS_KEY, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    expect(refusal()).toBe("The file of TLS_KEY, KEY, is not a private key in PEM form.");
    writeFileSync(files.env.TLS_CERT, "hello");
    expect(refusal()).toBe("The file of TLS_CERT, CERT, is not a certificate in PEM form.");
    rmSync(files.env.TLS_CERT);
    expect(refusal()).toBe("The file of TLS_CERT, CERT, cannot be read: there is no such file.");
    mkdirSync(files.env.TLS_CERT);
    expect(refusal()).toBe("The file of TLS_CERT, CERT, cannot be read: it is a folder.");
  });

  test("a key that is locked, or another's", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    files.write({ cert: good.cert, key: privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "secret" }).toString() });
    expect(refusal()).toBe("The file of TLS_KEY, KEY, is locked with a passphrase; the host needs it without one.");
    files.write({ cert: good.cert, key: makeCertificate().key });
    expect(refusal()).toBe("The key in TLS_KEY, KEY, does not belong to the certificate in TLS_CERT, CERT.");
  });

  test("ended, or not begun", () => {
    files.write(makeCertificate({ from: new Date("2026-01-01"), to: new Date("2026-04-01") }));
    expect(refusal()).toBe("The certificate in TLS_CERT, CERT, ended on 2026-04-01; renew it.");
    files.write(makeCertificate({ from: new Date("2048-01-01"), to: new Date("2049-01-01") }));
    expect(refusal()).toBe("The certificate in TLS_CERT, CERT, begins only on 2048-01-01; is this machine's clock right?");
  });

  test("the settings belong together, and to an https address", () => {
    const { TLS_CERT, TLS_KEY } = files.env;
    expect(parseSettings({}).tls).toBeNull();
    expect(parseSettings(files.env).tls).toEqual(paths());
    expect(() => parseSettings({ TLS_CERT })).toThrow("The settings TLS_CERT and TLS_KEY belong together; TLS_KEY is missing.");
    expect(() => parseSettings({ TLS_KEY, TLS_CERT: "" })).toThrow("The settings TLS_CERT and TLS_KEY belong together; TLS_CERT is missing.");
    expect(() => parseSettings({ TLS_CERT, TLS_KEY, PUBLIC_URL: "http://a.example" })).toThrow('The setting PUBLIC_URL must be an https address when TLS_CERT is set, but it is "http://a.example".');
  });
});

test("[§7] a renewed certificate is used; one that cannot be is told and left", () => {
  const used: string[] = [];
  const told: string[] = [];
  const followed = followCertificate(paths(), ({ cert }) => void used.push(cert.toString()), (line) => void told.push(line));
  try {
    const next = makeCertificate();
    // Between the two writes of whoever renews it.
    files.write({ cert: next.cert, key: good.key });
    followed.renew();
    expect(used).toEqual([]);
    expect(told.join()).toContain("goes on with the one it has: The key in TLS_KEY");
    files.write(next);
    followed.renew();
    expect(used).toEqual([next.cert]);
  } finally {
    followed.stop();
  }
});

test("[§7] never without TLS again: said by the name of PUBLIC_URL on its usual port, and by no other", () => {
  const said = (host: string, publicUrl: string | null) => documentHeaders(host, publicUrl)["strict-transport-security"];
  expect(said("friend.example", "https://friend.example")).toBe("max-age=31536000");
  expect(said("Friend.example", "https://friend.example")).toBe("max-age=31536000");
  const silent: readonly (readonly [string, string | null])[] = [
    ["friend.example", null], ["friend.example", "http://friend.example"], ["nas.local:4173", "https://nas.local:4173"], ["nas.local", "https://nas.local:4173"],
    ["localhost", "https://localhost"], ["a.localhost", "https://a.localhost"], ["192.168.1.5", "https://192.168.1.5"], ["nas.local", "https://friend.example"],
  ];
  for (const [host, publicUrl] of silent) expect([host, publicUrl, said(host, publicUrl)]).toEqual([host, publicUrl, undefined]);
});
