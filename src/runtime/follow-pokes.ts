/** L6 in a page: listens while there is an account to listen for. */
import type { Live } from "../shared/live.ts";
import type { Clock } from "../sync/ports.ts";
import type { Connection } from "./connection.ts";

/** Realtime may wait this long: the first pull has brought what was missed. */
const delayMs = 1000;

export function followPokes(connection: Live<Connection | null>, clock: Clock, onPoke: () => void): () => void {
  let stopListening = (): void => undefined;

  function listen({ account: { userId }, session, config }: Connection): () => void {
    if (userId === null || session === null) return () => undefined;
    let stopped = false;
    let poke: { stop(): void } | null = null;
    const cancel = clock.after(delayMs, () => {
      import("../adapters/supabase/poke.ts").then(
        ({ listenForPokes }) => {
          if (!stopped) poke = listenForPokes({ userId, config, session, onPoke });
        },
        // Not to be had now: the slow timer pulls.
        () => undefined,
      );
    });
    return () => {
      stopped = true;
      cancel();
      poke?.stop();
    };
  }

  const stop = connection.subscribe((current) => {
    stopListening();
    stopListening = current === null ? () => undefined : listen(current);
  });
  return () => {
    stop();
    stopListening();
  };
}
