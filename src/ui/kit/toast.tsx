/** A short word at the foot of the page, with at most one way back. Styled by the kit, since the page's policy forbids injected styles. */
import { useEffect, useSyncExternalStore } from "react";
import { Button } from "./button.tsx";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "care";
  readonly action: { readonly label: string; readonly run: () => void } | null;
  readonly ms: number;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export const dismissToast = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

/** Shows a word; returns its id. The newest three stay. An `action` is offered for `ms`, 10 s unless told. */
export function toast(text: string, options: { readonly tone?: Toast["tone"]; readonly action?: Toast["action"]; readonly ms?: number } = {}): number {
  lastId += 1;
  const action = options.action ?? null;
  set([...toasts, { id: lastId, text, tone: options.tone ?? "plain", action, ms: options.ms ?? (action === null ? 6000 : 10_000) }].slice(-3));
  return lastId;
}

function Line({ toast: { id, text, tone, action, ms } }: { readonly toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(id), ms);
    return () => clearTimeout(timer);
  }, [id, ms]);
  return (
    <li className={`toast cut pointer-events-auto flex items-center gap-3 py-2 pr-2 pl-5 shadow-lift ${tone === "care" ? "bg-brick-soft text-ink" : "bg-ink text-paper"}`}>
      <span className="py-1.5 pr-3">{text}</span>
      {action === null ? null : (
        <Button
          tone="primary"
          className="min-h-11"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
    </li>
  );
}

/** Mounted once, by the shell; a live region that is always in the page. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <ul aria-live="polite" className="pointer-events-none fixed inset-x-3 bottom-(--toast-bottom) z-20 grid justify-items-center gap-2">
      {shown.map((entry) => (
        <Line key={entry.id} toast={entry} />
      ))}
    </ul>
  );
}
