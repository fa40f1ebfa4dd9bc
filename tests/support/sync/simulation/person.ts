/** A person in the world, and what they were told is safe: the ledger that nothing may be missing from in the end. */
import type { ClientId, RowOp } from "../../../../src/sync/ports.ts";

export class Person {
  /** Mutations whose command was told that it is durable, with what they hold. */
  readonly promised = new Map<string, readonly RowOp[]>();
  /** Mutation id → the clients under which the server applied it, each with the incarnation of the server. */
  readonly applied = new Map<string, string[]>();
  /** Every client id that a database of this person ever had: no other one may appear in what is theirs. */
  readonly clients = new Set<ClientId>();
  /** The server came back from a backup, and nobody was told. */
  unannounced = false;

  constructor(
    readonly name: string,
    /** The account's id. */
    readonly user: string,
    readonly reactions: readonly string[],
  ) {}

  /** It was told to be durable; its content may be newer than what is known of it. */
  promise(id: string, ops: readonly RowOp[]): void {
    this.promised.set(id, ops);
  }

  /** W4 gives a mutation that it moves another id; the promise goes with it. */
  moved(was: string, id: string, ops: readonly RowOp[]): void {
    if (this.promised.delete(was)) this.promised.set(id, ops);
  }
}
