/** The states a conversation can be in, by the name that the address asks for (`?seed=full&locale=bn`). */
import type { FakeSeed } from "../fake-runtime.ts";
import { fakeConversation, fakeId, fakeMessage } from "../fake-conversation.ts";
import { lifeSeedOf } from "./life-seeds.ts";
import { youSeedOf } from "./you-seeds.ts";

type Seed = Partial<FakeSeed>;
type Locale = "en" | "bn";

const user = { kind: "user", userId: "00000000-0000-4000-8000-000000000001", email: "rima@example.org", signedOut: false } as const;
const own = (locale: Locale, en: string, bn: string): { readonly sender: "user"; readonly text: string } => ({ sender: "user", text: locale === "bn" ? bn : en });

function withStates(now: number, locale: Locale): Seed {
  const at = (minutes: number): number => now - minutes * 60_000;
  const old = fakeConversation(14, now - 3_600_000, locale);
  return {
    messages: [
      ...old,
      fakeMessage(101, at(6), { ...own(locale, "This one was answered", "এটার উত্তর এসেছে"), state: "answered" }),
      fakeMessage(102, at(5.9), { sender: "ai", text: locale === "bn" ? "শুনছি, বলো।" : "I’m listening, go on.", replyTo: fakeId(101), source: "rules" }),
      fakeMessage(103, at(5), { ...own(locale, "This one is synced", "এটা সিঙ্ক হয়েছে"), state: "synced" }),
      fakeMessage(104, at(4), { ...own(locale, "This one was refused by the server", "এটা সার্ভার নেয়নি"), state: "failed", quarantineId: "q1" }),
      fakeMessage(105, at(3), { ...own(locale, "And this is only here so far", "আর এটা এখনও শুধু এখানেই"), state: "local" }),
    ],
    quarantine: [{ id: "q1", code: "22P05", quarantinedAt: at(4), preview: "" }],
    reply: { kind: "failed", messageId: fakeId(105) },
    account: user,
    status: { state: "attention", pending: 1, quarantined: 1 },
  };
}

/** What a hand does with messages: reactions, several answers, Markdown. */
function handled(now: number, locale: Locale): Seed {
  const at = (minutes: number): number => now - minutes * 60_000;
  const bn = locale === "bn";
  const list = bn
    ? "রাতে ঘুম না এলে **ছোট্ট তিনটি** জিনিস করে দেখো:\n\n1. আলো কমিয়ে দাও\n2. *চার গুনে* শ্বাস নাও, ছয় গুনে ছাড়ো\n3. মাথার কথাগুলো `কাগজে` লিখে রাখো\n\n> ঘুম না এলেও বিশ্রাম হয়।\n\nআরও আছে [এখানে](https://example.org/sleep)।"
    : "When sleep won’t come, try **three small** things:\n\n1. Turn the light down\n2. Breathe in for *four*, out for six\n3. Put what goes round on `paper`\n   - a word is enough\n\n> Rest counts, even without sleep.\n\nThere is more [over here](https://example.org/sleep).";
  const short = bn ? "আজ রাতটা কি অনেক লম্বা লাগছে?" : "Does tonight feel long?";
  const answer = fakeMessage(404, at(3), { sender: "ai", text: list, replyTo: fakeId(403), source: "rules", attempt: 2 });
  const { id, text, createdAt, state, source, attempt, reaction } = answer;
  return {
    messages: [
      ...fakeConversation(6, now - 3_600_000, locale),
      fakeMessage(401, at(6), { ...own(locale, "My brother called today", "ভাই আজ ফোন করেছিল"), reaction: "❤️" }),
      fakeMessage(402, at(5), { sender: "ai", text: bn ? "খুব ভালো লাগল শুনে।" : "I’m glad he called.", replyTo: fakeId(401), source: "model", reaction: "😊" }),
      fakeMessage(403, at(4), own(locale, "I can’t sleep again", "আজও ঘুম আসছে না")),
      { ...answer, attempts: [{ id: fakeId(405), text: short, createdAt: at(3.5), state: "synced", source: "rules", attempt: 1, reaction: null }, { id, text, createdAt, state, source, attempt, reaction }] },
    ],
    account: user,
    status: { state: "synced", lastSyncAt: now },
  };
}

export function seedOf(name: string, now: number, locale: Locale): Seed {
  const part = lifeSeedOf(name, now) ?? youSeedOf(name, locale);
  if (part !== null) return part;
  switch (name) {
    case "empty":
      return {};
    case "first":
      return { messages: [fakeMessage(1, now, { ...own(locale, "Hi Bondhu", "কেমন আছো বন্ধু?"), state: "local" })], reply: { kind: "thinking", messageId: fakeId(1) } };
    case "few":
      return { messages: 3, status: { state: "guest" } };
    case "full":
      return { messages: 1000, account: user, status: { state: "synced", lastSyncAt: now } };
    case "indexing":
      return { messages: 1000, account: user, status: { state: "synced", lastSyncAt: now }, indexing: true };
    case "unread":
      return { messages: 1000, account: user, status: { state: "synced", lastSyncAt: now }, readUpTo: { stamp: fakeMessage(996, now, own(locale, "", "")).stamp, id: fakeId(996) } };
    case "states":
      return withStates(now, locale);
    case "offline":
      return {
        messages: [...fakeConversation(8, now - 3_600_000, locale), fakeMessage(200, now - 60_000, { ...own(locale, "Are you there?", "তুমি কি আছো?"), state: "local" })],
        reply: { kind: "waiting", messageId: fakeId(200) },
        account: user,
        status: { state: "offline", pending: 1 },
      };
    case "hand":
      return handled(now, locale);
    case "crisis":
      return {
        messages: [...fakeConversation(6, now - 3_600_000, locale), fakeMessage(300, now - 20_000, own(locale, "I don’t want to be here any more", "আমি আর থাকতে চাই না"))],
        crisis: { since: now, messageId: fakeId(300) },
        account: user,
        status: { state: "synced" },
      };
    case "backfilling":
      return { messages: 50, backfilling: true, account: user, status: { state: "syncing" } };
    case "hundred":
      return { messages: 100, window: 100, account: user, status: { state: "synced" } };
    case "endless":
      return { messages: 100_000, window: 100_000, account: user, status: { state: "synced" } };
    default:
      throw new Error(`no seed named ${name}`);
  }
}
