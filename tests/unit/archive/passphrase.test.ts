/** O8: what the person is told of a passphrase. */
import { expect, it } from "vitest";
import { type Strength, strengthOf } from "../../../src/domain/archive/passphrase.ts";

it.each<readonly [string, Strength]>([
  ["", "short"],
  ["secret", "short"],
  ["aaaaaaaaaaaaaaaa", "weak"],
  ["password1", "weak"],
  ["12345678901234", "weak"],
  ["my dog", "short"],
  ["paper boat", "weak"],
  ["paper boat river", "fair"],
  ["paper boat river lantern", "strong"],
  ["কাগজের নৌকা নদী জোনাকি", "strong"],
  ["xK9#vQ2!mZ7p", "strong"],
])("[O8] %j is %s", (passphrase, strength) => {
  expect(strengthOf(passphrase)).toBe(strength);
});
