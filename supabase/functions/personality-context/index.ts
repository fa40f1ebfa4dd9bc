/** Entry of the personality-context function as Supabase deploys it; everything it does is in `handler.ts`. */
import { createHandler } from "./handler.ts";

declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  serve(handler: (request: Request) => Promise<Response>): unknown;
};

Deno.serve(
  createHandler({
    supabaseUrl: Deno.env.get("SUPABASE_URL") ?? "",
    publishableKey: Deno.env.get("SUPABASE_ANON_KEY") ?? "",
    fetch: (input, init) => fetch(input, init),
  }),
);
