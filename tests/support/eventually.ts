/** Waits for what has to come true. How long a busy machine takes for it is no part of a test: the limit only ends a wait for ever. */
import { vi } from "vitest";

export const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 8_000, interval: 10 });
