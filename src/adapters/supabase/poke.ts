/** L6: realtime tells that something changed, never what. Losing every poke costs delay, never data. */
import type { ConfigSource } from "./config.ts";
import { loadClient } from "./client.ts";
import type { Session } from "./session.ts";

export interface PokeOptions {
  readonly userId: string;
  readonly config: ConfigSource;
  readonly session: Session;
  /** Also after each (re)connection: what was said meanwhile was said to nobody. */
  readonly onPoke: () => void;
}

/** Listens on the account's private topic until stopped. supabase-js reconnects and rejoins by itself. */
export function listenForPokes({ userId, config, session, onPoke }: PokeOptions): { stop(): void } {
  let stopped = false;
  let close: (() => Promise<unknown>) | null = null;

  async function start(): Promise<void> {
    const server = await config();
    if (server === null || stopped) return;
    const client = await loadClient(server, async () => {
      const token = await session.accessToken();
      return token.ok ? token.value : null;
    });
    // Without it a channel subscribed right after createClient joins without the token and hears nothing.
    await client.realtime.setAuth();
    if (stopped) return;
    const channel = client.channel(`sync:${userId}`, { config: { private: true } });
    close = () => client.removeAllChannels();
    channel
      .on("broadcast", { event: "poke" }, () => onPoke())
      .subscribe((status) => {
        if (status === "SUBSCRIBED") onPoke();
      });
  }

  // No realtime is no error: the engine's timer still pulls.
  start().catch(() => undefined);
  return {
    stop() {
      stopped = true;
      // Whether the server heard the farewell or not: nobody listens here any more.
      close?.().catch(() => undefined);
    },
  };
}
