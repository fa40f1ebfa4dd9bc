/** When something is on screen: a frame has begun after the change, and a task has run after that frame. Used inside pages. */
declare global {
  /** ms since navigation start, each time what {@link watchPaint} looks for was painted. */
  var paintedAt: number | undefined;
}

/** As an init script: notes when `count` messages and the text `last` have been painted, once a load. */
export function watchPaint({ count, last }: { readonly count: number; readonly last: string }): void {
  const shown = (): boolean => {
    const articles = document.querySelectorAll('[role="log"] article');
    return articles.length >= count && (articles.item(articles.length - 1).textContent ?? "").includes(last);
  };
  const watch = new MutationObserver(() => {
    if (!shown()) return;
    watch.disconnect();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener("message", () => (globalThis.paintedAt = performance.now()));
      channel.port1.start();
      channel.port2.postMessage(null);
    });
  });
  watch.observe(document, { childList: true, subtree: true });
}

/** Median ms between two frames of the page. */
export function frameMs(): Promise<number> {
  return new Promise((resolve) => {
    const gaps: number[] = [];
    const next = (before: number) => (now: number) => {
      gaps.push(now - before);
      if (gaps.length < 120) requestAnimationFrame(next(now));
      else resolve(gaps.toSorted((a, b) => a - b)[60] ?? Number.NaN);
    };
    requestAnimationFrame((now) => requestAnimationFrame(next(now)));
  });
}
