/** JSON from elsewhere, read field by field: where a page of 500 rows is parsed, and in what the worker carries, which has no room for a schema library. */

/** Not our answer: the caller calls it `busy`, whoever sent it. */
export class NotOurs extends Error {
  override readonly name = "NotOurs";
}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotOurs("an object was expected");
  return value as Fields;
}
export function number(from: Fields, key: string): number {
  const value = from[key];
  if (typeof value !== "number" || !Number.isFinite(value)) throw new NotOurs(`${key} is not a number`);
  return value;
}
/** `otherwise`: where there is none. */
export function text(from: Fields, key: string, otherwise?: string): string {
  const value = from[key] ?? otherwise;
  if (typeof value !== "string") throw new NotOurs(`${key} is not text`);
  return value;
}

/** What `read` makes of it; null: it is not ours. */
export function ours<T>(read: () => T): T | null {
  try {
    return read();
  } catch (reason) {
    if (reason instanceof NotOurs) return null;
    throw reason;
  }
}
