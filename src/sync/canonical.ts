/** Canonical bytes of JSON values: exactly what Postgres prints for `jsonb::text`, so that both joins break a tie alike. */
import type { Json } from "../shared/json.ts";

/** `jsonb_build_array(...values)::text`. Strings must hold no U+0000 and no lone surrogate (commands clean them, Postgres refuses them). */
export function canonicalText(values: readonly (Json | undefined)[]): string {
  return `[${values.map(textOf).join(", ")}]`;
}

/** Order of the UTF-8 bytes (`collate "C"`), which is the order of code points and not of JavaScript's UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit, so they are lifted over U+E000–U+FFFF. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit > 0xdfff ? unit - 0x800 : unit + 0x2000);

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "number") return numeric(value);
  // Both sides escape the quote, the backslash and what lies below U+0020, with the same short forms, and nothing else.
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(textOf).join(", ")}]`;
  const members = Object.entries(value).sort(([a], [b]) => utf8Length(a) - utf8Length(b) || compareBytes(a, b));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}: ${textOf(member)}`).join(", ")}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

const encoder = new TextEncoder();
/** jsonb orders keys by their length in bytes first. */
const utf8Length = (text: string): number => encoder.encode(text).length;

/** A numeric has no exponent and no negative zero. */
function numeric(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
