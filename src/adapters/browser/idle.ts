/** A page's quiet moment: what is not urgent starts then, so that the first screen is painted before it. */

/** The longest anybody waits for one, ms. */
const longestMs = 1000;
/** Where the browser does not tell (Safari): about as long as a first screen takes. */
const withoutTellingMs = 200;

export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: longestMs });
    else setTimeout(resolve, withoutTellingMs);
  });
