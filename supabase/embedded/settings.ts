/** What the environment asks of the host, parsed once (DESIGN §1 names the variables). */
import { resolve } from "node:path";
import * as v from "valibot";
import type { CertificatePaths } from "./http/certificate.ts";
import type { SmtpSettings } from "./letters/smtp-post.ts";
import { StartError } from "./start-error.ts";

export interface Settings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
  /** Origin under which people reach the host, when it is not the one it listens on; no trailing slash. */
  readonly publicUrl: string | null;
  /** null: plain HTTP. */
  readonly tls: CertificatePaths | null;
  /** null: PGlite in the data folder. */
  readonly databaseUrl: string | null;
  /** How many proxies of ours stand before the host and write X-Forwarded-For; 0: none, the header is not read. */
  readonly trustedProxies: number;
  /** How many times the usual number of sign-ins and codes is allowed. */
  readonly rateFactor: number;
  /** null: codes are printed where the host runs. */
  readonly smtp: SmtpSettings | null;
}

const parsedUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

function isOrigin(text: string): boolean {
  const url = parsedUrl(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:$/.test(parsedUrl(text)?.protocol ?? "");
}

function isSmtpUrl(text: string): boolean {
  const url = parsedUrl(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== "" && /^\/?$/.test(url.pathname) && isEncoded(url.username) && isEncoded(url.password);
}
function isEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** An address, or `Name <address>`. */
const sender = /^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/;

/** Ports that mail servers take letters from people at: with TLS from the start, and without. */
const submissionPorts = { "smtps:": 465, "smtp:": 587 } as const;

/** Sender: SMTP_FROM, else the user when that is an address. */
function smtpSettings(address: string, from: string | undefined): SmtpSettings {
  const url = new URL(address);
  const user = url.username === "" ? null : decodeURIComponent(url.username);
  const sentFrom = from ?? (user !== null && sender.test(user) ? `Bondhu <${user}>` : null);
  if (sentFrom === null) throw new StartError("The setting SMTP_FROM must be set: SMTP_URL names no address that letters could come from.");
  const secure = url.protocol === "smtps:";
  const port = url.port === "" ? submissionPorts[secure ? "smtps:" : "smtp:"] : Number(url.port);
  return { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port, secure, user, password: decodeURIComponent(url.password), from: sentFrom };
}

const schema = v.object({
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, "must be a number from 0 to 65535"),
      v.transform(Number),
    ),
    "4173",
  ),
  HOST: v.optional(v.pipe(v.string(), v.regex(/^[\w.:%-]+$/, "must be a host name or an address")), "127.0.0.1"),
  BONDHU_DATA: v.optional(v.pipe(v.string(), v.transform((path) => resolve(path))), ".bondhu"),
  PUBLIC_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isOrigin, "must be an http or https address without a path"),
      v.transform((text) => new URL(text).origin),
    ),
  ),
  TLS_CERT: v.optional(v.pipe(v.string(), v.transform((path) => resolve(path)))),
  TLS_KEY: v.optional(v.pipe(v.string(), v.transform((path) => resolve(path)))),
  TRUST_PROXY: v.optional(
    v.pipe(v.string(), v.check((text) => /^[0-9]$/.test(text), "must be the number of proxies before the host, from 0 to 9"), v.transform(Number)),
    "0",
  ),
  RATE_FACTOR: v.optional(
    v.pipe(v.string(), v.check((text) => /^\d{1,6}(\.\d+)?$/.test(text) && Number(text) > 0, "must be a number above 0"), v.transform(Number)),
    "1",
  ),
  DATABASE_URL: v.optional(v.pipe(v.string(), v.check(isPostgresUrl, "must start with postgres:// or postgresql://"))),
  SMTP_URL: v.optional(v.pipe(v.string(), v.check(isSmtpUrl, "must be smtp://user:password@host:port or smtps://…, with special characters percent-encoded"))),
  SMTP_FROM: v.optional(v.pipe(v.string(), v.regex(sender, "must be an address, or a name and <an address>"))),
});

/** Both or neither; and then nobody is sent to an address that is not answered. */
function tlsOf(cert: string | undefined, key: string | undefined, publicUrl: string | undefined): CertificatePaths | null {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw new StartError(`The settings TLS_CERT and TLS_KEY belong together; ${cert === undefined ? "TLS_CERT" : "TLS_KEY"} is missing.`);
  if (publicUrl?.startsWith("http:") === true) throw new StartError(`The setting PUBLIC_URL must be an https address when TLS_CERT is set, but it is "${publicUrl}".`);
  return { cert, key };
}

/** Parses the environment; an empty variable counts as unset. Throws a StartError that names the wrong one. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const set = Object.fromEntries(Object.keys(schema.entries).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
  const parsed = v.safeParse(schema, set);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const name = String(issue.path?.[0].key);
    // They hold a password, which is never repeated.
    const got = name === "DATABASE_URL" || name === "SMTP_URL" ? "" : `, but it is ${JSON.stringify(set[name])}`;
    throw new StartError(`The setting ${name} ${issue.message}${got}.`);
  }
  const { PORT, HOST, BONDHU_DATA, PUBLIC_URL, DATABASE_URL, TLS_CERT, TLS_KEY, TRUST_PROXY, RATE_FACTOR, SMTP_URL, SMTP_FROM } = parsed.output;
  return {
    port: PORT,
    host: HOST,
    dataDir: BONDHU_DATA,
    publicUrl: PUBLIC_URL ?? null,
    tls: tlsOf(TLS_CERT, TLS_KEY, PUBLIC_URL),
    databaseUrl: DATABASE_URL ?? null,
    trustedProxies: TRUST_PROXY,
    rateFactor: RATE_FACTOR,
    smtp: SMTP_URL === undefined ? null : smtpSettings(SMTP_URL, SMTP_FROM),
  };
}
