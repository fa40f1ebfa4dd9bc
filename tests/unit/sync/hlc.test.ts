/** W3: the hybrid logical clock. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeStamp, maxAheadMs, parseStamp, receive, tick } from "../../../src/sync/hlc.ts";

const client = "00000000000000aa";
const other = "ffffffffffffffff";

test("[W3] a stamp has a fixed width and reads back", () => {
  const stamp = makeStamp({ ms: Date.UTC(2026, 10, 22), counter: 10, client });
  expect(stamp).toMatch(/^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$/);
  expect(parseStamp(stamp)).toEqual({ ms: Date.UTC(2026, 10, 22), counter: 10, client });
  expect(() => parseStamp("yesterday")).toThrow(TypeError);
});

test("[W3] every stamp is larger than the last one, however the wall clock jumps", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }).map((step) => step * 1000)), (jumps) => {
      let now = 1_000_000;
      let stamp = makeStamp({ ms: 0, counter: 0, client });
      for (const jump of jumps) {
        now += jump;
        const next = tick(stamp, now, client);
        expect(next > stamp).toBe(true);
        stamp = next;
      }
    }),
  );
});

test("[W3] a full counter carries into the milliseconds", () => {
  const full = makeStamp({ ms: 1000, counter: 0xffff, client: other });
  expect(parseStamp(tick(full, 900, client))).toEqual({ ms: 1001, counter: 0, client });
});

test("[W3] a clock before 1970 or between two milliseconds makes a stamp all the same", () => {
  const zero = makeStamp({ ms: 0, counter: 0, client });
  expect(parseStamp(tick(zero, -5, client)).counter).toBe(1);
  expect(parseStamp(tick(zero, 12.9, client)).ms).toBe(12);
});

test("[W3] a stamp seen is exceeded by the next one made", () => {
  const now = 1_000_000;
  const seen = makeStamp({ ms: now + maxAheadMs, counter: 7, client: other });
  const last = receive(makeStamp({ ms: now, counter: 0, client }), seen, now);
  expect(tick(last, now, client) > seen).toBe(true);
});

test("[W3] a stamp more than five minutes ahead does not advance the clock, an older one does not turn it back", () => {
  const now = 1_000_000;
  const last = makeStamp({ ms: now, counter: 3, client });
  expect(receive(last, makeStamp({ ms: now + maxAheadMs + 1, counter: 0, client: other }), now)).toBe(last);
  expect(receive(last, makeStamp({ ms: now - 1, counter: 0, client: other }), now)).toBe(last);
});
