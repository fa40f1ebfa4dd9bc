/** Asks the policies on realtime.messages who may read and write a private topic, as hosted Supabase does. */
import { randomUUID } from "node:crypto";
import { dryRun } from "../database/database.ts";
import type { Database, Transaction } from "../database/database.ts";
import { codeOf } from "../start-error.ts";
import type { Claims } from "../tokens.ts";

export type Extension = "broadcast" | "presence";

export interface Authorizer {
  canRead(claims: Claims, topic: string): Promise<boolean>;
  canWrite(claims: Claims, topic: string, extension: Extension): Promise<boolean>;
}

const insufficientPrivilege = "42501";

async function become(tx: Transaction, claims: Claims, topic: string): Promise<void> {
  await tx.query(
    `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true),
            set_config('request.jwt.claim.role', $3, true), set_config('realtime.topic', $4, true), set_config('role', $3, true)`,
    [claims.json, claims.sub ?? "", claims.role, topic],
  );
}

/** Each question writes a probe and is rolled back. */
export function createAuthorizer(database: Database): Authorizer {
  return {
    canRead: (claims, topic) =>
      dryRun(database, async (tx) => {
        const probe = randomUUID();
        await tx.query("insert into realtime.messages (id, topic, extension, private) values ($1, $2, 'broadcast', true)", [probe, topic]);
        await become(tx, claims, topic);
        return (await tx.query("select 1 from realtime.messages where id = $1", [probe])).length > 0;
      }),
    canWrite: async (claims, topic, extension) => {
      try {
        return await dryRun(database, async (tx) => {
          await become(tx, claims, topic);
          await tx.query("insert into realtime.messages (topic, extension, private) values ($1, $2, true)", [topic, extension]);
          return true;
        });
      } catch (error) {
        if (codeOf(error) === insufficientPrivilege) return false;
        throw error;
      }
    },
  };
}
