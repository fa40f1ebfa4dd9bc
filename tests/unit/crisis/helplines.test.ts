import { describe, expect, it } from "vitest";
import { guessCountry, helplines, helplinesFor } from "@edge/crisis/helplines.ts";

/** Fixed on purpose: the review is due before this date moves past two years after it. Move it when the numbers were checked again. */
const testDate = Date.UTC(2026, 10, 22);
const year = 365.25 * 86_400_000;
const phone = /^(?:\d[\d -]{1,14}\d)$/;
const hours = /^(?:24\/7|(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d)$/;
const lines = helplines.countries.flatMap((country) => country.lines.map((line) => ({ country: country.code, ...line })));

describe("helplines", () => {
  it("[R7] were reviewed within two years", () => {
    expect(helplines.reviewed).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const reviewed = Date.parse(helplines.reviewed);
    expect(reviewed).toBeLessThanOrEqual(testDate);
    expect(testDate - reviewed).toBeLessThan(2 * year);
  });

  it("[R7] cover at least ten countries, each once, named in both languages, with an emergency number", () => {
    const codes = helplines.countries.map((country) => country.code);
    expect(codes.length).toBeGreaterThanOrEqual(14);
    expect(new Set(codes).size).toBe(codes.length);
    for (const country of helplines.countries) {
      expect(country.code).toMatch(/^[A-Z]{2}$/);
      expect(country.name.en).toMatch(/^[A-Z][A-Za-z ]+$/);
      expect(country.name.bn).toMatch(/^[\u0980-\u09ff ]+$/);
      expect(country.emergency).toMatch(/^\d{3,4}$/);
      expect(country.lines.length).toBeGreaterThan(0);
      expect(country.timeZones.length).toBeGreaterThan(0);
    }
    const zones = helplines.countries.flatMap((country) => country.timeZones);
    expect(new Set(zones).size).toBe(zones.length);
  });

  it.each(lines)("[R7] $country: $name is complete and dialable", (line) => {
    expect(line.name).not.toBe("");
    expect(line.phone !== null || line.sms !== undefined).toBe(true);
    if (line.phone !== null) expect(line.phone).toMatch(phone);
    if (line.sms !== undefined) expect(line.sms).toMatch(phone);
    if (line.smsText !== undefined) expect(line.smsText).toMatch(/^[A-Z]+$/);
    expect(line.hours).toMatch(hours);
    expect(["free", "local", "unknown"]).toContain(line.cost);
    expect(line.languages.length).toBeGreaterThan(0);
    expect(line.source).toMatch(/^https:\/\//);
    expect(line.checked).not.toBe("");
  });

  it("[R7] keep the numbers people here depend on", () => {
    const numbers = (code: string) => helplinesFor(code)?.lines.map((line) => line.phone);
    expect(numbers("IN")).toEqual(["14416", "1-800-891-4416"]);
    expect(numbers("bd")).toEqual(["09612-119911"]);
    expect(helplinesFor("BD")?.lines[0]?.hours).toBe("15:00-03:00");
    expect(numbers("GB")?.[0]).toBe("116 123");
    expect(numbers("US")?.[0]).toBe("988");
    expect(helplinesFor("ZZ")).toBeNull();
    expect(helplines.fallback.directory).toBe("https://findahelpline.com");
  });

  it("[R7] guess the country from the time zone, then from the languages, else say unknown", () => {
    expect(guessCountry("Asia/Dhaka", ["en-US"])).toBe("BD");
    expect(guessCountry("Asia/Calcutta", [])).toBe("IN");
    expect(guessCountry("UTC", ["bn", "bn-BD"])).toBe("BD");
    expect(guessCountry("UTC", ["zh-Hant-SG"])).toBe("SG");
    expect(guessCountry("", [])).toBeNull();
  });

  it("[R7] never show another country's lines to a known zone that is not listed", () => {
    expect(guessCountry("Africa/Nairobi", ["sw-KE", "en-GB"])).toBeNull();
  });
});
