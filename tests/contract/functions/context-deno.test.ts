/** The context function as it is deployed: the unmodified `index.ts` under Deno, against a loopback stand-in for PostgREST. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildContext } from "@edge/personality/context.ts";
import { scoresOf } from "@edge/personality/score.ts";
import { contextAnswer, token, user } from "./fake-postgrest.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const known: unknown[] = [];
let postgrest: Server;
let deno: ChildProcess;
let url: string;

beforeAll(async () => {
  postgrest = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const versions = (JSON.parse(body) as { p_known: string[] }).p_known;
      known.push(versions);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(contextAnswer("3.2.1.0", versions.includes("3.2.1.0") ? null : {})));
    });
  });
  postgrest.listen(0, "127.0.0.1");
  await once(postgrest, "listening");
  const { port } = postgrest.address() as AddressInfo;

  deno = spawn(`${root}node_modules/.bin/deno`, ["run", "--no-config", "--no-remote", "--allow-net=127.0.0.1", "--allow-env", "supabase/functions/personality-context/index.ts"], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1", DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", SUPABASE_URL: `http://127.0.0.1:${port}`, SUPABASE_ANON_KEY: "pk" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  url = await new Promise<string>((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /Listening on .*:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    deno.stdout?.on("data", read);
    deno.stderr?.on("data", read);
    deno.once("exit", (code) => reject(new Error(`deno ended with ${code}: ${output}`)));
  });
});

afterAll(async () => {
  if (deno.exitCode === null && deno.signalCode === null) {
    deno.kill("SIGTERM");
    await once(deno, "exit");
  }
  postgrest.close();
});

it("[X1] makes the same bytes under Deno as here, keeps them, and answers 304", async () => {
  const headers = { authorization: `Bearer ${token()}` };
  const response = await fetch(`${url}/personality-context`, { headers });
  const here = buildContext({
    scores: scoresOf(new Map([[1, 5], [6, 1], [11, 5], [16, 1]])),
    facts: [{ id: "0198b3c4-3333-7abc-8def-000000000003", text: "My cat is called Mishti", createdAt: "2026-11-22T08:00:00.000Z" }],
    messages: [],
    locale: null,
    usePersonality: true,
  });
  const etag = response.headers.get("etag") ?? "";
  expect(await response.text()).toBe(`{"user":"${user}","etag":${JSON.stringify(etag)},"context":${JSON.stringify(here)}}`);
  expect((await fetch(`${url}/personality-context`, { headers })).status).toBe(200);
  expect((await fetch(`${url}/personality-context`, { headers: { ...headers, "if-none-match": etag } })).status).toBe(304);
  expect(known).toEqual([[], ["3.2.1.0"], ["3.2.1.0", "3.2.1.0"]]);
  expect((await fetch(`${url}/personality-context`)).status).toBe(401);
  expect((await fetch(`${url}/personality-context`, { method: "POST", headers })).status).toBe(405);
});
