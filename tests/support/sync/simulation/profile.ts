/** One account's database on one device. */
import { newState } from "../../../../src/sync/state.ts";
import { MemoryStore } from "../memory-store.ts";
import type { Build } from "./builds.ts";
import { SimLocks } from "./locks.ts";
import type { Person } from "./person.ts";
import { randomOf } from "./streams.ts";

export interface Disk {
  readonly store: MemoryStore;
  readonly build: Build;
}

export class Profile {
  store: MemoryStore;
  /** The build that the database is of (T3). */
  build: Build;
  locks = new SimLocks();
  /** A backup of the disk that may come back. */
  backup: Disk | null = null;
  /** Places in the order in which requests left: the last sent, and the last that arrived. */
  sent = 0;
  arrived = 0;

  /** `name` is never used twice (T4). */
  constructor(
    readonly person: Person,
    readonly name: string,
    seed: number,
    build: Build,
  ) {
    this.build = build;
    this.store = new MemoryStore(newState(randomOf(seed, name)));
    person.clients.add(this.store.data.state.client);
  }

  /** The disk is now another one; every context on it must be dead. */
  replace({ store, build }: Disk): void {
    this.store = copyOf(store);
    this.build = build;
    this.locks = new SimLocks();
  }

  /** It would notice a server that stands at `head`, whatever it does next. */
  knowsMoreThan(head: number): boolean {
    return [this.store, this.backup?.store].every((disk) => !disk || (disk.data.state.cursor?.[0] ?? 0) > head);
  }
}

/** Rows and entries are never changed in place, so the maps are all there is to copy. */
export function copyOf({ data: { state, rows, outbox, quarantine, side } }: MemoryStore): MemoryStore {
  const copy = new MemoryStore(state);
  for (const [table, of] of rows) copy.data.rows.set(table, new Map(of));
  for (const [table, of] of side) copy.data.side.set(table, new Map(of));
  for (const [seq, entry] of outbox) copy.data.outbox.set(seq, entry);
  for (const [id, entry] of quarantine) copy.data.quarantine.set(id, entry);
  return copy;
}
