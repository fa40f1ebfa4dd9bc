import { expect, test, vi } from "vitest";
import { discreetly, installDiscreetLog } from "../../../supabase/embedded/discreet-log.ts";

test("what the API prints reaches a log that itself prints, once and without the person's words", () => {
  const printed = vi.fn<(line: string) => void>();
  vi.spyOn(console, "error").mockImplementation(printed);
  installDiscreetLog();
  discreetly(
    (line) => console.error(line),
    () => console.error("query failed", new TypeError("a sentence of somebody's")),
  );
  expect(printed).toHaveBeenCalledTimes(1);
  expect(printed.mock.calls[0]?.[0]).toMatch(/^the API failed: TypeError/);
  expect(printed.mock.calls[0]?.[0]).not.toContain("sentence");
});
