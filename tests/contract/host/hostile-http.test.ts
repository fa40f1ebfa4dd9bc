/** Requests no honest client sends: paths, names, methods, headers, framing and bodies, each with its refusal. */
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policies } from "../../../supabase/embedded/rate/policy.ts";
import type { RunningHost } from "../../support/host.ts";
import { bare, Friend, pushBody, raw, rssMb, startAttacked, statusesIn, tellsNothing } from "./hostile.ts";

let host: RunningHost;
let mina: Friend;
beforeAll(async () => {
  host = await startAttacked({ RATE_FACTOR: "1" });
  mina = await Friend.at(host);
});
afterAll(async () => {
  console.log(`RSS after hostile requests: ${rssMb(host.pid)} MB`);
  await host.stop();
});

const own = (): Record<string, string> => ({ apikey: host.publishableKey, authorization: `Bearer ${mina.tokens.accessToken}`, "content-type": "application/json" });
const push = "/rest/v1/rpc/sync_push";

describe("paths", () => {
  test("[§7] no spelling leaves the app's folder or reaches what is not served", async () => {
    const long = `/${"a".repeat(12_000)}`;
    const paths: readonly (readonly [string, number])[] = [
      ["/../../etc/passwd", 404], ["/..%2f..%2fetc%2fpasswd", 404], ["/%2e%2e/%2e%2e/etc/passwd", 404], ["/..%252f..%252fetc/passwd.txt", 404], ["/..%c0%af..%c0%afetc/passwd", 404],
      ["/assets/..%2f..%2f..%2fpackage.json", 404], ["/%5c..%5c..%5cpackage.json", 404], ["/index.html%00.png", 404], ["/%00", 404], ["/.env", 404], ["/.git/config", 404], ["/%2egit/config", 404],
      ["/lock", 404], ["/secrets.json", 404], ["/pg/PG_VERSION.txt", 404], ["/package.json", 404], ["/%", 404], ["/%zz", 404], [`${long}.js`, 404],
      ["/_system/config", 404], ["/rest/v1/..%2f..%2f_system/config", 401], ["/rest/v1/%2e%2e/%2e%2e/_system/config", 404], ["/auth/v1/../../_system/ping", 404], ["/storage/v1/bucket", 404], ["/rest/../_system/studio", 404],
      ["/auth/v1/admin/users", 401], ["/functions/v1/..%2fchat", 404], ["/functions/v1/__proto__", 404], ["/functions/v1/constructor", 404], ["/functions/v1/", 404], ["/realtime/v1/websocket", 404],
    ];
    for (const [path, status] of paths) {
      const answer = await raw(host, path, { headers: { accept: "application/json", "sec-fetch-mode": "cors", ...(path.startsWith("/auth") ? { apikey: host.publishableKey } : {}) } });
      tellsNothing(answer.body);
      expect([path.slice(0, 60), answer.status]).toEqual([path.slice(0, 60), status]);
      expect(answer.body).not.toMatch(/root:|jwtSecret|"dependencies"/);
    }
    await mina.isWell("path tricks");
  });

  test("[§7] a backslash, an absolute address of elsewhere, a star: refused", async () => {
    const lines: readonly (readonly [string, number])[] = [
      ["GET /a\\..\\b HTTP/1.1\r\nHost: localhost", 400],
      ["GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost", 421],
      ["GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example", 421],
      ["GET http://localhost/healthz HTTP/1.1\r\nHost: localhost", 200],
      ["GET ftp://localhost/healthz HTTP/1.1\r\nHost: localhost", 400],
      ["GET * HTTP/1.1\r\nHost: localhost", 400],
      ["GET //evil.example/%2f.. HTTP/1.1\r\nHost: localhost", 200],
      ["GET healthz HTTP/1.1\r\nHost: localhost", 400],
      ["GET /healthz HTTP/9.9\r\nHost: localhost", 400],
    ];
    for (const [head, status] of lines) {
      const said = await bare(host, `${head}\r\nConnection: close\r\n\r\n`).said;
      tellsNothing(said);
      expect([head.split("\r\n")[0], statusesIn(said)]).toEqual([head.split("\r\n")[0], [status]]);
      expect(said).not.toMatch(/^location:/im);
    }
    await mina.isWell("request targets");
  });
});

describe("names and origins", () => {
  test("[§7] a name that is not the host's own is 421 on every path, and learns nothing", async () => {
    for (const name of ["evil.example", `evil.example:${host.port}`, "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.5", "0.0.0.0", "[fd00::1]", "localhost@evil.example", "localhost:1:2", "local host"]) {
      for (const path of ["/", "/config.json", "/healthz", "/rest/v1/chat_messages", "/auth/v1/settings"]) {
        const answer = await raw(host, path, { headers: { host: name } });
        expect([name, path, answer.status]).toEqual([name, path, 421]);
        expect(answer.body).not.toContain(host.publishableKey);
        expect(answer.headers["connection"]).toBe("close");
      }
    }
    for (const name of ["localhost", `127.0.0.1:${host.port}`, "[::1]:4173", "LOCALHOST:80"]) expect([name, (await raw(host, "/healthz", { headers: { host: name } })).status]).toEqual([name, 200]);
    for (const [head, statuses] of [["GET /healthz HTTP/1.1", [400]], ["GET /healthz HTTP/1.0", [421]], ["GET /healthz HTTP/1.1\r\nHost:", [421]], ["GET /healthz HTTP/1.1\r\nHost: evil.example\r\nHost: localhost", [421]]] as const) {
      expect([head, statusesIn(await bare(host, `${head}\r\nConnection: close\r\n\r\n`).said)]).toEqual([head, statuses]);
    }
    await mina.isWell("hostile Host headers");
  });

  test("[§7] a socket opens for its own page only", async () => {
    const upgrade = async (headers: Readonly<Record<string, string>>, path = `/realtime/v1/websocket?apikey=${host.publishableKey}`): Promise<number[]> => {
      const head = { Host: `localhost:${host.port}`, Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", ...headers };
      const { socket, said } = bare(host, `GET ${path} HTTP/1.1\r\n${Object.entries(head).map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`);
      await new Promise((resolve) => socket.once("data", resolve));
      socket.destroy();
      return statusesIn(await said);
    };
    expect(await upgrade({})).toEqual([101]);
    expect(await upgrade({ Origin: `http://localhost:${host.port}` })).toEqual([101]);
    for (const origin of ["https://evil.example", "null", "http://localhost:1", `http://127.0.0.1:${host.port}`, "http://localhost.evil.example", "file://", "chrome-extension://x", ""]) {
      expect([origin, await upgrade({ Origin: origin })]).toEqual([origin, [403]]);
    }
    expect(await upgrade({ Host: "evil.example", Origin: "http://evil.example" })).toEqual([421]);
    for (const path of ["//", "/realtime/v1/websocket", "/realtime/v1/websocket?apikey=", "http://[", "*", "/%", "///a:b@c:99999/"]) {
      const [status] = await upgrade({}, path);
      expect([path, status]).toEqual([path, path.includes("websocket") ? 401 : status === 400 ? 400 : 404]);
    }
    for (const headers of [{ "Sec-WebSocket-Key": "short" }, { "Sec-WebSocket-Version": "1" }, { Upgrade: "h2c" }, { "Sec-WebSocket-Extensions": "permessage-deflate; server_max_window_bits=99" }]) {
      expect([headers, (await upgrade(headers))[0]]).toEqual([headers, "Sec-WebSocket-Extensions" in headers ? 101 : expect.toSatisfy((status) => status >= 400 && status < 500)]);
    }
    await mina.isWell("hostile upgrades");
  });

  test("[§7] another site's page reads no configuration, and gets no credentials of the browser's", async () => {
    const origin = "https://evil.example";
    expect((await raw(host, "/config.json", { headers: { origin } })).headers["access-control-allow-origin"]).toBeUndefined();
    for (const [method, path] of [["GET", "/rest/v1/chat_messages?select=id"], ["OPTIONS", "/rest/v1/rpc/sync_push"], ["OPTIONS", "/auth/v1/token"], ["OPTIONS", "/functions/v1/chat"]] as const) {
      const { headers } = await raw(host, path, { method, headers: { origin, apikey: host.publishableKey, "access-control-request-method": "POST" } });
      expect([path, headers["access-control-allow-credentials"], headers["set-cookie"]]).toEqual([path, undefined, undefined]);
      expect([path, headers["access-control-allow-origin"] ?? "*"]).toEqual([path, "*"]);
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    }
    await mina.isWell("another site's page");
  });

  test("[§7] X-Forwarded-For is not read unless it is told to be: changing it is no way around a limit", async () => {
    const statuses: number[] = [];
    const email = `${randomUUID()}@example.org`;
    for (let i = 0; i <= (policies.password.pair?.points ?? 0); i++) {
      const headers = { apikey: host.publishableKey, "content-type": "application/json", "x-forwarded-for": `203.0.113.${i}`, "x-real-ip": `203.0.113.${i}`, forwarded: `for=203.0.113.${i}` };
      statuses.push((await raw(host, "/auth/v1/token?grant_type=password", { method: "POST", headers, body: JSON.stringify({ email, password: "wrong password" }) })).status);
    }
    expect(statuses.at(-2)).toBe(400);
    expect(statuses.at(-1)).toBe(429);
    await mina.isWell("forwarded addresses");
  });
});

describe("heads", () => {
  test("[§7] methods there are none of are 405, and nothing is proxied", async () => {
    for (const method of ["TRACE", "PROPFIND", "PURGE", "SEARCH", "LINK"]) {
      const answer = await raw(host, "/rest/v1/chat_messages", { method, headers: own() });
      expect([method, answer.status, answer.headers["allow"]]).toEqual([method, 405, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
    }
    expect(statusesIn(await bare(host, "NONSENSE / HTTP/1.1\r\nHost: localhost\r\n\r\n").said)).toEqual([400]);
    expect(await bare(host, "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n").said).toBe("");
    expect(statusesIn(await bare(host, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").said)).toEqual([400]);
    expect(statusesIn(await bare(host, `${String.fromCharCode(22, 3, 1, 2, 0, 1, 0, 1)}\r\n\r\n`).said)).toEqual([400]);
    await mina.isWell("methods");
  });

  test("[§7] too much of a head is 431, and too many headers are not read", async () => {
    const answer = (headers: string) => bare(host, `GET /healthz HTTP/1.1\r\nHost: localhost\r\n${headers}Connection: close\r\n\r\n`).said;
    expect(statusesIn(await answer(`X-A: ${"a".repeat(20_000)}\r\n`))).toEqual([431]);
    expect(statusesIn(await answer(Array.from({ length: 5_000 }, (_, index) => `X-${index}: 1\r\n`).join("")))).toEqual([431]);
    expect(statusesIn(await bare(host, `GET /${"a".repeat(40_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`).said)).toEqual([431]);
    const many = Array.from({ length: 300 }, (_, index) => `A${index}: 1\r\n`).join("");
    expect(statusesIn(await answer(many))).toEqual([200]);
    await mina.isWell("large heads");
  });

  test("[§7] a request whose end can be read in two ways is 400, and what hides in it is not answered", async () => {
    const hidden = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const head = `POST ${push} HTTP/1.1\r\nHost: localhost\r\n`;
    const attacks: Readonly<Record<string, string>> = {
      "CL and TE": `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      "two CL": `${head}Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello${hidden}`,
      "CL list": `${head}Content-Length: 5, 0\r\n\r\nhello${hidden}`,
      "negative CL": `${head}Content-Length: -1\r\n\r\n${hidden}`,
      "CL with a sign": `${head}Content-Length: +5\r\n\r\nhello${hidden}`,
      "huge CL": `${head}Content-Length: 99999999999999999999999\r\n\r\n${hidden}`,
      "TE identity after chunked": `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
      "TE unknown": `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`,
      "TE with a space before the colon": `${head}Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n${hidden}`,
      "chunk size that overflows": `${head}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx\r\n0\r\n\r\n${hidden}`,
      "chunk size that is none": `${head}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n${hidden}`,
      "chunk without its end": `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n${hidden}`,
      "chunk extensions without end": `${head}Transfer-Encoding: chunked\r\n\r\n5;${"a".repeat(20_000)}\r\nhello\r\n0\r\n\r\n${hidden}`,
      "a folded header": `${head}X-A: 1\r\n Content-Length: 5\r\n\r\n${hidden}`,
      "a header without a name": `${head}: 1\r\n\r\n${hidden}`,
      "a null in a header": `${head}X-A: a\u0000b\r\n\r\n${hidden}`,
      "a bare CR": `${head}X-A: a\rContent-Length: 0\r\n\r\n${hidden}`,
    };
    for (const [what, bytes] of Object.entries(attacks)) {
      const said = await bare(host, bytes).said;
      tellsNothing(said);
      const statuses = statusesIn(said);
      expect([what, statuses.at(-1)]).toEqual([what, statuses.at(-1) === 413 ? 413 : 400]);
      expect([what, said.includes('"status":"ok"')]).toEqual([what, false]);
    }
    await mina.isWell("smuggling");
  });
});

describe("bodies", () => {
  const post = (path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}) => raw(host, path, { method: "POST", headers: { ...own(), ...headers }, body });
  const paths = [push, "/auth/v1/signup", "/auth/v1/token?grant_type=password", "/functions/v1/chat"];

  test("[§7] more than 2 MB is 413, announced, streamed, or only claimed", async () => {
    for (const path of paths) {
      expect([path, (await post(path, "x".repeat(2 * 1024 * 1024 + 1))).status]).toEqual([path, 413]);
      const claimed = bare(host, `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483647\r\n\r\n`);
      await new Promise((resolve) => claimed.socket.once("data", resolve));
      claimed.socket.destroy();
      expect([path, statusesIn(await claimed.said)]).toEqual([path, [413]]);
      const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
      const streamed = bare(host, `POST ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(48)}`);
      expect([path, statusesIn(await streamed.said)]).toEqual([path, [413]]);
    }
    await mina.isWell("oversized bodies");
  });

  test("[§7] JSON nested a hundred thousand levels deep is 400 before anybody reads it", async () => {
    const deep = 100_000;
    for (const body of ["[".repeat(deep), `${"[".repeat(deep)}${"]".repeat(deep)}`, `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`, `{"p_mutations":${"[".repeat(101)}${"]".repeat(101)}}`]) {
      for (const path of paths) {
        const answer = await post(path, body);
        expect([path, answer.status, JSON.parse(answer.body)]).toEqual([path, 400, { code: "too_deep", message: "JSON may be nested 100 levels deep." }]);
      }
    }
    // Brackets in a text are text.
    await mina.says(`${"[{".repeat(500)}"\\`);
    await mina.isWell("deep JSON");
  });

  test("[§7] compressed bodies are 415: nothing is inflated for anybody", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    for (const encoding of ["gzip", "br", "deflate", "gzip, gzip", "zstd"]) {
      const answer = await post(push, bomb, { "content-encoding": encoding });
      expect([encoding, answer.status, answer.headers["accept-encoding"]]).toEqual([encoding, 415, "identity"]);
    }
    await mina.isWell("compressed bombs");
  });

  test("[§7] what is not the JSON that was agreed on is a 4xx, of whatever type it says it is", async () => {
    const good = JSON.stringify(pushBody(mina.tokens.userId, { message_text: "never taken" }));
    const bodies: readonly (readonly [string, string | Buffer, string])[] = [
      ["empty", "", "application/json"], ["null", "null", "application/json"], ["a number", "7", "application/json"], ["a text", '"x"', "application/json"], ["a list", "[1]", "application/json"],
      ["half", good.slice(0, -10), "application/json"], ["twice", good + good, "application/json"], ["comments", `/* */${good}`, "application/json"], ["NaN", good.replace('"p_first_seq":1', '"p_first_seq":NaN'), "application/json"],
      ["no UTF-8", Buffer.concat([Buffer.from(good.slice(0, 20)), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from(good.slice(20))]), "application/json"], ["UTF-16", Buffer.from(good, "utf16le"), "application/json; charset=utf-16"],
      ["a number too large", good.replace('"p_first_seq":1', `"p_first_seq":${"9".repeat(1_000)}`), "application/json"], ["1e999", good.replace('"p_first_seq":1', '"p_first_seq":1e999'), "application/json"],
      ["a lone surrogate", good.replace("never taken", "\\ud800"), "application/json"],
      ["a form", "p_user=x&p_client=y", "application/x-www-form-urlencoded"], ["multipart", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x"], ["XML", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "application/xml"], ["CSV", "a,b\n1,2", "text/csv"], ["bytes", Buffer.alloc(1_000, 0xff), "application/octet-stream"],
      ["a hundred thousand keys", `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(",")}}`, "application/json"],
    ];
    for (const path of [push, "/auth/v1/signup", "/functions/v1/chat"]) {
      for (const [what, body, type] of bodies) {
        const answer = await post(path, body, { "content-type": type });
        tellsNothing(answer.body);
        // A lone surrogate is one mutation's fault, which a well-formed answer says of it.
        const mayBeTaken = path === push && what === "a lone surrogate" && answer.body.includes('"code":"22P02"');
        expect([path, what, mayBeTaken ? 400 : answer.status]).toEqual([path, what, expect.toSatisfy((status) => status >= 400 && status < 500)]);
      }
    }
    await mina.isWell("strange bodies");
  });

  test("[§7] giant and foreign words in a sign-in are refused like small ones", async () => {
    const big = "x".repeat(1_000_000);
    const asked: readonly (readonly [string, unknown])[] = [
      ["/auth/v1/token?grant_type=password", { email: `${big}@example.org`, password: "wrong password" }], ["/auth/v1/token?grant_type=password", { email: "nobody@example.org", password: big }],
      ["/auth/v1/token?grant_type=password", { email: { like: "%" }, password: { ne: null } }], ["/auth/v1/token?grant_type=password", { email: ["a@example.org"], password: ["x"] }],
      ["/auth/v1/token?grant_type=refresh_token", { refresh_token: big }], ["/auth/v1/token?grant_type=refresh_token", { refresh_token: { ne: 1 } }], ["/auth/v1/token?grant_type=__proto__", {}], ["/auth/v1/token", {}],
      ["/auth/v1/signup", { email: `${big}@example.org`, password: big }], ["/auth/v1/signup", { email: 7, password: 8 }], ["/auth/v1/signup", { email: "a\u0000b@example.org", password: "long enough words" }],
      ["/auth/v1/recover", { email: big }], ["/auth/v1/verify", { type: "recovery", email: big, token: big }], ["/auth/v1/otp", { email: null }],
    ];
    for (const [path, body] of asked) {
      const answer = await raw(host, path, { method: "POST", headers: { apikey: host.publishableKey, "content-type": "application/json" }, body: JSON.stringify(body) });
      tellsNothing(answer.body);
      expect([path, JSON.stringify(body).slice(0, 60), answer.status]).toEqual([path, JSON.stringify(body).slice(0, 60), expect.toSatisfy((status) => status >= 400 && status < 500)]);
    }
    await mina.isWell("strange sign-ins");
  });
});
