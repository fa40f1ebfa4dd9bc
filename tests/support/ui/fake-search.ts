/** A search over messages in memory: whole words as they stand, newest first. */
import type { DayOfMessages, MessageView, Search } from "../../../src/runtime/api.ts";

const dayOf = (ms: number): string => {
  const date = new Date(ms);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
};

/** `indexing`: the first reading never comes to an end. */
export function fakeSearch(messages: () => readonly MessageView[], indexing: boolean): Search {
  return {
    find: async (text, limit) => {
      const asked = text.trim().toLowerCase();
      const found = asked === "" ? [] : messages().filter((message) => message.text.toLowerCase().includes(asked)).toReversed();
      if (asked === "broken") throw new Error("the search broke");
      const hits = found.slice(0, limit).map(({ id, stamp, replyTo, sender, createdAt, text: words }) => {
        const at = words.toLowerCase().indexOf(asked);
        const from = Math.max(0, at - 30);
        const parts = [
          { text: `${from > 0 ? "…" : ""}${words.slice(from, at)}`, hit: false },
          { text: words.slice(at, at + asked.length), hit: true },
          { text: words.slice(at + asked.length, at + 120), hit: false },
        ];
        return { id, stamp, replyTo, sender, createdAt, parts: parts.filter((part) => part.text !== "") };
      });
      return { hits, total: found.length, complete: !indexing };
    },
    days: async () => {
      const days = new Map<string, DayOfMessages>();
      for (const { id, createdAt } of messages()) {
        const day = dayOf(createdAt);
        const known = days.get(day);
        days.set(day, known === undefined ? { day, count: 1, id } : { ...known, count: known.count + 1 });
      }
      return { days: [...days.values()], complete: !indexing };
    },
    place: async (id) => {
      const found = messages().find((message) => message.id === id);
      return found === undefined ? null : { stamp: found.stamp, id };
    },
    close: () => undefined,
  };
}
