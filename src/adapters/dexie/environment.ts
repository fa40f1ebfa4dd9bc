/** Where IndexedDB comes from, and a factory that keeps Dexie from helping itself. */
import { NewerDatabase, NoIndexedDb } from "./errors.ts";
import { letGoWhenLeft } from "./leaving.ts";

/** The platform's IndexedDB, or a test's. */
export interface IdbEnvironment {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
}

/** @throws {NoIndexedDb} where the browser has none. */
export function platformIdb(): IdbEnvironment {
  const { indexedDB, IDBKeyRange } = globalThis as Partial<IdbEnvironment>;
  if (!indexedDB || !IDBKeyRange) throw new NoIndexedDb("this browser has no IndexedDB");
  return { indexedDB, IDBKeyRange };
}

/**
 * Dexie answers a VersionError by opening whatever is there with old code, and a schema that differs by raising the
 * native version on its own (T3). Through this factory it can open exactly one version and nothing else.
 */
export function pinnedFactory(factory: IDBFactory, nativeVersion: number) {
  return {
    open(name: string, version?: number): IDBOpenDBRequest {
      if (version === nativeVersion) return letGoWhenLeft(factory.open(name, version));
      if (version === undefined) throw new NewerDatabase(`${name} was written by a newer version of the app`);
      throw new Error(`${name}: the installed schema differs from version ${nativeVersion}; raise the version number`);
    },
    deleteDatabase: (name: string) => factory.deleteDatabase(name),
    databases: () => factory.databases(),
    cmp: (first: unknown, second: unknown) => factory.cmp(first, second),
  };
}
