/** The Supabase-compatible auth and REST API over the host's database. */
import { App, InMemoryEmailDriver } from "@supabase/lite";
import type { Database } from "./database/database.ts";
import type { Secrets } from "./secrets.ts";

const minimumPasswordLength = 8;

/** E-mail confirmation is off, so sign-up works with no mail server; what would be sent is kept in memory, the newest few. */
export function createSupabaseApi(database: Database, secrets: Secrets, siteUrl: string): { readonly app: App; readonly email: InMemoryEmailDriver } {
  const email = new InMemoryEmailDriver({ maxKeepCount: 100 });
  const app = new App({
    connection: database.connection,
    auth: {
      enabled: true,
      jwt_secret: secrets.jwtSecret,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      site_url: siteUrl,
      minimum_password_length: minimumPasswordLength,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: { drivers: { email } },
  });
  return { app, email };
}

/**
 * Does the first request's work before there is one: the API looks up the schema and grants table rights once per
 * process, and on a pool of connections two first requests would do so at the same time and fail.
 */
export async function warmUp(app: App, database: Database): Promise<void> {
  await app.init();
  await database.connection.clearSchemaCache();
  await database.connection.withContext({ auth: { role: "anon" } }, async () => undefined);
  await database.connection.introspect({ useCache: true });
}
