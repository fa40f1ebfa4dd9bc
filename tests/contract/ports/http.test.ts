/** The real adapter against the real host keeps what the model server promises, or nothing proven on that would count. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { root } from "../../../supabase/embedded/build.mjs";
import { createAuthorized } from "../../../src/adapters/supabase/authorized.ts";
import { createTransport } from "../../../src/adapters/supabase/transport.ts";
import { type RunningHost, signUp, startHost } from "../../support/host.ts";
import { transportContract } from "./transport-contract.ts";

let host: RunningHost;
beforeAll(async () => {
  host = await startHost({ appDir: join(root, "tests/support/stub-app") });
});
afterAll(async () => {
  await host.stop();
});

transportContract("Supabase over HTTP", async () => {
  const { userId, accessToken } = await signUp(host.url, `${randomUUID()}@example.org`, "correct horse battery");
  const call = createAuthorized({
    config: () => Promise.resolve({ supabaseUrl: host.url, publishableKey: host.publishableKey, llm: false, letters: "mail", build: "" }),
    session: { accessToken: () => Promise.resolve({ ok: true, value: accessToken }) },
    fetch: (input, init) => fetch(input, init),
  });
  return { transport: createTransport({ userId, call, now: () => Date.now() }) };
});
