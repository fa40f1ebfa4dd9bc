/** A sheet's being open lives in the history entry, so the phone's back closes it before it leaves the screen, and a reload keeps it. */
import { useLocation, useNavigate } from "react-router";

/** `location.state` as this app writes it; anything else is treated as absent. */
export function sheetIn(state: unknown): string | null {
  if (typeof state !== "object" || state === null || !("sheet" in state)) return null;
  return typeof state.sheet === "string" ? state.sheet : null;
}

export function useSheet(name: string): { readonly open: boolean; readonly show: () => void; readonly hide: () => void } {
  const location = useLocation();
  const navigate = useNavigate();
  const open = sheetIn(location.state) === name;
  const kept: object = typeof location.state === "object" && location.state !== null ? location.state : {};
  return {
    open,
    show: () => {
      if (!open) void navigate(location, { state: { ...kept, sheet: name } });
    },
    hide: () => {
      if (open) void navigate(-1);
    },
  };
}
