/** A native modal dialog: rises from the thumb on a phone, sits in the middle on a desk. Esc, the backdrop and the phone's back close it. */
import { clsx } from "clsx";
import X from "lucide-react/icons/x";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { m } from "../../i18n/messages.ts";
import { IconButton } from "./icon-button.tsx";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** `full` fills a phone's screen; `fit` is as tall as what it holds. */
  readonly size?: "fit" | "full";
  readonly children: ReactNode;
}

export function Sheet({ open, onClose, title, size = "fit", children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A layout effect, since its clean-up still finds the dialog in the page: only `close` gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null || !open) return undefined;
    element.showModal();
    return () => element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={clsx("sheet", size === "full" && "sheet-full")}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {open ? (
        <div className="sheet-page">
          <header className="flex items-start justify-between gap-3 pb-3">
            <h2 id={id} tabIndex={-1} autoFocus className="text-title pt-1 outline-none">
              {title}
            </h2>
            <IconButton label={m.close()} onClick={onClose} className="-mr-2">
              <X aria-hidden="true" />
            </IconButton>
          </header>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
