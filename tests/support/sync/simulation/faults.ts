/** Everything that may go wrong, everything a person may do, and what comes of it: counted when it happens. */

/** What goes wrong. */
export const faults = [
  "lostRequest",
  "lostAnswer",
  "hungRequest",
  "doubledRequest",
  "delayedRequest",
  "delayedAnswer",
  "busy",
  "retryAfter",
  "auth",
  "droppedPoke",
  "crash",
  "crashInTransaction",
  "crashAfterCommit",
  "freeze",
  "offlineSpell",
  "clockStep",
  "clockAhead",
  "clockBehind",
  "rolledBack",
  "copied",
  "evicted",
  "fullDisk",
  "wrongToken",
  "accountSwitch",
  "lingeringTab",
  "upgrade",
  "restored",
  "restoredUnannounced",
  "poisonRefused",
  "poisonChoking",
] as const;
export type Fault = (typeof faults)[number];

/** What faults lead to: a world in which one of these never happens tests less than it says. */
export const consequences = [
  "reorderedRequest",
  "deadSendersRequest",
  "crashHoldingLock",
  "frozenHoldingLock",
  "stolen",
  "elsewhere",
  "quota",
  "reset",
  "behind",
  "refusedAhead",
  "wrongAccount",
  "refused",
  "undeliverable",
  "upgradedQueue",
  "oldTabRefused",
  "lostWithItsDisk",
] as const;
export type Consequence = (typeof consequences)[number];

/** What a person does. */
export const acts = ["send", "delete", "react", "prefer", "session", "reply", "retry", "discard"] as const;
export type Act = (typeof acts)[number];

export type Count = Fault | Consequence | Act;
export type Tally = { [count in Count]: number };
export const emptyTally = (): Tally => Object.fromEntries([...faults, ...consequences, ...acts].map((count) => [count, 0])) as Tally;

export const sum = (tally: Tally, counts: readonly Count[]): number => counts.reduce((total, count) => total + tally[count], 0);
