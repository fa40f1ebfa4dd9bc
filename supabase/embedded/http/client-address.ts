/** From which address a request comes, as limits count it. */
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/** An IPv6 network of 64 bits is one household, which has all its addresses to itself. */
function household(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const plain = address.replace(/%.*$/, "");
  const [left = "", right] = plain.split("::");
  const before = left === "" ? [] : left.split(":");
  const after = right === undefined || right === "" ? [] : right.split(":");
  const missing = right === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/**
 * The socket's own address; with `trustedProxies` > 0 that many proxies stand before the host, each of which appends the
 * address it was called from, so the client's is that many from the end of `X-Forwarded-For`. What clients write there
 * themselves is further left and never read. A header that is too short or no address counts as none.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string | null {
  const own = request.socket.remoteAddress;
  if (trustedProxies > 0) {
    const hops = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    const hop = (hops.at(-trustedProxies) ?? "").trim().replace(/^\[(.*)\]$/, "$1");
    if (isIP(hop) !== 0) return household(hop);
  }
  return own === undefined ? null : household(own);
}
