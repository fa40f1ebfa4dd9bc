/** How much room the browser gives and whether it promised to keep it (T2). Page and worker; `persist` works in a page. */

export interface StorageManagerLike {
  estimate?(): Promise<{ readonly usage?: number; readonly quota?: number }>;
  persisted?(): Promise<boolean>;
  persist?(): Promise<boolean>;
}

interface StorageReport {
  /** Bytes; null where the browser does not tell. */
  readonly usage: number | null;
  readonly quota: number | null;
  readonly persisted: boolean | null;
}

export interface DeviceStorage {
  report(): Promise<StorageReport>;
  /** Asks the browser not to evict; false where it declines or cannot be asked. */
  persist(): Promise<boolean>;
}

export function deviceStorage(manager: StorageManagerLike | undefined = platformStorage()): DeviceStorage {
  return {
    async report() {
      const [estimate, persisted] = await Promise.all([manager?.estimate?.(), manager?.persisted?.()]);
      return { usage: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? null };
    },
    async persist() {
      return (await manager?.persist?.()) ?? false;
    },
  };
}

function platformStorage(): StorageManagerLike | undefined {
  return (globalThis as { readonly navigator?: { readonly storage?: StorageManagerLike } }).navigator?.storage;
}
