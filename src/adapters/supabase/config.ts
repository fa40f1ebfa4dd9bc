/** Where this app's server is: `config.json` beside the app, so that one build serves any backend. */
import { fields, ours, text } from "./fields.ts";
import { exchange, type Fetch } from "./http.ts";

export interface ServerConfig {
  /** Absolute, without a trailing slash. */
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  /** A model answers on the server. */
  readonly llm: boolean;
  /** Where codes are to be seen: in a letter, or in the window where the host runs. */
  readonly letters: "mail" | "console";
  readonly build: string;
}

/** The last config seen, kept for starts without a network. */
export interface ConfigCache {
  read(): Promise<unknown>;
  write(config: ServerConfig): Promise<void>;
}

export interface ConfigOptions {
  readonly origin: string;
  readonly fetch: Fetch;
  readonly cache: ConfigCache;
  readonly deadlineMs?: number;
}

/** null: never seen, and not to be had now. */
export type ConfigSource = () => Promise<ServerConfig | null>;

/** `supabaseUrl` is an address, or '' or a path: the app's own origin. */
const parse = (body: unknown, origin: string): ServerConfig | null =>
  ours(() => {
    const from = fields(body);
    const address = text(from, "supabaseUrl");
    if (!URL.canParse(address, origin)) return null;
    return {
      supabaseUrl: new URL(address, origin).href.replace(/\/+$/, ""),
      publishableKey: text(from, "publishableKey"),
      llm: from["llm"] === true,
      letters: from["letters"] === "console" ? "console" : "mail",
      build: text(from, "build", ""),
    };
  });

/** Network first, then the kept copy. A fresh answer is asked for once per context; a kept one only tides over. */
export function createConfigSource({ origin, fetch, cache, deadlineMs = 4000 }: ConfigOptions): ConfigSource {
  let fresh: ServerConfig | null = null;
  let running: Promise<ServerConfig | null> | null = null;

  async function load(): Promise<ServerConfig | null> {
    const answer = await exchange(fetch, { url: `${origin}/config.json`, method: "GET", headers: {}, deadlineMs });
    // Anything but our own shape (an offline page, a portal) is as good as no answer.
    const config = answer.kind === "answered" && answer.status === 200 ? parse(answer.body, origin) : null;
    if (config === null) return parse(await cache.read(), origin);
    fresh = config;
    await cache.write(config);
    return config;
  }

  return async () => {
    if (fresh !== null) return fresh;
    running ??= load().finally(() => {
      running = null;
    });
    return running;
  };
}
