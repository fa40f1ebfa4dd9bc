/** The compiled catalogue speaks: the local plugin was found, and the language can change while the app runs. */
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { applyLocale, currentLocale, localeFromLanguages } from "../../../src/i18n/locale.ts";
import { formatAgo, formatBytes, formatHour, formatNumber, formatTime } from "../../../src/i18n/format.ts";
import * as lean from "../../../src/i18n/lean-runtime.ts";
import { locales } from "../../../src/i18n/paraglide/runtime.js";
import { m } from "../../../src/i18n/messages.ts";

const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});

afterEach(() => {
  applyLocale("en");
  kept.clear();
});

describe("the built app's runtime", () => {
  it("has all that any compiled message asks of Paraglide's", () => {
    const folder = new URL("../../../src/i18n/paraglide/", import.meta.url);
    const files = ["registry.js", ...readdirSync(new URL("messages/", folder)).map((name) => `messages/${name}`)].filter((name) => name.endsWith(".js"));
    const wanted = files.flatMap((name) => [...readFileSync(new URL(name, folder), "utf8").matchAll(/^import (.*) from '\.{1,2}\/runtime\.js'/gm)].map(([, names]) => names));
    const names = new Set(wanted.flatMap((list) => (list ?? "").replace(/[{}]/g, "").split(",").map((name) => name.trim())));
    expect(wanted.length).toBeGreaterThan(500);
    expect(Object.keys(lean)).toEqual(expect.arrayContaining([...names]));
    expect(lean.locales).toEqual(locales);
    lean.overwriteGetLocale(() => "bn");
    expect(lean.getLocale()).toBe("bn");
    expect([lean.isLocale("bn"), lean.isLocale("fr"), lean.isLocale(null)]).toEqual([true, false, false]);
  });
});

describe("locale", () => {
  it("speaks English, then Bengali, without a reload", () => {
    applyLocale("en");
    expect(m.nav_home()).toBe("Home");
    applyLocale("bn");
    expect(m.nav_home()).toBe("বাড়ি");
    expect(currentLocale()).toBe("bn");
  });

  it("mirrors a choice for the first paint, and forgets it for the device's own", () => {
    applyLocale("bn");
    expect(kept.get("bondhu.locale")).toBe("bn");
    applyLocale("system");
    expect(kept.has("bondhu.locale")).toBe(false);
  });

  it.each([
    [["bn-BD", "en"], "bn"],
    [["fr", "bn-IN"], "bn"],
    [["EN-us"], "en"],
    [["fr"], "en"],
    [[], "en"],
  ] as const)("asks the browser: %j gives %s", (languages, expected) => {
    expect(localeFromLanguages(languages)).toBe(expected);
  });

  it("fills the holes", () => {
    applyLocale("en");
    expect(m.title_of({ screen: "Chat" })).toBe("Chat · Bondhu");
  });
});

describe("formats", () => {
  it("writes numbers in the language's own digits", () => {
    applyLocale("bn");
    expect(formatNumber(1234567)).toBe("১২,৩৪,৫৬৭");
    applyLocale("en");
    expect(formatNumber(1234567)).toBe("1,234,567");
  });

  it("says how long ago, in the largest fitting unit, never in the future by rounding", () => {
    applyLocale("en");
    expect(formatAgo(1000, 1000)).toBe("now");
    expect(formatAgo(0, 59_000)).toBe("now");
    expect(formatAgo(0, 120_000)).toBe("2 minutes ago");
    expect(formatAgo(0, 5 * 3_600_000)).toBe("5 hours ago");
    expect(formatAgo(0, 26 * 3_600_000)).toBe("yesterday");
  });

  it("writes sizes in powers of a thousand", () => {
    applyLocale("en");
    expect(formatBytes(0)).toBe("0 byte");
    expect(formatBytes(1500)).toBe("2 kB");
    expect(formatBytes(2_340_000)).toBe("2.3 MB");
    expect(formatBytes(5_000_000_000)).toBe("5 GB");
  });

  it("names a Bengali time of day in Bengali letters", () => {
    applyLocale("bn");
    expect(formatTime(new Date(2026, 0, 1, 15, 7).getTime())).not.toMatch(/[A-Za-z]/);
    expect(formatHour("03:00")).not.toMatch(/[A-Za-z]/);
  });
});
