/** M10: the keys of the conversation. In the field only those that write nothing; Safari's Enter of an input method is not one of ours. */
import type { RefObject } from "react";
import { articleOf, focusArticle, focusEnd, lastArticle, logOf, neighbour, visibleArticle } from "./roving.ts";

export interface Acts {
  open(article: HTMLElement): void;
  copy(article: HTMLElement): void;
  remove(article: HTMLElement): void;
  undo(): void;
  help(): void;
}

/** Returns the clean-up. */
export function onKeys(root: HTMLElement, field: RefObject<HTMLTextAreaElement | null>, acts: Acts): () => void {
  /** True: the key was ours. */
  const inField = (event: KeyboardEvent, text: string): boolean => {
    if (event.isComposing || event.key !== "ArrowUp" || text !== "") return false;
    const last = lastArticle(root);
    if (last !== null) focusArticle(last);
    return last !== null;
  };

  const move = (article: HTMLElement | null, by: -1 | 1): boolean => {
    if (article === null) {
      const next = visibleArticle(root, by === 1 ? "top" : "bottom");
      if (next !== null) focusArticle(next);
      return next !== null;
    }
    const next = neighbour(root, article, by);
    if (next !== null) focusArticle(next);
    // Below the last message is the place to write.
    else if (by === 1) field.current?.focus();
    return true;
  };

  const withModifier = (event: KeyboardEvent, article: HTMLElement | null): boolean => {
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) {
      acts.undo();
      return true;
    }
    if (key !== "c" || article === null || getSelection()?.isCollapsed === false) return false;
    acts.copy(article);
    return true;
  };

  const inLog = (event: KeyboardEvent, target: Element): boolean => {
    const article = articleOf(target);
    const onMessage = target === article;
    if (event.ctrlKey || event.metaKey) return withModifier(event, article);
    if (event.altKey) return false;
    switch (event.key) {
      case "ArrowUp":
        return move(article, -1);
      case "ArrowDown":
        return move(article, 1);
      case "Home":
      case "End":
        focusEnd(root, event.key === "Home" ? "first" : "last");
        return true;
      case "Escape":
        field.current?.focus();
        return true;
      case "?":
        acts.help();
        return true;
      case "Delete":
        if (onMessage) acts.remove(article);
        return onMessage;
      case "Enter":
        if (onMessage) acts.open(article);
        return onMessage;
      case "F10":
      case "ContextMenu":
        if (article === null || (event.key === "F10" && !event.shiftKey)) return false;
        acts.open(article);
        return true;
      default:
        return false;
    }
  };

  const keyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.defaultPrevented || !(target instanceof Element)) return;
    const help = event.key === "/" && (event.ctrlKey || event.metaKey);
    if (help) acts.help();
    const log = logOf(root);
    const ours = help || (target instanceof HTMLTextAreaElement ? inField(event, target.value) : log?.contains(target) === true && inLog(event, target));
    if (ours) event.preventDefault();
  };
  root.addEventListener("keydown", keyDown);
  return () => root.removeEventListener("keydown", keyDown);
}
