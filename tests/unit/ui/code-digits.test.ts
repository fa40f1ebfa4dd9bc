import { expect, it } from "vitest";
import { codeDigits } from "../../../src/ui/settings/letters/code-digits.ts";

it.each([
  ["482913", "482913"],
  ["482 913", "482913"],
  [" 482-913\n", "482913"],
  ["৪৮২৯১৩", "482913"],
  ["৪৮২ 913", "482913"],
  ["Your Bondhu code 482913", "482913"],
  ["4829134", "482913"],
  ["no code", ""],
  ["٤٨٢", ""],
])("[E1] a code typed or pasted as %j is %j", (typed, digits) => {
  expect(codeDigits(typed)).toBe(digits);
});
