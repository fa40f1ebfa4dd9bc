/** A browser that ends at the n-th moment at which something would be written: from then on nothing is, whoever asks. */
import { IDBFactory } from "fake-indexeddb";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";

export class Crash extends Error {
  override readonly name = "Crash";
}

export class Fuse {
  /** `left`: writing transactions and deletions until the end. */
  constructor(private left: number) {}
  blown = false;
  burn(): void {
    if (this.left <= 0) this.blown = true;
    this.left -= 1;
    if (this.blown) throw new Crash("the browser has ended");
  }
}

class FusedFactory extends IDBFactory {
  constructor(
    private readonly factory: IDBFactory,
    private readonly fuse: Fuse,
  ) {
    super();
  }
  override open(name: string, version?: number): IDBOpenDBRequest {
    if (this.fuse.blown) throw new Crash("the browser has ended");
    const request = this.factory.open(name, version);
    request.addEventListener("success", () => {
      const db = request.result;
      const begin = db.transaction.bind(db);
      db.transaction = (stores, mode, options) => {
        if (mode === "readwrite") this.fuse.burn();
        return begin(stores, mode, options);
      };
    });
    return request;
  }
  override deleteDatabase(name: string): IDBOpenDBRequest {
    this.fuse.burn();
    return this.factory.deleteDatabase(name);
  }
  override databases(): Promise<IDBDatabaseInfo[]> {
    return this.factory.databases();
  }
}

/** The same storage, seen by a browser with this fuse. */
export const fused = ({ indexedDB, IDBKeyRange }: IdbEnvironment, fuse: Fuse): IdbEnvironment => ({ indexedDB: new FusedFactory(indexedDB, fuse), IDBKeyRange });
