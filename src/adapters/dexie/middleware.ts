/** W1's guard: through Dexie nobody changes engine and synced tables but the account door. The store alone writes them, beneath Dexie. */
import type { DBCore, DBCoreMutateRequest, Middleware } from "dexie";

const permitted = new WeakSet<object>();

/** Only the account door (creating, wiping) calls this, on the transaction it has just opened. */
export const permit = (transaction: object): void => {
  permitted.add(transaction);
};

/** A write that would bypass the outbox: a bug in the caller, refused before anything is touched. */
export class UnguardedWrite extends Error {
  override readonly name = "UnguardedWrite";
}

const isUpgrade = (transaction: object): boolean => Reflect.get(transaction, "mode") === "versionchange";

/** Every mutation (add, put, delete, deleteRange and so clear) of `tables` is refused outside a permitted or an upgrade transaction. */
export const writeGuard = (tables: ReadonlySet<string>): Middleware<DBCore> => ({
  stack: "dbcore",
  name: "writeGuard",
  create: (core) => ({
    ...core,
    table(name) {
      const table = core.table(name);
      if (!tables.has(name)) return table;
      return {
        ...table,
        mutate(request: DBCoreMutateRequest) {
          if (permitted.has(request.trans) || isUpgrade(request.trans)) return table.mutate(request);
          return Promise.reject(
            new UnguardedWrite(`${request.type} on ${name} outside Store.write: use a command, so that rows and outbox change together (W1)`),
          );
        },
      };
    },
  }),
});
