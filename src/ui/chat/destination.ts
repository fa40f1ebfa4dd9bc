/** F8: where in the conversation a history entry leads, so that back and forward and a reload find it. */
import { useCallback } from "react";
import { useLocation, useNavigate } from "react-router";
import { useReadingPlace } from "../../state/reading-place.ts";
import type { TimelinePlace } from "../../state/views.ts";

export interface Destination extends TimelinePlace {
  /** A day's beginning stands at the top; a message that was found in the middle. */
  readonly kind: "message" | "day";
}

/** `location.state` as this app writes it; anything else leads nowhere. */
export function destinationIn(state: unknown): Destination | null {
  if (typeof state !== "object" || state === null || !("at" in state)) return null;
  const { at } = state;
  if (typeof at !== "object" || at === null || !("stamp" in at) || !("id" in at)) return null;
  const { stamp, id } = at;
  if (typeof stamp !== "string" || typeof id !== "string") return null;
  return { stamp, id, kind: "kind" in at && at.kind === "day" ? "day" : "message" };
}

/** What was searched for when one left the list that this entry shows; "" for nothing. */
export function queryIn(state: unknown): string {
  if (typeof state !== "object" || state === null || !("query" in state)) return "";
  return typeof state.query === "string" ? state.query : "";
}

export interface Jumps {
  readonly destination: Destination | null;
  /** A new history entry: back returns to where one was, with what was searched for, also after a reload. */
  readonly jump: (destination: Destination, query: string) => void;
  /** To the end of the conversation, whatever was read before. */
  readonly latest: () => void;
}

export function useJumps(): Jumps {
  const { pathname, search, hash, state } = useLocation();
  const navigate = useNavigate();
  const jump = useCallback(
    ({ stamp, id, kind }: Destination, query: string) => {
      const here: object = typeof state === "object" && state !== null ? state : {};
      void navigate({ pathname, search, hash }, { replace: true, state: { ...here, query } });
      void navigate({ pathname, search, hash }, { state: { at: { stamp, id, kind } } });
    },
    [navigate, pathname, search, hash, state],
  );
  const latest = useCallback(() => {
    useReadingPlace.getState().remember(null);
    void navigate({ pathname, search, hash }, { state: null });
  }, [navigate, pathname, search, hash]);
  return { destination: destinationIn(state), jump, latest };
}
