/** Tells of committed changes in every database of this device, by any tab or worker; for what follows several databases at once. */
import Dexie from "dexie";

/**
 * A live query that opens other databases mixes up Dexie's notion of the transaction that is under way in this page. So here nobody reads:
 * `listener` is called, from within Dexie, and has to look later. `tables`: a change in others is not told.
 */
export function onChange(tables: readonly string[], listener: () => void): () => void {
  const told = (parts: object): void => {
    const places = Object.keys(parts);
    if (places.includes("all") || tables.some((table) => places.some((place) => place.includes(`/${table}/`)))) listener();
  };
  Dexie.on("storagemutated", told);
  return () => Dexie.on.storagemutated.unsubscribe(told);
}
