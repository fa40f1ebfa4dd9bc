/**
 * Which `Host` the host answers to. A page of another site can give its own name this machine's address (DNS rebinding) and
 * would then speak to the host as if it were its own; names that others can register are therefore answered only when the
 * settings name them.
 */
import { isIP } from "node:net";
import { hostname } from "node:os";

/** Never delegated in the public DNS (RFC 6761, 6762, 8375, and the ICANN's reservation of `internal`). */
const privateName = /(^|\.)(localhost|local|internal|home\.arpa|test)$/;

/** Host name or address without port and brackets, in lower case; null when it is not plainly one. */
function nameIn(header: string): string | null {
  const found = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::\d{1,5})?$/i.exec(header);
  return (found?.[1] ?? found?.[2])?.toLowerCase().replace(/\.$/, "") ?? null;
}

const isLoopback = (name: string): boolean => /(^|\.)localhost$/.test(name) || /^127\.\d+\.\d+\.\d+$/.test(name) || name === "::1";

/** `listensOn` is the setting HOST. */
export function createHostCheck(listensOn: string, publicUrl: string | null): (header: string | undefined) => boolean {
  const named = new Set([listensOn, hostname()].map((name) => name.toLowerCase()));
  if (publicUrl !== null) named.add(nameIn(new URL(publicUrl).host) ?? "");
  const local = isLoopback(listensOn.toLowerCase());
  return (header) => {
    const name = header === undefined ? null : nameIn(header);
    if (name === null) return false;
    if (isLoopback(name) || named.has(name)) return true;
    // Listening for a whole network: an address, or a name only that network can give.
    return !local && (isIP(name) !== 0 || !name.includes(".") || privateName.test(name));
  };
}
