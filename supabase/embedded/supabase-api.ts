/** The Supabase-compatible auth and REST API over the host's database. */
import { App } from "@supabase/lite";
import type { Database } from "./database/database.ts";
import { letterDriver, letterTemplates } from "./letters/driver.ts";
import { codeMinutes } from "./letters/letter.ts";
import type { Post } from "./letters/letter.ts";
import type { Secrets } from "./secrets.ts";

export const minimumPasswordLength = 8;

/** Where letters go by mail a new account proves its address first; where they do not, it could not (E3). */
export function createSupabaseApi(database: Database, secrets: Secrets, siteUrl: string, post: Post): App {
  return new App({
    connection: database.connection,
    auth: {
      enabled: true,
      jwt_secret: secrets.jwtSecret,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      site_url: siteUrl,
      minimum_password_length: minimumPasswordLength,
      email: {
        enable_signup: true,
        enable_confirmations: post.by === "mail",
        double_confirm_changes: false,
        otp_length: 6,
        otp_expiry: codeMinutes * 60,
        template: letterTemplates,
      },
    },
    options: { drivers: { email: letterDriver(post) } },
  });
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
