/** Codes, and what needs a fresh sign-in, for the account that is open or about to be (supabase/embedded/letters/README.md). */
import { enterAs } from "../../adapters/dexie/roll.ts";
import type { Registry } from "../../adapters/dexie/registry.ts";
import type { Auth } from "../../adapters/supabase/auth.ts";
import type { ConfigSource } from "../../adapters/supabase/config.ts";
import type { Letters } from "../../adapters/supabase/letters.ts";
import type { StoredSession } from "../../adapters/supabase/session.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { AuthError, Codes } from "../api.ts";
import type { Device } from "../device.ts";
import { keepAsGuest } from "./keep-as-guest.ts";

export interface CodesDeps {
  readonly device: Device;
  readonly auth: Auth;
  readonly letters: Letters;
  readonly config: ConfigSource;
}

/** The account that is open here, and its tokens. */
async function whose(registry: Registry): Promise<{ readonly userId: string; readonly email: string; readonly session: StoredSession | null } | null> {
  const record = await registry.current();
  if (record === null || record.userId === null) return null;
  return { userId: record.userId, email: record.email ?? "", session: await registry.sessions.read(record.userId) };
}

export async function createCodes({ device, auth, letters, config }: CodesDeps): Promise<Codes> {
  const { registry } = device;
  const server = await config();
  let reset: StoredSession | null = null;

  /** A session that nobody goes on with ends on the server too; unreached, it lapses there. */
  const end = (session: StoredSession): void => void auth.signOut(session.accessToken).catch(() => false);

  async function asOwner<T>(work: (owner: { readonly userId: string; readonly session: StoredSession }) => Promise<Result<T, AuthError>>): Promise<Result<T, AuthError>> {
    const owner = await whose(registry);
    return owner === null || owner.session === null ? err({ kind: "signedOut" }) : work({ ...owner, session: owner.session });
  }

  /** The new session takes the old one's place (C5): a refresh that is under way stores nothing then. */
  async function replace(session: StoredSession): Promise<Result<void, AuthError>> {
    const owner = await whose(registry);
    if (owner?.userId !== session.userId) {
      end(session);
      return err({ kind: "otherAccount" });
    }
    await enterAs(registry, session, false);
    if (owner.session !== null) end(owner.session);
    return ok(undefined);
  }

  return {
    shown: server?.letters ?? null,
    ask: (purpose, email) => letters.ask(purpose, email.trim()),
    async signIn(email, code, password) {
      const opened = await letters.open("signIn", email.trim(), code);
      if (!opened.ok) return opened;
      const { session, newcomer } = opened.value;
      // E3: whoever prepared this account for somebody else to prove knows another password.
      const given = newcomer && password !== undefined ? await letters.setPassword(session.accessToken, password) : ok(undefined);
      if (!given.ok && given.error.kind !== "samePassword") {
        end(session);
        return given;
      }
      await enterAs(registry, session, newcomer);
      return ok(newcomer ? "new" : "known");
    },
    async checkReset(email, code) {
      const opened = await letters.open("reset", email.trim(), code);
      if (!opened.ok) return opened;
      reset = opened.value.session;
      return ok(undefined);
    },
    async choosePassword(password) {
      if (reset === null) return err({ kind: "wrongCode" });
      const session = reset;
      const chosen = await letters.setPassword(session.accessToken, password);
      // The one it has already is as good.
      if (!chosen.ok && chosen.error.kind !== "samePassword") return chosen;
      reset = null;
      await enterAs(registry, session, false);
      return ok(undefined);
    },
    leaveReset() {
      if (reset !== null) end(reset);
      reset = null;
    },
    async prove(proof) {
      const owner = await whose(registry);
      if (owner === null) return err({ kind: "signedOut" });
      if (proof.kind === "password") {
        const granted = await auth.signIn(owner.email, proof.password);
        return granted.ok ? replace(granted.value) : granted;
      }
      const opened = await letters.open("signIn", owner.email, proof.code);
      return opened.ok ? replace(opened.value.session) : opened;
    },
    changePassword: (password) => asOwner(({ session }) => letters.setPassword(session.accessToken, password)),
    askToMove: (email) => asOwner(({ session }) => letters.askToMove(session.accessToken, email.trim())),
    async move(email, code) {
      const opened = await letters.open("changeEmail", email.trim(), code);
      return opened.ok ? replace(opened.value.session) : opened;
    },
    deleteAccount: () => asOwner(({ session }) => letters.deleteAccount(session.accessToken)),
    async isGone() {
      const owner = await whose(registry);
      if (owner === null) return false;
      const there = await letters.exists(owner.userId);
      return there.ok && !there.value;
    },
    keepAsGuest: () => keepAsGuest(device),
  };
}
