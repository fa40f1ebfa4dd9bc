/** Two databases of one PostgreSQL 15, alike but for how many people they hold. */
import { execFileSync } from "node:child_process";
import { addPeople } from "../../support/sql/many-people.ts";
import type { TestDatabase } from "../../support/sql/database.ts";
import { type Cluster, startPostgres15 } from "../../support/sql/postgres15.ts";

export const sizeNames = ["small", "large"] as const;
export type SizeName = (typeof sizeNames)[number];
export type BySize<T> = Readonly<Record<SizeName, T>>;
/** People, of a thousand messages and a thousand activities each. `BENCH_PEOPLE` makes the large one smaller, for who works on the bench. */
export const people: BySize<number> = { small: 100, large: Number(process.env["BENCH_PEOPLE"] ?? 10_000) };

/** `BENCH_MESSAGES`: how many each has, for who asks about something else. */
const messages = Number(process.env["BENCH_MESSAGES"] ?? 1000);

export interface Sizes {
  readonly cluster: Cluster;
  readonly databases: BySize<string>;
  /** A connection as the cluster's superuser. */
  owner(size: SizeName): Promise<TestDatabase>;
}

export const both = async <T>(make: (size: SizeName) => Promise<T>): Promise<BySize<T>> => ({ small: await make("small"), large: await make("large") });

/** Nothing is flushed to disk while loading or measuring: a push waits for no disk, so the figures are those of the work itself. */
export async function openSizes(): Promise<Sizes> {
  const cluster = await startPostgres15({ shared_buffers: "1GB", max_wal_size: "4GB", effective_cache_size: "4GB" });
  const databases = await both(async (size) => {
    const from = performance.now();
    const database = await cluster.open("supabase_admin");
    await addPeople(database, people[size], messages);
    const [row] = await database.query("select current_database() as name, pg_database_size(current_database())::float8 as bytes");
    await database.close();
    console.log(`${size}: ${people[size]} people, ${(Number(row?.["bytes"]) / 1e9).toFixed(2)} GB, in ${Math.round((performance.now() - from) / 1000)} s`);
    return String(row?.["name"]);
  });
  return { cluster, databases, owner: async (size) => cluster.connect(databases[size]) };
}

/** Takes a folder's files out of the machine's page cache, and nobody else's. */
export function forgetPages(folder: string): void {
  execFileSync("find", [folder, "-type", "f", "-size", "+0", "-exec", "dd", "of={}", "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none", ";"], { stdio: ["ignore", "ignore", "inherit"] });
}
