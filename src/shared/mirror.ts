/** Small values kept in localStorage because they are needed before the database opens; losing them costs nothing. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is refused (private window, cookies blocked): there is nothing to recall.
    return null;
  }
}

/** null forgets. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is refused: the value lives until the page closes, in whoever holds it.
  }
}
