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

export interface Jumps {
  readonly destination: Destination | null;
  /** A new history entry: back returns to where one was. */
  readonly jump: (destination: Destination) => void;
  /** To the end of the conversation, whatever was read before. */
  readonly latest: () => void;
}

export function useJumps(): Jumps {
  const { pathname, search, hash, state } = useLocation();
  const navigate = useNavigate();
  const jump = useCallback(({ stamp, id, kind }: Destination) => void navigate({ pathname, search, hash }, { state: { at: { stamp, id, kind } } }), [navigate, pathname, search, hash]);
  const latest = useCallback(() => {
    useReadingPlace.getState().remember(null);
    void navigate({ pathname, search, hash }, { state: null });
  }, [navigate, pathname, search, hash]);
  return { destination: destinationIn(state), jump, latest };
}
