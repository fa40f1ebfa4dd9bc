/** supabase-js, loaded only in a page and only when it is needed: it must not weigh on the first screen nor on the worker. */
import type { SupabaseClient } from "@supabase/supabase-js";
import type { ServerConfig } from "./config.ts";

/** Sessions are ours to keep and refresh (C5): the client neither stores nor renews nor looks for them. */
export async function loadClient(config: ServerConfig, accessToken?: () => Promise<string | null>): Promise<SupabaseClient> {
  const { createClient } = await import("@supabase/supabase-js");
  return createClient(config.supabaseUrl, config.publishableKey, {
    ...(accessToken === undefined ? {} : { accessToken }),
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}
