/** WCAG 2.2 AA over the tokens themselves, in both lights. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../../src/ui/kit/tokens.css", import.meta.url), "utf8");
const tokens = new Map([...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]));

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "paper-raised", "paper-sunk"];
const text = [
  ...["ink", "ink-soft", "ink-faint", "pond", "brick", "marigold-ink"].flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
  ...["ink", "ink-soft", "ink-faint"].flatMap((ink) => ["lamp", "marigold-soft", "pond-soft", "brick-soft"].map((ground) => [ink, ground] as const)),
  ["on-marigold", "marigold"],
  ["on-pond", "pond"],
  ["pond", "pond-soft"],
  ["pond", "lamp"],
  ["brick", "brick-soft"],
  ["brick", "lamp"],
  ["paper", "ink"],
] as const;
const edges = grounds.flatMap((ground) => [["line-strong", ground], ["pond", ground]] as const);

describe.each(["light", "dark"] as const)("contrast, %s", (scheme) => {
  const value = (name: string): string => {
    const found = tokens.get(name)?.[scheme];
    if (found === undefined) throw new Error(`no token --${name}`);
    return found;
  };
  it.each(text)("%s on %s reads: at least 4.5", (ink, ground) => {
    expect(contrast(value(ink), value(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(edges)("%s on %s can be seen as an edge: at least 3", (edge, ground) => {
    expect(contrast(value(edge), value(ground))).toBeGreaterThanOrEqual(3);
  });
});
