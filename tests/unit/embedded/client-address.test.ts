/** Whom limits count, and to which names the host answers. */
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { clientAddress } from "../../../supabase/embedded/http/client-address.ts";
import { createHostCheck } from "../../../supabase/embedded/http/known-hosts.ts";

function from(remote: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remote });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers["x-forwarded-for"] = forwarded;
  return request;
}

describe("the address of a client", () => {
  it.each([
    ["127.0.0.1", "203.0.113.7", 0, "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7", 1, "203.0.113.7"],
    ["127.0.0.1", "1.1.1.1, 203.0.113.7", 1, "203.0.113.7"],
    ["127.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
    ["127.0.0.1", "203.0.113.7", 2, "127.0.0.1"],
    ["127.0.0.1", undefined, 1, "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7, unknown", 1, "127.0.0.1"],
    ["127.0.0.1", "[2001:db8:1:2:3:4:5:6]", 1, "2001:db8:1:2::/64"],
    ["::ffff:192.0.2.1", undefined, 0, "192.0.2.1"],
    ["2001:db8::1", undefined, 0, "2001:db8:0:0::/64"],
    ["2001:0DB8:0:0:ffff::", undefined, 0, "2001:db8:0:0::/64"],
    ["fe80::1%eth0", undefined, 0, "fe80:0:0:0::/64"],
    ["::1", undefined, 0, "0:0:0:0::/64"],
  ])("[§7] %s, forwarded for %s, %i proxies: %s", (remote, forwarded, proxies, expected) => {
    expect(clientAddress(from(remote, forwarded), proxies)).toBe(expected);
  });
});

describe("the name a client calls the host by", () => {
  it.each([
    ["127.0.0.1", null, ["127.0.0.1:4173", "localhost", "LOCALHOST:5173", "[::1]:4173", "bondhu.localhost", "localhost."], ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.5", "0.0.0.0", "", "a b", "localhost:x", "user@localhost", "[::1].evil"]],
    ["127.0.0.1", "https://friend.example", ["friend.example", "friend.example:443", "localhost:4173"], ["other.friend.example", "friend.example.evil.example"]],
    ["0.0.0.0", null, ["192.168.1.5:4173", "[2001:db8::1]", "bondhu:4173", "nas.local", "box.home.arpa", "localhost"], ["evil.example", "local.evil.example", "notlocal.example"]],
    ["0.0.0.0", "https://friend.example", ["friend.example", "10.0.0.2"], ["evil.example"]],
  ] as const)("[§7] listening on %s for %s", (listensOn, publicUrl, answers, refuses) => {
    const allows = createHostCheck(listensOn, publicUrl);
    expect(answers.filter((name) => !allows(name))).toEqual([]);
    expect(refuses.filter((name) => allows(name))).toEqual([]);
    expect(allows(undefined)).toBe(false);
  });
});
