/** A value that changes: the shape of Dexie's liveQuery, of a status, of anything a screen follows. */
export interface Live<T> {
  /** Calls `next` with the current value as soon as it is known and after each change. Returns the unsubscribe function. */
  subscribe(next: (value: T) => void, error?: (reason: unknown) => void): () => void;
}
