/** M1: what can be done with a message, as a menu beside it. One at a time; arrows move, Esc, Tab and a press elsewhere close it. */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { m } from "../../../i18n/messages.ts";
import { type Box, placeMenu } from "./place.ts";

export interface MenuItem {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly sign: ReactNode;
  readonly care?: boolean;
  readonly run: () => void;
}

interface Props {
  readonly anchor: Box;
  /** One's own messages stand at the right. */
  readonly end: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly label: string; readonly chosen: boolean }[];
  readonly onReact: (emoji: string) => void;
  readonly items: readonly MenuItem[];
  /** `focus`: whether the focus should go back to where it was. */
  readonly onClose: (focus: boolean) => void;
}

/** The next place of the focus; null: the key is none of the menu's. */
function step(key: string, rows: readonly (readonly HTMLElement[])[], row: number, column: number): HTMLElement | null {
  const line = rows[row] ?? [];
  switch (key) {
    case "ArrowDown":
      return rows[(row + 1) % rows.length]?.[0] ?? null;
    case "ArrowUp":
      return rows[(row - 1 + rows.length) % rows.length]?.[0] ?? null;
    case "ArrowRight":
      return line[(column + 1) % line.length] ?? null;
    case "ArrowLeft":
      return line[(column - 1 + line.length) % line.length] ?? null;
    case "Home":
      return rows[0]?.[0] ?? null;
    case "End":
      return rows.at(-1)?.[0] ?? null;
    default:
      return null;
  }
}

export function MessageMenu({ anchor, end, reactions, onReact, items, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useLayoutEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    // By hand and not "auto": lifting the finger or button that opened it would close that again.
    element.showPopover();
    element.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }, []);
  // Again when a line has come to it.
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const { left, top } = placeMenu(anchor, { width: element.offsetWidth, height: element.offsetHeight }, { width: innerWidth, height: innerHeight }, end);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [anchor, end, items.length]);
  useEffect(() => {
    const away = (event: Event): void => {
      if (event.target instanceof Node && menu.current?.contains(event.target) === true) return;
      close.current(false);
    };
    const leave = (): void => close.current(false);
    document.addEventListener("pointerdown", away, true);
    addEventListener("resize", leave);
    addEventListener("blur", leave);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      removeEventListener("resize", leave);
      removeEventListener("blur", leave);
    };
  }, []);
  // The phone's back closes it before it leaves the screen, where the browser tells (Esc comes this way as well then).
  useEffect(() => {
    const Watcher = (window as { readonly CloseWatcher?: new () => EventTarget & { destroy(): void } }).CloseWatcher;
    if (Watcher === undefined) return undefined;
    const watcher = new Watcher();
    watcher.addEventListener("close", () => close.current(true));
    return () => watcher.destroy();
  }, []);

  const keyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose(true);
      return;
    }
    const rows = [...(menu.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].map((row) => (row.matches("button") ? [row] : [...row.querySelectorAll<HTMLElement>("button")]));
    const row = rows.findIndex((line) => line.some((button) => button === document.activeElement));
    const next = step(event.key, rows, row, rows[row]?.findIndex((button) => button === document.activeElement) ?? 0);
    if (next === null) return;
    event.preventDefault();
    next.focus();
  };

  return (
    // The arrows are the menu's; each item has its own click.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={menu} popover="manual" role="menu" aria-label={m.hand_menu()} className="chat-menu" onKeyDown={keyDown} onContextMenu={(event) => event.preventDefault()}>
      <div data-row role="group" aria-label={m.hand_react()} className="chat-menu-faces">
        {reactions.map(({ emoji, label, chosen }) => (
          <button key={emoji} type="button" role="menuitemradio" aria-checked={chosen} aria-label={label} title={label} tabIndex={-1} onClick={() => onReact(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      {items.map(({ label, hint, sign, care, run }) => (
        <button key={label} data-row type="button" role="menuitem" tabIndex={-1} data-care={care === true || undefined} className="chat-menu-item" onClick={run}>
          {sign}
          <span>
            {label}
            {hint === undefined ? null : <small> {hint}</small>}
          </span>
        </button>
      ))}
    </div>
  );
}
