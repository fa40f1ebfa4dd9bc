/** C5: the account's session, shared by every page and worker through storage; one refresh at a time on this device. */
import type { Answer, Locks } from "../../sync/ports.ts";
import type { ConfigSource } from "./config.ts";
import { classify } from "./failure.ts";
import { type Fields, fields, number, ours, text } from "./fields.ts";
import { exchange, type Fetch } from "./http.ts";

export interface StoredSession {
  readonly userId: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** ms since epoch by the server's clock. */
  readonly expiresAt: number;
}

/** Where sessions live: IndexedDB, one a user. null: signed out. */
export interface SessionVault {
  read(userId: string): Promise<StoredSession | null>;
  /** Stores what a refresh brought in place of what was refreshed; false, and nothing is stored, where the account was left or entered anew meanwhile. */
  renew(session: StoredSession, refreshed: string): Promise<boolean>;
  /** The account stays on this device, the tokens with this refresh token go. */
  clear(userId: string, refused: string): Promise<void>;
}

export interface Session {
  /** A token that should still be good. `refused`: the token a 401 came back for, which forces one refresh unless another context has done it. */
  accessToken(refused?: string): Promise<Answer<string>>;
}

export interface SessionOptions {
  readonly userId: string;
  readonly vault: SessionVault;
  readonly locks: Locks;
  readonly config: ConfigSource;
  readonly fetch: Fetch;
  /** ms since epoch, the server's clock as well as it is known (W4's offset applied). */
  readonly serverNow: () => Promise<number>;
  readonly onSignedOut?: () => void;
  readonly deadlineMs?: number;
}

const expiryMarginMs = 60_000;
/**
 * A token that storage gave for good is good for so long without asking again, ms; far less than the margin above. A drain makes
 * dozens of requests a second, and each would wait in storage's queue behind the page of rows being stored.
 */
const keptMs = 2_000;

/** The auth server's own refusal, as opposed to a gateway's or a portal's 4xx. */
const isRefusal = (body: unknown): boolean =>
  ours(() => {
    const from = fields(body);
    return ["error_code", "error", "code"].some((key) => typeof from[key] === "string");
  }) === true;

const seconds = (from: Fields, key: string): number => number(from, key) * 1000;

/** A grant of the auth server as it is stored; null when it is none. */
export const storedSession = (body: unknown, now: number): StoredSession | null =>
  ours(() => {
    const from = fields(body);
    const user = fields(from["user"]);
    const lasts = seconds(from, "expires_in");
    return {
      userId: text(user, "id"),
      email: text(user, "email", ""),
      accessToken: text(from, "access_token"),
      refreshToken: text(from, "refresh_token"),
      expiresAt: from["expires_at"] === undefined ? now + lasts : seconds(from, "expires_at"),
    };
  });

const signedOut: Answer<never> = { ok: false, failure: { kind: "auth" } };
const gaveUp: Answer<never> = { ok: false, failure: { kind: "busy", retryAfterMs: null, blame: false, status: null } };

export function createSession(options: SessionOptions): Session {
  const { userId, vault, locks, config, fetch, serverNow, deadlineMs = 15_000 } = options;

  const usable = (session: StoredSession, now: number, refused: string | undefined): boolean =>
    session.accessToken !== refused && session.expiresAt - expiryMarginMs > now;

  async function refresh(session: StoredSession): Promise<Answer<string>> {
    const server = await config();
    if (server === null) return { ok: false, failure: { kind: "offline" } };
    const answer = await exchange(fetch, {
      url: `${server.supabaseUrl}/auth/v1/token?grant_type=refresh_token`,
      method: "POST",
      headers: { apikey: server.publishableKey },
      body: { refresh_token: session.refreshToken },
      deadlineMs,
    });
    const now = await serverNow();
    if (answer.kind === "answered" && answer.status === 200) {
      const renewed = storedSession(answer.body, now);
      if (renewed !== null && renewed.userId === userId) {
        const kept = await vault.renew({ ...renewed, email: renewed.email === "" ? session.email : renewed.email }, session.refreshToken);
        return kept ? { ok: true, value: renewed.accessToken } : gaveUp;
      }
    }
    const refused = answer.kind === "answered" && [400, 401, 403].includes(answer.status) && isRefusal(answer.body);
    if (refused) {
      await vault.clear(userId, session.refreshToken);
      options.onSignedOut?.();
      return signedOut;
    }
    // Everything else, a gateway's 401 too, says nothing about the session.
    const failure = classify(answer, now);
    return failure.kind === "offline" || failure.kind === "busy" ? { ok: false, failure } : gaveUp;
  }

  let kept: { readonly token: string; readonly at: number } | null = null;

  return {
    async accessToken(refusedToken) {
      if (kept !== null && kept.token !== refusedToken && performance.now() - kept.at < keptMs) return { ok: true, value: kept.token };
      kept = null;
      const session = await vault.read(userId);
      if (session === null) return signedOut;
      if (usable(session, await serverNow(), refusedToken)) {
        kept = { token: session.accessToken, at: performance.now() };
        return { ok: true, value: session.accessToken };
      }
      // Two contexts may come here with one refresh token, which is good for one use: the second finds the first's work.
      const waiting = new AbortController();
      const timer = setTimeout(() => waiting.abort(), deadlineMs + 5000);
      try {
        const outcome = await locks.run(`bondhu:auth:${userId}`, { wait: true, signal: waiting.signal }, async () => {
          const current = await vault.read(userId);
          if (current === null) return signedOut;
          if (usable(current, await serverNow(), refusedToken)) return { ok: true as const, value: current.accessToken };
          return refresh(current);
        });
        return outcome.held ? outcome.value : gaveUp;
      } catch (reason) {
        if (waiting.signal.aborted) return gaveUp;
        throw reason;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
