/** Where the help card lies, how it dials, and how it breathes. */
import { describe, expect, it } from "vitest";
import { screenUnder } from "../../../src/ui/help/help-place.ts";
import { firstBreath, nextSecond, phaseSeconds, type Breath } from "../../../src/ui/help/breath.ts";
import { telephone, textMessage } from "../../../src/ui/help/telephone.ts";

const at = (pathname: string, state: unknown = null) => ({ pathname, search: "", hash: "", state });
const home = { pathname: "/", search: "", hash: "" };

describe("help card", () => {
  it("[R7] lies over the screen the person came from", () => {
    expect(screenUnder(at("/help", { under: { pathname: "/chat", search: "?q=1", hash: "" } }))).toEqual({ pathname: "/chat", search: "?q=1", hash: "" });
  });

  it.each([null, undefined, 7, "x", {}, { under: null }, { under: { pathname: 3 } }, { under: { pathname: "/help" } }])(
    "[R7] lies over home when the history entry says %j",
    (state) => {
      expect(screenUnder(at("/help", state))).toEqual(home);
    },
  );

  it("leaves every other address alone", () => {
    expect(screenUnder(at("/you", { under: { pathname: "/chat" } })).pathname).toBe("/you");
  });

  it.each([
    ["116 123", "tel:116123"],
    ["09612-119911", "tel:09612119911"],
    ["+44 (0)20 1", "tel:+440201"],
  ])("[R7] dials %s", (number, address) => {
    expect(telephone(number)).toBe(address);
  });

  it("[R7] writes a text message to a line, or to whom the person chooses", () => {
    expect(textMessage("741741", "HOME")).toBe("sms:741741?&body=HOME");
    expect(textMessage("0477 13 11 14", null)).toBe("sms:0477131114");
    expect(textMessage(null, "আমি ভালো নেই & একা")).toBe(`sms:?&body=${encodeURIComponent("আমি ভালো নেই & একা")}`);
  });

  it("breathes four in, six out, and counts whole breaths", () => {
    let breath: Breath = firstBreath;
    const phases: string[] = [];
    for (let second = 0; second < 2 * (phaseSeconds.in + phaseSeconds.out); second += 1) {
      phases.push(`${breath.phase}${breath.second}`);
      breath = nextSecond(breath);
    }
    expect(phases.slice(0, 10)).toEqual(["in1", "in2", "in3", "in4", "out1", "out2", "out3", "out4", "out5", "out6"]);
    expect(breath).toEqual({ phase: "in", second: 1, done: 2 });
  });
});
