/** O6: files that are not what they should be. Each is told apart, and none leaves anything behind. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncedTable } from "../../../src/domain/tables.ts";
import { maxFileBytes } from "../../../src/runtime/archive/open-file.ts";
import { archiveText, fileOf, freshPlace, idOf, leave, messageRow, morning, pendingOf, type Place, preferenceRow, reactionRow, refusal, rowsOf, sessionRow, stampOf } from "../../support/archive.ts";

let place: Place;
beforeAll(async () => {
  place = await freshPlace();
});
afterAll(() => leave(place));

const sound = archiveText({ chat_messages: [messageRow(1), messageRow(2)], preferences: [preferenceRow("theme", "dark")] });
const withRow = (table: SyncedTable, row: object): string => archiveText({ chat_messages: [messageRow(1)], [table]: [row] });
const message = (fields: object): string => archiveText({ chat_messages: [messageRow(1), messageRow(2, fields)] });
const broken = (column: string | null, table = "chat_messages", number = 2): object => ({ kind: "brokenRow", table, number, column });
const swap = (from: string | RegExp, to: string): string => {
  expect(sound).toMatch(from);
  return sound.replace(from, () => to);
};

const cases: readonly (readonly [what: string, file: string | (() => Blob), error: object])[] = [
  ["nothing", "", { kind: "empty" }],
  ["white space", " \n\t ", { kind: "empty" }],
  ["a picture", () => fileOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xd8])), { kind: "foreign" }],
  ["a text", "Dear diary", { kind: "foreign" }],
  ["another app's JSON", '{"messages": [{"text": "hi"}], "version": 1}', { kind: "foreign" }],
  ["another app's JSON in our words", '{"tables": {"chat_messages": []}, "format": "bondhu-archive"}', { kind: "foreign" }],
  ["an empty object", "{}", { kind: "foreign" }],
  ["a list", "[1, 2]", { kind: "foreign" }],
  ["another format", swap("bondhu-archive", "bondhu-else"), { kind: "foreign" }],
  ["a newer version", swap('"version": 1', '"version": 2'), { kind: "newer" }],
  ["a newer schema", swap('"schema": 1', '"schema": 2'), { kind: "newer" }],
  ["a member that nobody knows", swap('"draft": ""', '"draft": "", "media": {"a": 1}'), { kind: "newer" }],
  ["a list that nobody knows", swap('"draft": ""', '"draft": "", "media": []'), { kind: "newer" }],
  ["a table that nobody knows", swap('"user_sessions"', '"auth_users"'), { kind: "newer" }],
  ["a table named like an object's own", swap('"user_sessions"', '"__proto__"'), { kind: "newer" }],
  ["a column that nobody knows", message({ is_admin: true }), { kind: "newer" }],
  ["a user id", message({ user_id: idOf(9) }), { kind: "newer" }],
  ["a version that is none", swap('"version": 1', '"version": "1"'), { kind: "damaged" }],
  ["no version", swap('"version": 1,\n', ""), { kind: "damaged" }],
  ["a schema that is none", swap('"schema": 1', '"schema": 0.5'), { kind: "damaged" }],
  ["a date of making that is none", swap(/"madeAt": "[^"]*"/, '"madeAt": "yesterday"'), { kind: "damaged" }],
  ["an account without end", swap('"account": null', `"account": "${"a".repeat(400)}"`), { kind: "damaged" }],
  ["a member missing", swap('"draft": "",\n', ""), { kind: "damaged" }],
  ["a member twice", swap('"draft": ""', '"draft": "", "draft": ""'), { kind: "damaged" }],
  ["a table twice", swap('"user_sessions"', '"chat_messages"'), { kind: "damaged" }],
  ["a table that is no list", swap('"user_sessions": [\n]', '"user_sessions": {}'), { kind: "damaged" }],
  ["tables that are no object", swap(/"tables": \{[^]*?\n\},/, '"tables": 3,'), { kind: "damaged" }],
  ["a row cut out", swap(/\{"id":"00000000-0000-7000-8000-000000000002"[^\n]*\}/, "").replace(/,\n\n/, "\n"), { kind: "damaged" }],
  ["a comma too many", swap('"chat_messages": [', '"chat_messages": [,'), { kind: "damaged" }],
  ["a comma missing", swap("},\n{", "}\n{"), { kind: "damaged" }],
  ["brackets that do not match", swap('"reply_to":null', '"reply_to":[}'), { kind: "damaged" }],
  ["something behind the end", `${sound}{}`, { kind: "damaged" }],
  ["JavaScript instead of JSON", swap('"reply_to":null', '"reply_to":undefined'), { kind: "damaged" }],
  ["bytes that are no text", () => fileOf(sound.slice(0, 400), new Uint8Array([0xc3, 0x28]), sound.slice(400)), { kind: "damaged" }],
  ["a character cut in two at the end", () => fileOf(sound.trimEnd(), new Uint8Array([0xe0, 0xa6])), { kind: "damaged" }],
  ["the end missing", sound.slice(0, -4), { kind: "truncated" }],
  ["half of it missing", sound.slice(0, sound.length / 2), { kind: "truncated" }],
  ["nothing but the beginning", '{"format": "bondhu-archive", ', { kind: "truncated" }],
  ["a bomb of nesting", swap('"value":"dark"', `"value":${"[".repeat(1e6)}${"]".repeat(1e6)}`), { kind: "oversized" }],
  ["a bomb of nesting that is never closed", `{"format": "bondhu-archive", "version": 1, "madeAt": ${'{"a":'.repeat(1e6)}`, { kind: "oversized" }],
  ["a row of a million keys", message(Object.fromEntries(Array.from({ length: 1e5 }, (_, n) => [`_${n}`, 1]))), { kind: "oversized" }],
  ["a row that never ends", swap('"message 2"', `"${"x".repeat(4_100_000)}"`), { kind: "oversized" }],
  ["a row that is none", swap(/\{"id":"00000000-0000-7000-8000-000000000002"[^\n]*\}/, '"hello"'), broken(null)],
  ["a row that is a list", swap(/\{"id":"00000000-0000-7000-8000-000000000002"[^\n]*\}/, "[1]"), broken(null)],
  ["an id that is none", message({ id: "1" }), broken("id")],
  ["an id in capitals", message({ id: "AAAAAAAA-0000-7000-8000-000000000001" }), broken("id")],
  ["no id", message({ id: undefined }), broken("id")],
  ["a stamp that is none", message({ stamp: "later" }), broken("stamp")],
  ["a stamp with a line behind it", message({ stamp: `${stampOf(morning)}\n` }), broken("stamp")],
  ["a sender that is none", message({ sender_type: "system" }), broken("sender_type")],
  ["a sender's name from a prototype", message({ sender_type: "constructor" }), broken("sender_type")],
  ["a date that is none", message({ created_at: "2026-02-30T10:00:00.000Z" }), broken("created_at")],
  ["a date in another spelling", message({ created_at: "2026-02-20T10:00:00Z" }), broken("created_at")],
  ["a date before all years", message({ created_at: "0000-02-20T10:00:00.000Z" }), broken("created_at")],
  ["a date that is a number", message({ created_at: 1e13 }), broken("created_at")],
  ["no text", message({ message_text: null }), broken("message_text")],
  ["a text that is a number", message({ message_text: 7 }), broken("message_text")],
  ["a message too long", message({ message_text: "x".repeat(8001) }), broken("message_text")],
  ["a reply too long", message({ sender_type: "ai", message_text: "x".repeat(100_001) }), broken("message_text")],
  ["a giant number", swap('"reply_attempt":null', '"reply_attempt":1e999'), broken("reply_attempt", "chat_messages", 1)],
  ["an attempt beyond integers", message({ reply_attempt: 2 ** 31 }), broken("reply_attempt")],
  ["half an attempt", message({ reply_attempt: 0.5 }), broken("reply_attempt")],
  ["a score with too many digits", message({ sentiment_score: 0.123 }), broken("sentiment_score")],
  ["a score too large", message({ sentiment_score: 10 }), broken("sentiment_score")],
  ["an activity that is none", withRow("user_sessions", sessionRow(5, { activities: ["chat", "work"] })), broken("activities", "user_sessions", 1)],
  ["activities that are an object", withRow("user_sessions", sessionRow(5, { activities: { length: 0 } })), broken("activities", "user_sessions", 1)],
  ["a length below zero", withRow("user_sessions", sessionRow(5, { total_duration_minutes: -1 })), broken("total_duration_minutes", "user_sessions", 1)],
  ["an empty reaction", withRow("message_reactions", reactionRow(idOf(1), "")), broken("reaction", "message_reactions", 1)],
  ["a reaction under another's id", withRow("message_reactions", reactionRow(idOf(1), "💛", morning, { id: idOf(7) })), broken("id", "message_reactions", 1)],
  ["a setting under another's id", withRow("preferences", preferenceRow("theme", "dark", morning, { id: idOf(7) })), broken("id", "preferences", 1)],
  ["a setting with an endless number", withRow("preferences", preferenceRow("x", "N")).replace('"value":"N"', '"value":[-1e400]'), broken("value", "preferences", 1)],
  ["a setting that is a book", withRow("preferences", preferenceRow("x", "b".repeat(300_000))), broken("value", "preferences", 1)],
];

describe("a file that cannot be brought in", () => {
  it.each(cases)("[O6] %s", async (_what, file, error) => {
    expect(await refusal(place, typeof file === "string" ? file : file())).toEqual(error);
  });

  it("[O6] one that is too large is not even read", async () => {
    const huge = Object.defineProperty(fileOf(sound), "size", { value: maxFileBytes + 1 });
    expect(await refusal(place, huge)).toEqual({ kind: "tooLarge", max: maxFileBytes });
  });

  it("[O6] one that was taken away while it was read", async () => {
    const gone = fileOf(sound);
    gone.slice = () => Object.assign(fileOf(""), { arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) });
    expect(await refusal(place, gone)).toEqual({ kind: "unreadable" });
  });

  it("[O4] nothing of all this was written", async () => {
    expect(Object.values(await rowsOf(place)).flat()).toEqual([]);
    expect(await pendingOf(place)).toBe(0);
    expect(await refusal(place, sound)).toBe(null);
  });
});
