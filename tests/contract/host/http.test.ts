/** What the host answers over HTTP besides the API itself: the app, its configuration, its refusals. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../supabase/embedded/build.mjs";
import type { EdgeModule } from "../../../supabase/embedded/http/edge-functions.ts";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import { call, newEmail, password } from "./client.ts";

const script = "assets/index-a1b2c3d4.js";

/** A function that says what it was given, and calls the API with the caller's token. */
const echo: EdgeModule = {
  createHandler: (env) => async (request) => {
    const upstream = await env.fetch(`${env.supabaseUrl}/auth/v1/user`, {
      headers: { apikey: env.publishableKey, authorization: request.headers.get("authorization") ?? "" },
    });
    return Response.json({ method: request.method, path: new URL(request.url).pathname, body: await request.text(), upstream: upstream.status });
  },
};
const broken: EdgeModule = { createHandler: () => () => Promise.reject(new TypeError("private words")) };

let host: Host;
let appDir: string;
const logged: string[] = [];
beforeAll(async () => {
  appDir = mkdtempSync(join(tmpdir(), "bondhu-app-"));
  cpSync(join(root, "tests/support/stub-app"), appDir, { recursive: true });
  writeFileSync(join(appDir, "..", "bondhu-outside.txt"), "outside");
  writeFileSync(join(appDir, ".hidden"), "hidden");
  host = await createHost({ appDir, functions: { "../functions/echo/handler.ts": echo, "../functions/broken/handler.ts": broken }, log: (line) => void logged.push(line) });
});
afterAll(async () => {
  await host.stop();
  rmSync(appDir, { recursive: true });
  rmSync(join(appDir, "..", "bondhu-outside.txt"));
});

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sent as it is: no normalised path, no decoding. */
async function raw(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Raw> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port: host.port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on("error", reject);
    request.end();
  });
}

describe("config.json and healthz", () => {
  test("tell the app where it is, and are never stored", async () => {
    const { status, headers, body } = await raw("/config.json");
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-store");
    expect(JSON.parse(body.toString())).toEqual({ supabaseUrl: "", publishableKey: host.publishableKey, llm: false, letters: "console", build: expect.stringMatching(/^[\w-]{12}$/) as string });
    expect(JSON.parse((await raw("/healthz")).body.toString())).toEqual({ status: "ok" });
  });

  test("the build changes with the app, without a restart", async () => {
    const build = async () => (JSON.parse((await raw("/config.json")).body.toString()) as { build: string }).build;
    const before = await build();
    const index = join(appDir, "index.html");
    const old = readFileSync(index, "utf8");
    writeFileSync(index, `${old}<!-- newer -->`);
    expect(await build()).not.toBe(before);
    expect((await raw("/")).body.toString()).toContain("newer");
    writeFileSync(index, old);
    expect(await build()).toBe(before);
  });
});

describe("the app", () => {
  const navigation = { accept: "text/html,application/xhtml+xml", "sec-fetch-mode": "navigate" };

  test("a navigation gets the page, a missing file never does", async () => {
    for (const path of ["/", "/chat", "/settings/account", "/chat?at=1"]) {
      const { status, headers } = await raw(path, navigation);
      expect([path, status, headers["content-type"], headers["cache-control"]]).toEqual([path, 200, "text/html; charset=utf-8", "no-cache"]);
    }
    for (const path of ["/assets/gone-a1b2c3d4.js", "/gone.html", "/assets/"]) {
      const answer = await raw(path, path === "/assets/" ? { accept: "*/*" } : navigation);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ code: "not_found" });
    }
    expect((await raw("/chat", { accept: "*/*" })).status).toBe(200);
    expect((await raw("/chat", { accept: "*/*", "sec-fetch-mode": "cors" })).status).toBe(404);
    expect((await raw("/chat", navigation, "POST")).status).toBe(405);
  });

  test("hashed files are kept for ever, the worker, the manifest and the page are asked for again", async () => {
    expect((await raw(`/${script}`)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    for (const path of ["/", "/index.html", "/sw.js", "/manifest.webmanifest"]) expect((await raw(path)).headers["cache-control"]).toBe("no-cache");
    expect((await raw("/manifest.webmanifest")).headers["content-type"]).toBe("application/manifest+json");
  });

  test("compressed as the browser likes it, with a validator for each form", async () => {
    const plain = readFileSync(join(appDir, script));
    const br = await raw(`/${script}`, { "accept-encoding": "gzip, deflate, br" });
    const gz = await raw(`/${script}`, { "accept-encoding": "gzip, br;q=0" });
    const none = await raw(`/${script}`);
    expect(br.headers["content-encoding"]).toBe("br");
    expect(gz.headers["content-encoding"]).toBe("gzip");
    expect(none.headers["content-encoding"]).toBeUndefined();
    expect([brotliDecompressSync(br.body), gunzipSync(gz.body), none.body].every((body) => body.equals(plain))).toBe(true);
    expect(new Set([br, gz, none].map(({ headers }) => headers.etag)).size).toBe(3);
    for (const { headers, body } of [br, gz, none]) {
      expect(headers.vary).toBe("accept-encoding");
      expect(headers["content-length"]).toBe(String(body.length));
    }
    const again = await raw(`/${script}`, { "accept-encoding": "br", "if-none-match": `"other", W/${br.headers.etag ?? ""}` });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, br.headers.etag]);
    const head = await raw(`/${script}`, { "accept-encoding": "br" }, "HEAD");
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, br.headers["content-length"]]);
  });

  test("no path leaves the folder", async () => {
    const paths = ["/../bondhu-outside.txt", "/%2e%2e/bondhu-outside.txt", "/..%2fbondhu-outside.txt", "/assets/../../bondhu-outside.txt", "/%5c..%5cbondhu-outside.txt", "/.hidden", "/%00", "/%E0%A4%A", "//etc/passwd", "/....//bondhu-outside.txt"];
    for (const path of paths) {
      const { status, body } = await raw(path, { accept: "*/*" });
      // Without a dot it is an address of the app's own, however it is spelt.
      expect([path, status]).toEqual([path, path === "//etc/passwd" ? 200 : 404]);
      expect(body.toString()).not.toMatch(/outside|hidden|root:/);
    }
  });

  test("a strict policy on every document, and nothing sniffed anywhere", async () => {
    const { headers } = await raw("/chat", { ...navigation, host: "bondhu.localhost:5173" });
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://bondhu.localhost:5173 wss://bondhu.localhost:5173; " +
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; worker-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({ "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin", "referrer-policy": "no-referrer" });
    expect(headers["permissions-policy"]).toContain("camera=()");
    for (const path of ["/", "/sw.js", "/config.json", "/healthz", "/gone.js", "/rest/v1/x", "/auth/v1/x", "/functions/v1/x", "/rest/x"]) {
      const answer = await raw(path);
      expect([path, answer.headers["x-content-type-options"], answer.headers["x-powered-by"]]).toEqual([path, "nosniff", undefined]);
    }
    expect((await raw("/rest/v1/x")).headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
    const injected = await raw("/", { host: "x; script-src *" });
    expect(injected.headers["content-security-policy"] ?? "").not.toContain("script-src *");
  });
});

describe("refusals before the API", () => {
  const sign = (claims: Record<string, unknown>, secret: string) => new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setExpirationTime("1h").sign(new TextEncoder().encode(secret));
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("a token that is not one of ours is 401, not anon", async () => {
    const claims = { role: "service_role", sub: "00000000-0000-4000-8000-000000000000", exp: 4_000_000_000 };
    const bad = ["garbage", "a.b.c", `${part({ alg: "none" })}.${part(claims)}.`, await sign(claims, "another secret of the right length, but wrong"), "sb_publishable_other"];
    for (const token of bad) {
      for (const path of ["/rest/v1/chat_messages?select=id", "/auth/v1/user", "/functions/v1/echo"]) {
        expect([token, path, (await call(host, path, { token })).status]).toEqual([token, path, 401]);
      }
    }
    for (const authorization of ["Basic YTpi", "Bearer", "Bearer a b"]) {
      const response = await fetch(`${host.url}/rest/v1/chat_messages`, { headers: { apikey: host.publishableKey, authorization } });
      expect([authorization, response.status]).toEqual([authorization, 401]);
    }
    expect((await call(host, "/rest/v1/chat_messages?select=id", { token: host.publishableKey })).status).toBe(200);
    expect((await call(host, "/rest/v1/chat_messages?select=id", { key: "sb_publishable_other" })).status).toBe(401);
  });

  test("a body over 2 MB is 413, announced or streamed, and the next request is served", async () => {
    const big = "x".repeat(2 * 1024 * 1024 + 1);
    const announced = await fetch(`${host.url}/auth/v1/signup`, { method: "POST", headers: { apikey: host.publishableKey, "content-type": "application/json" }, body: big });
    expect([announced.status, await announced.json()]).toEqual([413, { code: "too_large", message: "A request may hold 2097152 bytes." }]);
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    let sent = 0;
    const stream = new ReadableStream({
      pull: (controller) => {
        sent += chunk.length;
        if (sent > 3 * 1024 * 1024) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = { method: "POST", body: stream, duplex: "half" };
    const streamed = await fetch(`${host.url}/functions/v1/echo`, init);
    expect(streamed.status).toBe(413);
    expect((await raw("/healthz")).status).toBe(200);
  });

  test("what is not HTTP is answered 400 and cut", async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(host.port, "127.0.0.1", () => socket.write("nonsense\r\n\r\n"));
      let text = "";
      socket.on("data", (data) => (text += data.toString()));
      socket.on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("edge functions", () => {
  test("run in process, and reach the API without a socket", async () => {
    const { accessToken } = await signUp(host.url, newEmail(), password);
    const { status, body } = await call(host, "/functions/v1/echo/deeper", { token: accessToken, body: { a: 1 } });
    expect([status, body]).toEqual([200, { method: "POST", path: "/functions/v1/echo/deeper", body: '{"a":1}', upstream: 200 }]);
  });

  test("an unknown one is 404; one that throws is 500 as JSON and named in the log without its words", async () => {
    expect((await call(host, "/functions/v1/nobody")).status).toBe(404);
    expect(await call(host, "/functions/v1/broken")).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(logged.at(-1)).toMatch(/^GET \/functions\/v1\/broken failed: TypeError at /);
    expect(logged.join()).not.toContain("private words");
  });
});

test("PUBLIC_URL is what the app is told, and may be connected to", async () => {
  const other = await createHost({ env: { PUBLIC_URL: "https://friend.example/" } });
  try {
    const config = (await (await fetch(`${other.url}/config.json`)).json()) as { supabaseUrl: string };
    expect(config.supabaseUrl).toBe("https://friend.example");
    const policy = (await fetch(other.url)).headers.get("content-security-policy");
    expect(policy).toContain("connect-src 'self' https://friend.example wss://friend.example ws://127.0.0.1");
  } finally {
    await other.stop();
  }
});
