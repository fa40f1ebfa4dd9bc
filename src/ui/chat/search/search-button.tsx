/** The way to the search, and the sheet it opens, which is loaded when it is first asked for. */
import Search from "lucide-react/icons/search";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { m } from "../../../i18n/messages.ts";
import { IconButton } from "../../kit/icon-button.tsx";
import { useSheet } from "../../kit/use-sheet.ts";
import { barActions } from "../../shell/bar-actions.ts";
import { useMedia } from "../../shell/use-media.ts";
import type { Destination } from "../destination.ts";

const SearchSheet = lazy(async () => ({ default: (await import("./search-sheet.tsx")).SearchSheet }));

const never = () => () => undefined;

/** For whoever opens the search by a key: {@link useSheet} with this name. */
export const searchSheet = "search";

export function SearchButton({ onJump }: { readonly onJump: (destination: Destination, query: string) => void }) {
  const { open, show, hide } = useSheet(searchSheet);
  // A phone has a bar at the top; at a desk there is room beside the column. The bar comes and goes with the shell: looked for anew
  // whenever this is drawn, and right after.
  useMedia("(min-width: 56.25rem)");
  const bar = useSyncExternalStore(never, () => document.getElementById(barActions));
  const button = (
    <IconButton label={m.search_open()} className={bar === null ? "chat-search" : undefined} onClick={show}>
      <Search aria-hidden="true" size={bar === null ? 20 : 22} />
    </IconButton>
  );
  return (
    <>
      {bar === null ? button : createPortal(button, bar)}
      {open ? (
        <Suspense>
          <SearchSheet onClose={hide} onJump={onJump} />
        </Suspense>
      ) : null}
    </>
  );
}
