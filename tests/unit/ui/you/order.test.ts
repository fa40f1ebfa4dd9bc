/** Q5 on the screen: where the questions begin, and which comes next. */
import { describe, expect, it } from "vitest";
import { firstOpen, nextOpen } from "../../../../src/ui/you/order.ts";

const answered = (...items: readonly number[]) => new Map(items.map((item) => [item, 3]));
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

describe("the order of the questions", () => {
  it("[Q5] begins at the first that is open", () => {
    expect(firstOpen(answered())).toBe(1);
    expect(firstOpen(answered(1, 2, 4))).toBe(3);
    expect(firstOpen(answered(...upTo(20)))).toBeNull();
  });

  it("[Q5] goes on with the next open one, over what is answered already", () => {
    expect(nextOpen(answered(1), 1)).toBe(2);
    expect(nextOpen(answered(1, 2, 3), 1)).toBe(4);
  });

  it("[Q5] what was skipped comes again at the end, in its order", () => {
    const rest = upTo(20).filter((item) => ![3, 7].includes(item));
    expect(nextOpen(answered(...rest), 20)).toBe(3);
    expect(nextOpen(answered(...rest), 3)).toBe(7);
    expect(nextOpen(answered(...rest), 7)).toBe(3);
    expect(nextOpen(answered(...rest, 3), 3)).toBe(7);
  });

  it("[Q5] the last open one leads nowhere, answered or not", () => {
    expect(nextOpen(answered(...upTo(19)), 20)).toBeNull();
    expect(nextOpen(answered(...upTo(20)), 20)).toBeNull();
  });
});
