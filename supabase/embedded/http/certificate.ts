/** The certificate the host shows and its key: read from PEM files, checked, and read again when they are renewed. */
import { X509Certificate, createPrivateKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { readFileSync, unwatchFile, watchFile } from "node:fs";
import { codeOf, messageOf, StartError } from "../start-error.ts";

/** Absolute paths of PEM files. */
export interface CertificatePaths {
  /** The host's certificate, and behind it those that lead to its authority. */
  readonly cert: string;
  readonly key: string;
}
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** How often a renewed file is looked for; certificates are renewed weeks before they end. */
const lookEveryMs = 30_000;

function read(setting: "TLS_CERT" | "TLS_KEY", path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = { ENOENT: "there is no such file", EACCES: "this user may not read it", EISDIR: "it is a folder" }[codeOf(error) ?? ""] ?? messageOf(error);
    throw new StartError(`The file of ${setting}, ${path}, cannot be read: ${why}.`, { cause: error });
  }
}

function parseCertificate(pem: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new StartError(`The file of TLS_CERT, ${path}, is not a certificate in PEM form.`, { cause: error });
  }
}

function parseKey(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const locked = codeOf(error) === "ERR_MISSING_PASSPHRASE" || pem.includes("ENCRYPTED");
    throw new StartError(`The file of TLS_KEY, ${path}, ${locked ? "is locked with a passphrase; the host needs it without one" : "is not a private key in PEM form"}.`, { cause: error });
  }
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Throws a StartError where no browser could accept what the files hold. */
export function loadCertificate(paths: CertificatePaths, now: Date): Certificate {
  const [cert, key] = [read("TLS_CERT", paths.cert), read("TLS_KEY", paths.key)];
  const certificate = parseCertificate(cert, paths.cert);
  if (!certificate.checkPrivateKey(parseKey(key, paths.key))) throw new StartError(`The key in TLS_KEY, ${paths.key}, does not belong to the certificate in TLS_CERT, ${paths.cert}.`);
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (to <= now) throw new StartError(`The certificate in TLS_CERT, ${paths.cert}, ended on ${day(to)}; renew it.`);
  if (from > now) throw new StartError(`The certificate in TLS_CERT, ${paths.cert}, begins only on ${day(from)}; is this machine's clock right?`);
  return { cert, key };
}

export interface FollowedCertificate {
  /** Reads the files now. */
  renew(): void;
  stop(): void;
}

/**
 * Gives `show` every renewed certificate. One that cannot be used (half written, or its key not there yet) is logged and left: the
 * host goes on with the one it has, and looks again when a file changes.
 */
export function followCertificate(paths: CertificatePaths, show: (certificate: Certificate) => void, log: (line: string) => void): FollowedCertificate {
  const renew = (): void => {
    try {
      show(loadCertificate(paths, new Date()));
      log("The certificate was read again.");
    } catch (error) {
      log(`The renewed certificate is not used, the host goes on with the one it has: ${messageOf(error)}`);
    }
  };
  // Asked for by name each time, so a link that is pointed elsewhere counts, and a file that is replaced.
  const files = [paths.cert, paths.key];
  for (const file of files) watchFile(file, { interval: lookEveryMs, persistent: false }, renew);
  return {
    renew,
    stop: () => {
      for (const file of files) unwatchFile(file, renew);
    },
  };
}
