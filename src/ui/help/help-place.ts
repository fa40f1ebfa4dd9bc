/** Where the help card lies: an address of its own, over the screen the person came from. */
import type { Path } from "react-router";

export const helpPath = "/help";

/** The screen under the card, as the history entry remembers it; the home screen when the card was opened by its address. */
export function screenUnder(location: Path & { readonly state: unknown }): Path {
  if (location.pathname !== helpPath) return location;
  const { state } = location;
  if (typeof state === "object" && state !== null && "under" in state) {
    const { under } = state;
    if (typeof under === "object" && under !== null && "pathname" in under && typeof under.pathname === "string" && under.pathname !== helpPath) {
      return {
        pathname: under.pathname,
        search: "search" in under && typeof under.search === "string" ? under.search : "",
        hash: "hash" in under && typeof under.hash === "string" ? under.hash : "",
      };
    }
  }
  return { pathname: "/", search: "", hash: "" };
}
