import { describe, expect, it } from "vitest";
import { createConfigSource, type ServerConfig } from "../../../src/adapters/supabase/config.ts";

function source(answers: (() => Promise<Response>)[]) {
  let kept: unknown = null;
  let asked = 0;
  const config = createConfigSource({
    origin: "https://app.invalid",
    fetch: () => {
      asked += 1;
      return (answers.shift() ?? (() => Promise.reject(new TypeError("offline"))))();
    },
    cache: {
      read: async () => kept,
      write: async (next: ServerConfig) => {
        kept = next;
      },
    },
  });
  return { config, asked: () => asked };
}
const good = { supabaseUrl: "", publishableKey: "key", llm: true, build: "7" };

describe("config", () => {
  it("[C5] an empty address is the app's own origin, asked for once", async () => {
    const { config, asked } = source([async () => Response.json(good)]);
    const [one, two] = await Promise.all([config(), config()]);
    expect(one).toEqual({ supabaseUrl: "https://app.invalid", publishableKey: "key", llm: true, letters: "mail", build: "7" });
    expect(two).toEqual(one);
    await config();
    expect(asked()).toBe(1);
  });

  it("[P6] offline, in a portal or never seen: the kept copy or null, and the network again next time", async () => {
    const portal = async (): Promise<Response> => new Response("<html>", { status: 200 });
    const { config, asked } = source([portal, async () => Response.json({ ...good, supabaseUrl: "https://db.invalid/" })]);
    expect(await config()).toBe(null);
    expect((await config())?.supabaseUrl).toBe("https://db.invalid");
    expect(asked()).toBe(2);
  });
});
