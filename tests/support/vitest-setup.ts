/** Unexpected console.error or console.warn fails the test that caused it. */
import { afterEach, beforeEach, expect, vi } from "vitest";

beforeEach(() => {
  vi.spyOn(console, "error");
  vi.spyOn(console, "warn");
});
afterEach(() => {
  for (const level of ["error", "warn"] as const) {
    const calls = vi.isMockFunction(console[level]) ? vi.mocked(console[level]).mock.calls : [];
    vi.mocked(console[level]).mockRestore?.();
    expect(calls, `console.${level} was called; a test that expects it mocks it`).toEqual([]);
  }
});
