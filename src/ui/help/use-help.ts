/** Opens and closes the card; what is open is durable (R7), so a reload or a crash finds it again. */
import { useCallback } from "react";
import { useLocation, useNavigate } from "react-router";
import { useCommands } from "../../state/use-commands.ts";
import { helpPath, screenUnder } from "./help-place.ts";

let writes: Promise<void> = Promise.resolve();

/** One after another, so that a quick close never overtakes its open. A failed write must not stand in the way of the card. */
function keep(write: () => Promise<void>): void {
  writes = writes.then(write).catch((reason: unknown) => {
    console.warn("The help card's state was not kept", reason);
  });
}

interface Help {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly show: () => void;
  readonly close: () => void;
  readonly settle: () => void;
}

export function useHelp(): Help {
  const location = useLocation();
  const navigate = useNavigate();
  const commands = useCommands();
  const isOpen = location.pathname === helpPath;
  /** Shows the card without marking it opened by hand: something was recognised. */
  const show = useCallback(() => {
    if (!isOpen) void navigate(helpPath, { state: { under: { pathname: location.pathname, search: location.search, hash: location.hash } } });
  }, [isOpen, location, navigate]);
  /** The card has been left, by its button or by the phone's back: it stays closed after a reload. */
  const settle = useCallback(() => keep(() => commands.closeCrisis()), [commands]);
  return {
    isOpen,
    show,
    open: () => {
      show();
      keep(() => commands.openCrisis());
    },
    settle,
    close: () => {
      if (!isOpen) return;
      if (location.key !== "default" && location.state !== null) void navigate(-1);
      else void navigate(screenUnder(location), { replace: true });
    },
  };
}
