/** Runs the edge functions in this process, as they are deployed: one handler per folder of supabase/functions. */

/** What a function's `handler.ts` is given. */
export interface EdgeEnvironment {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly fetch: typeof fetch;
  get(name: string): string | undefined;
}
export type EdgeHandler = (request: Request) => Promise<Response>;
export interface EdgeModule {
  createHandler(environment: EdgeEnvironment): EdgeHandler;
}

/** Functions by name, from modules by path (`../functions/<name>/handler.ts`). */
export function edgeHandlers(modules: Readonly<Record<string, EdgeModule>>, environment: EdgeEnvironment): ReadonlyMap<string, EdgeHandler> {
  return new Map(
    Object.entries(modules).map(([path, module]) => {
      const name = path.split("/").at(-2);
      if (name === undefined || typeof module.createHandler !== "function") throw new Error(`${path} exports no createHandler`);
      return [name, module.createHandler(environment)];
    }),
  );
}

/** A fetch that answers requests to `ownOrigin` by `serve`, without a socket, and sends the others out. */
export function inProcessFetch(ownOrigin: string, serve: (request: Request) => Promise<Response>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    return new URL(request.url).origin === ownOrigin ? await serve(request) : await fetch(request);
  };
}
