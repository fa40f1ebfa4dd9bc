/** Both languages have every message, with the same holes, each in its own script. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = new URL("../../../src/i18n/messages/", import.meta.url);
const settings = JSON.parse(readFileSync(new URL("../../../src/i18n/project.inlang/settings.json", import.meta.url), "utf8")) as {
  readonly "plugin.inlang.messageFormat": { readonly pathPattern: readonly string[] };
};

/** Messages that are right without a Bengali letter: a symbol, or holes alone. */
const withoutBengali = new Set(["days_said"]);
/** Latin words that stay Latin in a Bengali sentence. */
const latin = /findahelpline\.com|\{[^}]*\}/g;

/** A message is a text, or variants of one by plural form. */
function texts(message: unknown): readonly string[] {
  if (typeof message === "string") return [message];
  if (!Array.isArray(message)) return [];
  return message.flatMap((variants: { readonly match?: Readonly<Record<string, string>> }) => Object.values(variants.match ?? {}));
}

function catalogue(locale: string): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const file of readdirSync(new URL(`${locale}/`, folder))) {
    const messages = JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), "utf8")) as Record<string, unknown>;
    for (const [key, message] of Object.entries(messages)) {
      if (key === "$schema") continue;
      expect(all.has(key), `${key} is in two files of ${locale}`).toBe(false);
      const forms = texts(message);
      expect(forms.length > 0 && forms.every((text) => text.trim() !== ""), `${locale} ${key} is empty or not text`).toBe(true);
      all.set(key, forms);
    }
  }
  return all;
}

const holes = (forms: readonly string[] = []): readonly string[] => [...new Set(forms.flatMap((text) => text.match(/\{[^}]*\}/g) ?? []))].toSorted();
const en = catalogue("en");
const bn = catalogue("bn");

describe("message catalogue", () => {
  it("compiles every file that exists", () => {
    const patterns = settings["plugin.inlang.messageFormat"].pathPattern;
    for (const locale of ["en", "bn"]) {
      const files = readdirSync(new URL(`${locale}/`, folder)).map((file) => `./messages/{locale}/${file}`);
      expect(files.sort()).toEqual([...patterns].sort());
    }
  });

  it("has every message in both languages", () => {
    expect(en.size).toBeGreaterThan(100);
    expect([...bn.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it.each([...en.keys()])("%s has the same holes in both", (key) => {
    expect(holes(bn.get(key))).toEqual(holes(en.get(key)));
  });

  it.each([...bn.entries()])("%s is in Bengali script", (key, forms) => {
    if (withoutBengali.has(key)) return;
    const words = forms.join(" ").replaceAll(latin, "");
    expect(words).toMatch(/[\u0980-\u09ff]/);
    expect(words, "a Latin word stands among the Bengali").not.toMatch(/[A-Za-z]/);
  });

  it.each([...bn.entries()])("%s speaks to a friend: তুমি, not আপনি", (key, forms) => {
    expect(forms.join(" ")).not.toMatch(/আপনি|আপনার|আপনাকে|করুন|লিখুন|রাখুন|দেখুন|বলুন|চাপুন/u);
    // "Give", politely; where days are spoken of it is the day.
    if (!key.startsWith("days_")) expect(forms.join(" ")).not.toMatch(/দিন(?=[।,!?]|$)/u);
  });

  it.each([...en.entries()])("%s uses typographic apostrophes and no dash for a comma", (_key, forms) => {
    expect(forms.join(" ")).not.toMatch(/'| - |—/);
  });
});
