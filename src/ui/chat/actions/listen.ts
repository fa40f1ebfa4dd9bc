/** M1: every way to a message's actions, listened for at the screen's root, so that a row costs nothing. */
import type { RefObject } from "react";
import { formatNumber } from "../../../i18n/format.ts";
import { m } from "../../../i18n/messages.ts";
import { maxMessageLength } from "../../../domain/records.ts";
import { toast } from "../../kit/toast.tsx";
import { onLongPress } from "./long-press.ts";
import { type Acts, onKeys } from "./on-keys.ts";
import type { Box } from "./place.ts";
import { articleOf, focusArticle, keepTabOrder } from "./roving.ts";

export type OpenMenu = (article: HTMLElement, anchor: Box, from: HTMLElement | null) => void;

/** A paste that makes the text so many times as long as a message may be is a mistake, and would only make the field slow. */
const hugeTimes = 5;

function refuseHugePaste(event: ClipboardEvent): void {
  const field = event.target;
  const length = event.clipboardData?.getData("text/plain").length ?? 0;
  if (!(field instanceof HTMLTextAreaElement) || field.value.length + length <= hugeTimes * maxMessageLength) return;
  event.preventDefault();
  toast(m.hand_paste_huge({ length: formatNumber(length), max: formatNumber(maxMessageLength) }), { tone: "care", ms: 10_000 });
}

const wordsOf = (article: HTMLElement): Box => (article.querySelector<HTMLElement>(".chat-slip, .chat-bare, .chat-words") ?? article).getBoundingClientRect();

/** Says by `data-actions` that it listens. Returns the clean-up. */
export function listen(root: HTMLElement, field: RefObject<HTMLTextAreaElement | null>, open: OpenMenu, acts: Omit<Acts, "open">): () => void {
  const click = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-more]") : null;
    const article = articleOf(button);
    if (button !== null && article !== null) open(article, button.getBoundingClientRect(), button);
  };
  const contextMenu = (event: MouseEvent): void => {
    const article = articleOf(event.target);
    if (article === null) return;
    // What the browser offers for a selection or a link is better than anything of ours.
    const linked = event.target instanceof Element && event.target.closest("a[href]") !== null;
    if (linked || getSelection()?.isCollapsed === false || article.dataset["selectable"] !== undefined) return;
    event.preventDefault();
    // A finger's has been met by the long press, and the keys' by onKeys.
    if (event.button !== 2 || (event instanceof PointerEvent && event.pointerType === "touch")) return;
    focusArticle(article);
    open(article, { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY }, article);
  };
  const stops = [
    keepTabOrder(root),
    onLongPress(root, (article) => open(article, wordsOf(article), document.activeElement instanceof HTMLElement ? document.activeElement : null)),
    onKeys(root, field, { ...acts, open: (article) => open(article, wordsOf(article), article) }),
  ];
  root.addEventListener("click", click);
  root.addEventListener("contextmenu", contextMenu);
  root.addEventListener("paste", refuseHugePaste);
  root.dataset["actions"] = "";
  return () => {
    for (const stop of stops) stop();
    root.removeEventListener("click", click);
    root.removeEventListener("contextmenu", contextMenu);
    root.removeEventListener("paste", refuseHugePaste);
    delete root.dataset["actions"];
  };
}
