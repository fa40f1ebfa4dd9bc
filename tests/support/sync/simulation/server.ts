/** What a world needs of its server, and the model server as one. `postgres.ts` is the other. */
import type { Answer, ClientId, PushAnswer, PushRequest, Transport, WireRow } from "../../../../src/sync/ports.ts";
import { specs } from "../device.ts";
import { ModelServer } from "../model-server.ts";

export interface Backup {
  readonly head: number;
  /** The account is as it was (L5). */
  restore(): Promise<void>;
}

export interface SimServer {
  /** Requests about `user` with somebody's token. */
  as(token: string, user: string): Transport;
  head(user: string): Promise<number>;
  rows(user: string): Promise<readonly WireRow[]>;
  backup(user: string): Promise<Backup>;
  /** What an operator does after restoring: nobody has to notice by himself. */
  renewAll(user: string): Promise<void>;
}

export interface ServerEvents {
  /** Rows of the user have changed (L6). */
  poke(user: string): void;
  /** These mutations were applied now, i.e. this is no resend of an answer. */
  applied(user: string, client: ClientId, ids: readonly string[]): void;
}

export type OpenServer = (users: readonly string[], now: () => number, events: ServerEvents) => Promise<SimServer>;

/** Of the answered mutations those that the server, which had taken `lastSeq` of the client before, has applied in answering. */
export const appliedNow = ({ value }: { readonly value: PushAnswer }, lastSeq: number): string[] =>
  value.verdicts.flatMap(({ id, seq, code }) => (seq > lastSeq && code === null ? [id] : []));

/** No column of a person's says so: the constraint of the real table refuses it, and the model does as the table. */
export const robot = "robot";

export const openModel: OpenServer = async (_users, now, events) => {
  const model = new ModelServer({ tables: specs, now, refuses: (row) => (row["sender_type"] === robot ? "23514" : null), newest: () => 5 });
  model.onPoke = (user) => events.poke(user);
  const push = (user: string, request: PushRequest): Answer<PushAnswer> => {
    const before = model.account(user).clients.get(request.client)?.lastSeq ?? 0;
    const answer = model.push(user, request);
    if (answer.ok) events.applied(user, request.client, appliedNow(answer, before));
    return answer;
  };
  return {
    as: (token, user) => (token === user ? { ...model.transport(user), push: (request) => Promise.resolve(push(user, request)) } : stranger),
    head: (user) => Promise.resolve(model.account(user).head),
    rows: (user) => Promise.resolve([...model.account(user).rows.values()]),
    backup: (user) => {
      const dump = model.dump(user);
      return Promise.resolve({ head: dump.head, restore: () => Promise.resolve(model.restore(user, dump)) });
    },
    renewAll: (user) => Promise.resolve(model.renewAll(user)),
  };
};

/** P1: whatever a token of another account asks for. */
const refuse = (): Promise<Answer<never>> => Promise.resolve({ ok: false, failure: { kind: "wrongAccount" } });
const stranger: Transport = { push: refuse, pull: refuse, bootstrap: refuse, history: refuse, rows: refuse, renew: refuse };
