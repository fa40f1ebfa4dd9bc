/** M7: where a link in a reply may lead, and what has to be said about it. */

const schemes = new Set(["http:", "https:", "mailto:", "tel:"]);

export interface SafeLink {
  readonly href: string;
  /** Where it leads, when its text does not say so. */
  readonly shown: string | null;
}

/** null: it is shown as text. Only whole addresses: a reply knows no place of this app. */
export function safeLink(href: string, text: string): SafeLink | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  if (!schemes.has(url.protocol)) return null;
  const web = url.protocol === "http:" || url.protocol === "https:";
  const place = web ? url.host : decoded(url.pathname);
  if (place === "") return null;
  const said = text.trim();
  const says = said === href || said === url.href || said === place || (web && url.href === `${url.protocol}//${said}`) || (web && url.href === `${url.protocol}//${said}/`);
  // Credentials before the host make a link look like another's.
  return { href: url.href, shown: says && url.username === "" ? null : place };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
