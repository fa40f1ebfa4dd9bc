/**
 * How often an address, and an account from an address, may try to sign in, ask for codes and try them (DESIGN §7).
 *
 * Three counts a kind: of the address; of account and address together, which is the narrow one; and of the account from
 * everywhere, which is wide and does not concern addresses the account has signed in from. So nobody is kept out of their
 * own account by what strangers do elsewhere. Accounts are counted whether they exist or not.
 */
import type { Allowance } from "./counters.ts";

export type Kind = "password" | "signUp" | "code" | "verify" | "refresh";

export interface Policy {
  /** Whether only what was refused counts, or everything. */
  readonly counts: "failures" | "everything";
  readonly address: Allowance;
  readonly pair: Allowance | null;
  readonly account: Allowance | null;
}

const minutes = (count: number): number => count * 60;

export const policies: Readonly<Record<Kind, Policy>> = {
  password: {
    counts: "failures",
    address: { points: 60, seconds: minutes(15) },
    pair: { points: 10, seconds: minutes(15) },
    account: { points: 50, seconds: minutes(15) },
  },
  /** A school class behind one router makes its accounts within an hour. */
  signUp: { counts: "everything", address: { points: 60, seconds: minutes(60) }, pair: null, account: null },
  code: {
    counts: "everything",
    address: { points: 30, seconds: minutes(60) },
    pair: { points: 5, seconds: minutes(15) },
    account: { points: 20, seconds: minutes(60) },
  },
  /** A code has six digits, lives for a quarter of an hour and dies after five wrong tries (letters/README.md, E1). */
  verify: {
    counts: "failures",
    address: { points: 60, seconds: minutes(15) },
    pair: { points: 10, seconds: minutes(15) },
    account: { points: 30, seconds: minutes(15) },
  },
  /** After a restore every device behind an address is refused once. */
  refresh: { counts: "failures", address: { points: 600, seconds: minutes(15) }, pair: null, account: null },
};

/** Attempts of one address that run at once; the others wait, so a limit is overrun by at most this many less one. */
export const atOnce = 4;
/** Attempts of one address that may wait; beyond it they are refused at once. */
export const mayWait = 1_000;
/** An account is known at an address for so long after signing in there. */
export const trusted: Allowance = { points: 1, seconds: 20 * 24 * 3_600 };
