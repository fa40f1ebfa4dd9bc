/** Keys of this installation: made at first start, kept in the data folder, readable by its owner only. */
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { codeOf, messageOf, StartError } from "./start-error.ts";

const secretsSchema = v.object({
  /** Signs the access tokens. */
  jwtSecret: v.pipe(v.string(), v.minLength(32)),
  /** What the app sends as `apikey`: not a secret, it stands for the role anon. */
  publishableKey: v.pipe(v.string(), v.startsWith("sb_publishable_")),
  /** Stands for service_role; never leaves the host. */
  secretKey: v.pipe(v.string(), v.startsWith("sb_secret_")),
});
export type Secrets = v.InferOutput<typeof secretsSchema>;

/** Written whole and synced before its name appears, so that a crash leaves either no secrets or all of them. */
function create(path: string): Secrets {
  const secrets: Secrets = {
    jwtSecret: randomBytes(48).toString("base64url"),
    publishableKey: `sb_publishable_${randomBytes(24).toString("base64url")}`,
    secretKey: `sb_secret_${randomBytes(24).toString("base64url")}`,
  };
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(secrets, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  return secrets;
}

/** Call it under the lock of the data folder. Throws a StartError when the file is damaged. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return create(path);
    throw new StartError(`The secrets in ${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  try {
    return v.parse(secretsSchema, JSON.parse(text));
  } catch (error) {
    throw new StartError(`The secrets in ${path} are damaged; restore the file from a backup.`, { cause: error });
  }
}
