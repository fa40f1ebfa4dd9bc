/** Turns what Dexie and IndexedDB throw into the few errors a caller can act on. */
import { DatabaseGone, QuotaExceeded } from "../../sync/ports.ts";

/** The database on this device was written by a newer version of the app: reload to get that version. Nothing was touched. */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
}
/** Signed out of, and its content wiped: what a crash left of it only waits to be deleted (T4). */
export class DatabaseDead extends DatabaseGone {}
/** This browser (or private mode) offers no IndexedDB, or refuses to open it: nothing can be kept here. */
export class NoIndexedDb extends Error {
  override readonly name = "NoIndexedDb";
}

/**
 * Dexie's names and the platform's for "this connection or database is not there any more". TransactionInactive and
 * PrematureCommit are not among them: those are our bugs and must stay visible as such.
 */
const gone = new Set(["DatabaseClosedError", "VersionError", "NoSuchDatabaseError", "OpenFailedError"]);
/** These mean the same only where the connection is known to be lost; otherwise they are a bug of ours. */
const goneUnconnected = new Set(["InvalidStateError", "NotFoundError", "AbortError"]);

/** The error and what it wraps: Dexie nests the platform's error in `inner`, bulk operations list theirs in `failures`. */
function* causes(reason: unknown): Generator<{ readonly name: string; readonly error: Error }> {
  let current: unknown = reason;
  for (let depth = 0; depth < 6 && typeof current === "object" && current !== null; depth += 1) {
    if (current instanceof Error || current instanceof DOMException) yield { name: current.name, error: current };
    const failures: unknown = Reflect.get(current, "failures");
    current = Reflect.get(current, "inner") ?? (Array.isArray(failures) ? failures[0] : undefined);
  }
}

const is = (reason: unknown, test: (name: string) => boolean): boolean => {
  for (const cause of causes(reason)) if (test(cause.name)) return true;
  return false;
};

/** Errors that already say what they mean are passed on. `connected`: the database is open as far as anybody knows. */
export function storeError(reason: unknown, connected: boolean): unknown {
  for (const { error } of causes(reason)) {
    if (error instanceof DatabaseGone || error instanceof QuotaExceeded || error instanceof NewerDatabase || error instanceof NoIndexedDb) return error;
  }
  if (is(reason, (name) => name === "QuotaExceededError")) {
    return new QuotaExceeded("no room left on this device; nothing of this write was kept", { cause: reason });
  }
  if (is(reason, (name) => gone.has(name)) || (!connected && is(reason, (name) => goneUnconnected.has(name)))) {
    return new DatabaseGone("the database was closed, deleted or replaced under the app", { cause: reason });
  }
  return reason;
}

/**
 * Errors of opening: a browser that refuses IndexedDB altogether is told apart from one whose database is gone. UnknownError is
 * neither: the disk is full or its files are damaged, and what was saved may well come back.
 */
export function openError(reason: unknown): unknown {
  if (is(reason, (name) => name === "MissingAPIError" || name === "SecurityError" || name === "InvalidStateError")) {
    return new NoIndexedDb("IndexedDB is not available", { cause: reason });
  }
  return storeError(reason, false);
}
