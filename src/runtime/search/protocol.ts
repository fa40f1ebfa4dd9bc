/** What page and search worker say to each other. Both come from one build: shapes are checked by types alone. */
import type { DaysOfMessages, SearchAnswer } from "../api.ts";

/** `call` comes back with the answer. */
export type Question = { readonly call: number } & (
  | { readonly kind: "open"; readonly database: string }
  | { readonly kind: "find"; readonly text: string; readonly limit: number }
  | { readonly kind: "days" }
  | { readonly kind: "catchUp" }
);

export interface Answers {
  readonly open: null;
  readonly find: SearchAnswer;
  readonly days: DaysOfMessages;
  readonly catchUp: null;
}

export type Answer = { readonly call: number } & (
  | { readonly ok: true; readonly value: Answers[Question["kind"]] }
  /** `gone`: the database was closed, deleted or replaced. */
  | { readonly ok: false; readonly gone: boolean; readonly message: string }
);
