/** Conversations to look at: the same seed gives the same words, times and lengths. */
import type { MessageState, MessageView } from "../../../src/runtime/api.ts";

const english = {
  user: [
    "Hi Bondhu",
    "Long day. The bus broke down twice and I missed the start of the meeting, so I sat at the back and nobody noticed anyway.",
    "I keep thinking about what she said",
    "Maybe I’m overreacting?",
    "Actually, something good: my brother called. We talked for an hour about nothing at all.",
    "😊",
    "Three things I want to remember:\n– the smell of rain on the balcony\n– Ma’s voice on the phone\n– finishing the report, finally",
    "ok",
    "I can’t sleep again",
  ],
  ai: [
    "Hello! It’s good to see you. How is today treating you?",
    "That sounds wearing, one thing after another like that. Sitting at the back unseen can be a relief and a bit lonely at once. Which was it more?",
    "Words like that can keep echoing. What part of it comes back most?",
    "You’re allowed to feel it before you decide whether it’s too much. Feelings don’t need permission.",
    "An hour about nothing is its own kind of something. I’m glad he called.",
    "Those are lovely. I’ll keep them here for you.",
    "I’m listening.",
    "Nights can be loud. Would it help to breathe together for a minute, or would you rather tell me what is going round?",
  ],
};
const bengali = {
  user: [
    "কেমন আছো বন্ধু?",
    "আজ সারাদিন খুব চাপ গেছে। বাস দুবার নষ্ট হলো, মিটিংয়ের শুরুটাই ধরতে পারিনি, তাই পেছনের সারিতে গিয়ে চুপচাপ বসে ছিলাম।",
    "ওর কথাগুলো মাথা থেকে যাচ্ছে না",
    "আমি কি একটু বেশিই ভাবছি?",
    "একটা ভালো খবরও আছে: ভাই ফোন করেছিল। এক ঘণ্টা এমনি এমনি গল্প করলাম।",
    "😊",
    "তিনটে জিনিস মনে রাখতে চাই:\n– বারান্দায় বৃষ্টির গন্ধ\n– ফোনে মায়ের গলা\n– রিপোর্টটা শেষ পর্যন্ত জমা দেওয়া",
    "আচ্ছা",
    "আজও ঘুম আসছে না",
  ],
  ai: [
    "ভালো লাগছে তোমাকে দেখে। আজকের দিনটা কেমন কাটছে?",
    "একটার পর একটা এমন হলে ক্লান্ত লাগারই কথা। পেছনে চুপচাপ বসে থাকাটা একটু স্বস্তির, আবার একটু একাও। কোনটা বেশি ছিল?",
    "এমন কথা অনেকক্ষণ কানে বাজে। কোন অংশটা সবচেয়ে বেশি ফিরে আসছে?",
    "আগে অনুভব করো, পরে বিচার করো। মনের অনুমতি লাগে না।",
    "এমনি এমনি এক ঘণ্টা গল্প, সেটাও তো কম নয়। খুব ভালো লাগল শুনে।",
    "খুব সুন্দর। তোমার জন্য এখানেই রেখে দিলাম।",
    "শুনছি।",
    "রাতে ভাবনারা বেশি কথা বলে। এক মিনিট একসঙ্গে শ্বাস নেবে, নাকি বলবে কী ঘুরছে মাথায়?",
  ],
};

export const fakeId = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const fakeStamp = (n: number): string => `${n.toString(16).padStart(12, "0")}-0000-00000000000000aa`;

/** One message, all answered unless told otherwise. */
export function fakeMessage(n: number, createdAt: number, fields: Partial<MessageView> & Pick<MessageView, "sender" | "text">): MessageView {
  const state: MessageState = fields.sender === "user" ? "answered" : "synced";
  return {
    id: fakeId(n),
    stamp: fakeStamp(n),
    createdAt,
    state,
    replyTo: null,
    source: fields.sender === "ai" ? "model" : null,
    attempt: fields.sender === "ai" ? 1 : null,
    reaction: null,
    quarantineId: null,
    attempts: null,
    ...fields,
  };
}

/** `count` messages that end a few minutes before `now`: question and answer, in small bursts, over many days. */
export function fakeConversation(count: number, now: number, locale: "en" | "bn"): MessageView[] {
  const words = locale === "bn" ? bengali : english;
  const messages: MessageView[] = [];
  let at = now - 4 * 60_000;
  for (let n = count; n >= 1; n -= 1) {
    const ai = n % 2 === 0;
    const turn = Math.floor((n - 1) / 2);
    const pool = ai ? words.ai : words.user;
    const text = pool[turn % pool.length] ?? "";
    messages.push(
      fakeMessage(n, at, ai ? { sender: "ai", text, replyTo: fakeId(n - 1), source: turn % 5 === 3 ? "rules" : "model" } : { sender: "user", text }),
    );
    at -= ai ? 25_000 : turn % 7 === 0 ? 9 * 3_600_000 : turn % 3 === 0 ? 22 * 60_000 : 70_000;
  }
  return messages.reverse();
}
