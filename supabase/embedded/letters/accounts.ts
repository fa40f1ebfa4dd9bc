/** What the desk asks the database about an account. */
import type { Database } from "../database/database.ts";

/** Minutes for which a session counts as fresh: the same as in `public.delete_account` (E9). */
const freshMinutes = 10;

export interface Accounts {
  /** Whether the address has an account whose address is proven; null when it has none. */
  confirmed(email: string): Promise<boolean | null>;
  /** Whether the account can be signed in to with a password. */
  hasPassword(email: string): Promise<boolean>;
  /** Ends every code of this address that signs in. */
  endCodes(email: string): Promise<void>;
  /** Ends the code that was sent to an address an account wants to move to. */
  endChange(newEmail: string): Promise<void>;
  /** The accounts that want to move to `newEmail`: their present addresses by their ids. */
  movingTo(newEmail: string): Promise<ReadonlyMap<string, string>>;
  /** Whether the session began minutes ago. */
  isFresh(sessionId: string): Promise<boolean>;
}

export function createAccounts(database: Database): Accounts {
  const ask = (sql: string, ...values: string[]) => database.transaction((tx) => tx.query(sql, values));
  return {
    async confirmed(email) {
      const [row] = await ask("select email_confirmed_at is not null as confirmed from auth.users where email = $1", email);
      return row === undefined ? null : row["confirmed"] === true;
    },
    hasPassword: async (email) =>
      (await ask("select 1 from auth.users where email = $1 and email_confirmed_at is not null and encrypted_password is not null", email)).length > 0,
    endCodes: async (email) => void (await ask("update auth.users set confirmation_token = null, recovery_token = null where email = $1", email)),
    endChange: async (newEmail) => void (await ask("update auth.users set email_change_token_new = null where email_change = $1", newEmail)),
    movingTo: async (newEmail) =>
      new Map((await ask("select id::text as id, email from auth.users where email_change = $1", newEmail)).map((row) => [String(row["id"]), String(row["email"])])),
    isFresh: async (sessionId) =>
      (await ask(`select 1 from auth.sessions where id = $1::uuid and created_at > now() - interval '${freshMinutes} minutes'`, sessionId)).length > 0,
  };
}
