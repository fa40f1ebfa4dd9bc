/** M1: a finger held still on a message. A mouse has its right button, and a finger that moves is scrolling. */
import { articleOf } from "./roving.ts";

const heldMs = 450;
/** A finger is never quite still. CSS pixels. */
const slack = 10;

/** Returns the clean-up. */
export function onLongPress(root: HTMLElement, open: (article: HTMLElement) => void): () => void {
  let timer = 0;
  let from = { x: 0, y: 0 };
  const cancel = (): void => clearTimeout(timer);
  /** What the finger lies on must not be clicked when it is lifted. */
  const swallowClick = (): void => {
    const swallow = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    root.addEventListener("click", swallow, { capture: true, once: true });
    addEventListener("pointerup", () => setTimeout(() => root.removeEventListener("click", swallow, { capture: true })), { once: true });
  };
  const down = (event: PointerEvent): void => {
    cancel();
    const article = articleOf(event.target);
    if (event.pointerType === "mouse" || !event.isPrimary || article === null) return;
    if (article.dataset["selectable"] !== undefined || (event.target instanceof Element && event.target.closest("button") !== null)) return;
    from = { x: event.clientX, y: event.clientY };
    timer = window.setTimeout(() => {
      swallowClick();
      navigator.vibrate?.(10);
      open(article);
    }, heldMs);
  };
  const move = (event: PointerEvent): void => {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > slack) cancel();
  };
  root.addEventListener("pointerdown", down);
  root.addEventListener("pointermove", move);
  for (const type of ["pointerup", "pointercancel"]) root.addEventListener(type, cancel);
  return () => {
    cancel();
    root.removeEventListener("pointerdown", down);
    root.removeEventListener("pointermove", move);
    for (const type of ["pointerup", "pointercancel"]) root.removeEventListener(type, cancel);
  };
}
