/** The function as it is deployed: the unmodified `index.ts` under Deno, against a loopback stand-in for PostgREST. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { replyId } from "@edge/reply-id.ts";
import { claimed, message, token, user } from "./fake-postgrest.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const calls: { path: string; authorization: string | undefined; args: Record<string, unknown> }[] = [];
let postgrest: Server;
let deno: ChildProcess;
let url: string;

beforeAll(async () => {
  postgrest = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const args = JSON.parse(body) as Record<string, unknown>;
      calls.push({ path, authorization: request.headers.authorization, args });
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(path.endsWith("claim_reply") ? claimed("আমার মন খারাপ") : { status: "stored" }));
    });
  });
  postgrest.listen(0, "127.0.0.1");
  await once(postgrest, "listening");
  const { port } = postgrest.address() as AddressInfo;

  deno = spawn(`${root}node_modules/.bin/deno`, ["run", "--no-config", "--no-remote", "--allow-net=127.0.0.1", "--allow-env", "supabase/functions/chat/index.ts"], {
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

it("[R2] runs under Deno as it runs here: claims, answers in Bengali, stores", async () => {
  const response = await fetch(`${url}/chat`, {
    method: "POST",
    headers: { authorization: `Bearer ${token()}`, "content-type": "application/json" },
    body: JSON.stringify({ message_id: message, attempt: 1 }),
  });
  expect(await response.json()).toEqual({ status: "stored", reply_id: replyId(message, "rules", 1), source: "rules" });
  expect(calls.map((call) => call.path)).toEqual(["/rest/v1/rpc/claim_reply", "/rest/v1/rpc/finish_reply"]);
  expect(calls.every((call) => call.authorization === `Bearer ${token()}`)).toBe(true);
  expect(calls[1]?.args).toMatchObject({ p_user: user, p_source: "rules", p_text: expect.stringMatching(/[\u0980-\u09ff]/) });
});

it("[R2] refuses without a token under Deno too", async () => {
  const response = await fetch(`${url}/chat`, { method: "POST", body: "{}" });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ error: "unauthorized" });
});

it("[R7] loads the helplines under Deno", async () => {
  const check = spawn(`${root}node_modules/.bin/deno`, ["eval", "--no-config", "--no-remote", "--ext=ts", `import { helplinesFor } from "./supabase/functions/_shared/crisis/helplines.ts"; console.log(helplinesFor("BD")?.lines[0]?.phone);`], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  check.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(check, "close")) as [number];
  expect(code).toBe(0);
  expect(output.trim()).toBe("09612-119911");
});
