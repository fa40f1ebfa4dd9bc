/** What the environment asks of the host, parsed once (DESIGN §1 names the variables). */
import { resolve } from "node:path";
import * as v from "valibot";
import type { CertificatePaths } from "./http/certificate.ts";
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
}

const parsedUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

function isOrigin(text: string): boolean {
  const url = parsedUrl(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:$/.test(parsedUrl(text)?.protocol ?? "");
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
    // A database address holds a password: it is never repeated.
    const got = name === "DATABASE_URL" ? "" : `, but it is ${JSON.stringify(set[name])}`;
    throw new StartError(`The setting ${name} ${issue.message}${got}.`);
  }
  const { PORT, HOST, BONDHU_DATA, PUBLIC_URL, DATABASE_URL, TLS_CERT, TLS_KEY, TRUST_PROXY, RATE_FACTOR } = parsed.output;
  return {
    port: PORT,
    host: HOST,
    dataDir: BONDHU_DATA,
    publicUrl: PUBLIC_URL ?? null,
    tls: tlsOf(TLS_CERT, TLS_KEY, PUBLIC_URL),
    databaseUrl: DATABASE_URL ?? null,
    trustedProxies: TRUST_PROXY,
    rateFactor: RATE_FACTOR,
  };
}
