/** M10: the focus among the messages. Only one article at a time has its buttons in the tab order. */

export const articleOf = (target: EventTarget | null): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>("article[data-message-id]") : null);
export const logOf = (root: HTMLElement): HTMLElement | null => root.querySelector<HTMLElement>('[role="log"]');
const articlesIn = (root: HTMLElement): HTMLElement[] => [...root.querySelectorAll<HTMLElement>("article[data-message-id]")];

export function focusArticle(article: HTMLElement): void {
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "nearest" });
}

export function lastArticle(root: HTMLElement): HTMLElement | null {
  return articlesIn(root).at(-1) ?? null;
}

export function neighbour(root: HTMLElement, article: HTMLElement, by: -1 | 1): HTMLElement | null {
  const all = articlesIn(root);
  return all[all.indexOf(article) + by] ?? null;
}

/** The first one that can be seen, from the top or from the bottom. */
export function visibleArticle(root: HTMLElement, from: "top" | "bottom"): HTMLElement | null {
  const frame = logOf(root)?.getBoundingClientRect();
  if (frame === undefined) return null;
  const seen = articlesIn(root).filter((article) => {
    const box = article.getBoundingClientRect();
    return box.bottom > frame.top && box.top < frame.bottom;
  });
  return seen.at(from === "top" ? 0 : -1) ?? null;
}

/** Scrolls to an end of what is loaded and focuses the message there, once the list has drawn it. */
export function focusEnd(root: HTMLElement, end: "first" | "last"): void {
  const log = logOf(root);
  if (log === null) return;
  log.scrollTop = end === "first" ? 0 : log.scrollHeight;
  // One frame for the list to hear of it, one to draw.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const article = articlesIn(root).at(end === "first" ? 0 : -1);
      if (article !== undefined) focusArticle(article);
    }),
  );
}

/** Buttons of the focused message are reached by Tab, those of a hundred others are not. Returns the clean-up. */
export function keepTabOrder(root: HTMLElement): () => void {
  let active: HTMLElement | null = null;
  const setTabs = (article: HTMLElement | null, index: 0 | -1): void => {
    for (const button of article?.querySelectorAll<HTMLElement>("[data-more]") ?? []) button.tabIndex = index;
  };
  const focusIn = (event: FocusEvent): void => {
    const article = articleOf(event.target);
    if (article === active) return;
    setTabs(active, -1);
    setTabs(article, 0);
    active = article;
  };
  root.addEventListener("focusin", focusIn);
  return () => root.removeEventListener("focusin", focusIn);
}
