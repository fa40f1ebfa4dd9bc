import { beforeEach, describe, expect, it } from "vitest";
import { createAuthorized } from "../../../src/adapters/supabase/authorized.ts";
import { createSession, type Session, type StoredSession } from "../../../src/adapters/supabase/session.ts";
import type { Locks } from "../../../src/sync/ports.ts";

const user = "00000000-0000-4000-8000-000000000001";
const start = Date.parse("2026-11-22T10:00:00Z");

/** One origin: storage and locks that every tab and worker of it shares. */
class Origin {
  stored: StoredSession | null = { userId: user, email: "a@b.c", accessToken: "access-1", refreshToken: "refresh-1", expiresAt: start + 3_600_000 };
  now = start;
  refreshes: string[] = [];
  signedOut = 0;
  answer: () => Promise<Response> = async () => this.grant();
  #tail: Promise<unknown> = Promise.resolve();

  readonly locks: Locks = {
    run: async (_name, _options, fn) => {
      const mine = this.#tail.then(fn);
      this.#tail = mine.catch(() => undefined);
      return { held: true, value: await mine };
    },
  };

  grant(): Response {
    const n = this.refreshes.length + 1;
    return Response.json({
      access_token: `access-${n}`,
      refresh_token: `refresh-${n}`,
      expires_in: 3600,
      expires_at: this.now / 1000 + 3600,
      user: { id: user, email: "a@b.c" },
    });
  }

  context(): Session {
    return createSession({
      userId: user,
      vault: {
        read: async () => this.stored,
        renew: async (session, refreshed) => {
          if (this.stored?.refreshToken !== refreshed) return false;
          this.stored = session;
          return true;
        },
        clear: async (_user, refused) => {
          if (this.stored?.refreshToken === refused) this.stored = null;
        },
      },
      locks: this.locks,
      config: async () => ({ supabaseUrl: "https://api.invalid", publishableKey: "k", llm: false, letters: "mail", build: "" }),
      fetch: async (_url, init) => {
        this.refreshes.push(String(init.body));
        return this.answer();
      },
      serverNow: async () => this.now,
      onSignedOut: () => {
        this.signedOut += 1;
      },
    });
  }
}

let origin = new Origin();
beforeEach(() => {
  origin = new Origin();
});

describe("[C5] one session for every context", () => {
  it("[C5] a token that is still good costs no request", async () => {
    expect(await origin.context().accessToken()).toEqual({ ok: true, value: "access-1" });
    expect(origin.refreshes).toEqual([]);
  });

  it("[C5] page and worker find an expired token at once: one refresh, both go on", async () => {
    origin.now = start + 3_600_000;
    const [page, worker] = await Promise.all([origin.context().accessToken(), origin.context().accessToken()]);
    expect(page).toEqual({ ok: true, value: "access-2" });
    expect(worker).toEqual(page);
    expect(origin.refreshes).toEqual(['{"refresh_token":"refresh-1"}']);
  });

  it("[C5] expiry is judged by the server's clock, a minute early", async () => {
    origin.now = start + 3_600_000 - 59_000;
    await origin.context().accessToken();
    expect(origin.refreshes).toHaveLength(1);
  });

  it("[C5] a 401 forces one refresh, also when two calls met it", async () => {
    const [one, other] = [origin.context(), origin.context()];
    const answers = await Promise.all([one.accessToken("access-1"), other.accessToken("access-1")]);
    expect(answers).toEqual([
      { ok: true, value: "access-2" },
      { ok: true, value: "access-2" },
    ]);
    expect(origin.refreshes).toHaveLength(1);
  });

  it("[C5] a call that meets 401 is sent again once with the new token, then believed", async () => {
    const seen: unknown[] = [];
    const call = createAuthorized({
      config: async () => ({ supabaseUrl: "https://api.invalid", publishableKey: "k", llm: false, letters: "mail", build: "" }),
      session: origin.context(),
      fetch: async (_url, init) => {
        seen.push(new Headers(init.headers).get("authorization"));
        return Response.json({ code: "PGRST303" }, { status: 401 });
      },
    });
    const answer = await call({ path: "/x", body: {}, deadlineMs: 1000 });
    expect(answer.ok && answer.value).toMatchObject({ kind: "answered", status: 401 });
    expect(seen).toEqual(["Bearer access-1", "Bearer access-2"]);
  });

  it("[C5] only a refusal of the auth server means signed out", async () => {
    const kept: readonly (() => Promise<Response>)[] = [
      () => Promise.reject(new TypeError("Failed to fetch")),
      async () => new Response("<html>", { status: 400 }),
      async () => Response.json({ message: "Invalid API key" }, { status: 401 }),
      async () => Response.json({ error_code: "unexpected_failure" }, { status: 500 }),
      async () => Response.json({ error_code: "over_request_rate_limit" }, { status: 429 }),
      async () => new Response("", { status: 200 }),
    ];
    origin.now = start + 3_600_000;
    for (const answer of kept) {
      origin.answer = answer;
      const token = await origin.context().accessToken();
      expect(token.ok).toBe(false);
      if (!token.ok) expect(["offline", "busy"]).toContain(token.failure.kind);
      expect(origin.stored?.refreshToken).toBe("refresh-1");
    }
    expect(origin.signedOut).toBe(0);

    origin.answer = async () => Response.json({ code: 400, error_code: "refresh_token_not_found", msg: "x" }, { status: 400 });
    expect(await origin.context().accessToken()).toEqual({ ok: false, failure: { kind: "auth" } });
    expect(origin.stored).toBe(null);
    expect(origin.signedOut).toBe(1);
  });

  it("[C5] a grant for somebody else is not taken", async () => {
    origin.now = start + 3_600_000;
    origin.answer = async () =>
      Response.json({ access_token: "x", refresh_token: "y", expires_in: 1, user: { id: "00000000-0000-4000-8000-000000000002" } });
    expect((await origin.context().accessToken()).ok).toBe(false);
    expect(origin.stored?.accessToken).toBe("access-1");
  });
});
