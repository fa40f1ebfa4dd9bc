/**
 * A Kysely dialect over one PGlite session, in place of the one that comes with the API.
 *
 * Guarantees, each with a regression test:
 * - one transaction at a time: requests served in parallel never see each other's role or rows (fault 1);
 * - a failed bind does not poison the session: what it half wrote is flushed before the next query (fault 2).
 */
import type { PGlite } from "@electric-sql/pglite";
import { CompiledQuery, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type { DatabaseConnection, Dialect, Driver, QueryResult } from "kysely";
import type { Mutex } from "../mutex.ts";
import { codeOf } from "../start-error.ts";

const sqlState = /^[0-9A-Z]{5}$/;
const failedTransaction = "25P02";
const maxFlushes = 4;

/** PGlite takes objects for jsonb only as text. */
function parameter(value: unknown): unknown {
  const plain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? JSON.stringify(value) : value;
}

class SerialConnection implements DatabaseConnection {
  readonly #pg: PGlite;
  readonly #release: () => void;
  /** A failed bind may have left something in the session's buffer. */
  #isSpoilt = false;

  constructor(pg: PGlite, release: () => void) {
    this.#pg = pg;
    this.#release = release;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      if (this.#isSpoilt) await this.#flush();
      const { rows, affectedRows } = await this.#pg.query<R>(query.sql, query.parameters.map(parameter));
      return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) };
    } catch (error) {
      this.#isSpoilt ||= !sqlState.test(codeOf(error) ?? "");
      throw error;
    }
  }

  /** The next one gets a session that understands what it is told, or, when that cannot be had, at least gets it. */
  async release(): Promise<void> {
    try {
      if (this.#isSpoilt) await this.#flush();
    } finally {
      this.#release();
    }
  }

  /**
   * An error that Postgres did not send was thrown while the messages were written: their rest is still in the buffer and would be
   * read as part of the next queries (an object that cannot be bound spoils two). So these take it and fail for it. In a transaction
   * that has failed for it nothing more is bound, so its end is waited for.
   */
  async #flush(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#pg.query("select 1");
        this.#isSpoilt = false;
        return;
      } catch (error) {
        if (codeOf(error) === failedTransaction) return;
        if (attempt === maxFlushes) throw error;
      }
    }
  }

  // oxlint-disable-next-line require-yield -- the interface asks for a generator
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("streaming is not supported");
  }
}

class SerialDriver implements Driver {
  readonly #pg: PGlite;
  readonly #lock: Mutex;

  constructor(pg: PGlite, lock: Mutex) {
    this.#pg = pg;
    this.#lock = lock;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SerialConnection> {
    return new SerialConnection(this.#pg, await this.#lock.acquire());
  }

  async releaseConnection(connection: SerialConnection): Promise<void> {
    await connection.release();
  }

  async beginTransaction(connection: SerialConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin"));
  }

  async commitTransaction(connection: SerialConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  /** Through the simple protocol, and again if the first ones only flush what a failed query left behind. */
  async rollbackTransaction(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#pg.exec("rollback");
        return;
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  async destroy(): Promise<void> {}
}

/** Every user of `pg` must hold `lock`. */
export function serialDialect(pg: PGlite, lock: Mutex): Dialect {
  return {
    createDriver: () => new SerialDriver(pg, lock),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
