/** What is measured: each call of the wire, for one person, the same in every size. */
import * as calls from "../../support/sql/calls.ts";
import { type Call, type Person, person, replyId } from "../../support/sql/many-people.ts";

const reader = person(1);
const writer = person(2);

/** `BENCH_ONLY`: a regular expression on their names, for who works on some. */
const only = new RegExp(process.env["BENCH_ONLY"] ?? "");

export interface Subject {
  readonly name: string;
  readonly who: Person;
  /** A new call each time; pushes count on. */
  readonly call: () => Call;
}

/** `device` is a number of the caller's own: each of the writer's devices counts its mutations from 1. */
export function subjects(device: number): readonly Subject[] {
  const sends = (offset: number): Person => ({ ...writer, client: `d${(device * 10 + offset).toString(16).padStart(15, "0")}` });
  const pushing = (who: Person, count: number): Subject => {
    let seq = 1 - count;
    return { name: `sync_push of ${count}`, who, call: () => calls.push(who, (seq += count), count) };
  };
  const ids = Array.from({ length: 200 }, (_, n) => replyId(reader, 2 * (n + 1)));
  const all: readonly Subject[] = [
    pushing(sends(1), 1),
    pushing(sends(2), 100),
    { name: "sync_pull of nothing new", who: reader, call: () => calls.pull(reader, calls.head) },
    { name: "sync_pull of 500 rows", who: reader, call: () => calls.pull(reader, 0) },
    { name: "sync_bootstrap", who: reader, call: () => calls.bootstrap(reader) },
    { name: "sync_history of 1,000 rows", who: reader, call: () => calls.history(reader) },
    { name: "sync_rows of 200", who: reader, call: () => calls.rowsById(reader, ids) },
    { name: "newest 50 over REST", who: reader, call: () => calls.newestOverRest },
    { name: "calculate_streak", who: reader, call: () => calls.calculateStreak(reader) },
    { name: "user_activity_stats", who: reader, call: () => calls.activityStats },
  ];
  return all.filter(({ name }) => only.test(name));
}

