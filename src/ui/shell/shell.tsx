/** The frame around every screen. */
import { type ReactNode, useEffect, useRef } from "react";
import { m } from "../../i18n/messages.ts";
import { Toasts } from "../kit/toast.tsx";
import { BottomBar, TopBar } from "./bars.tsx";
import { Rail } from "./rail.tsx";
import { Strips } from "./strips.tsx";
import { useKeyboard } from "./use-keyboard.ts";
import { useMedia } from "./use-media.ts";

/** `path` is the screen that is shown, which is not the address while the help card lies over it. */
export function Shell({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const desk = useMedia("(min-width: 56.25rem)");
  const page = useRef<HTMLElement>(null);
  useKeyboard();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    page.current?.scrollTo(0, 0);
  }, [path]);
  return (
    <div className="shell">
      <a href="#page" className="skip-link" onClick={(event) => (event.preventDefault(), page.current?.focus())}>
        {m.skip_to_content()}
      </a>
      {desk ? <Rail key="rail" /> : <TopBar key="top" />}
      <main key="page" id="page" ref={page} tabIndex={-1} className="flex flex-col">
        <Strips />
        <div className="min-h-0 grow">{children}</div>
      </main>
      {desk ? null : <BottomBar />}
      <Toasts />
    </div>
  );
}
