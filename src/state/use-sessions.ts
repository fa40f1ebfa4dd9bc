/** The session history, for as long as a screen shows it. */
import { useCallback, useState } from "react";
import type { SessionHistory, SessionItem } from "../runtime/life/views.ts";
import type { Queries } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

interface Opened {
  readonly queries: Queries;
  readonly history: SessionHistory;
}
const open = (queries: Queries): Opened => ({ queries, history: queries.sessions() });

export interface SessionsHandle {
  /** undefined until the device has answered. */
  readonly view: { readonly sessions: readonly SessionItem[]; readonly hasOlder: boolean } | undefined;
  readonly loadOlder: () => void;
}

export function useSessions(): SessionsHandle {
  const { queries } = useRuntime();
  const [opened, setOpened] = useState(() => open(queries));
  // Another account's queries are another history.
  const current = opened.queries === queries ? opened : open(queries);
  if (current !== opened) setOpened(current);
  const { history } = current;
  const loadOlder = useCallback(() => history.loadOlder(), [history]);
  return { view: useLive(history), loadOlder };
}
