/** Randomness from the platform's generator: ids and jitter must not repeat between tabs. Page and worker. */
import type { Random } from "../../sync/ports.ts";

type Source = Pick<Crypto, "getRandomValues" | "randomUUID">;

export const browserRandom = (source: Source = crypto): Random => ({
  unit: () => (source.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  uuid: () => source.randomUUID(),
});
