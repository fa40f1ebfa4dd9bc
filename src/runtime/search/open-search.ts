/** The page's half: one thread while somebody searches or something waits to be read, and questions with their answers. */
import type { SearchThread } from "../../adapters/browser/search-thread.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { Answer, Answers, Question } from "./protocol.ts";

type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, "call"> : never) : never;

export interface SearchLine {
  ask<K extends Question["kind"]>(question: Extract<Asked, { readonly kind: K }>): Promise<Answers[K]>;
  /** Ends the thread; what has not been answered is rejected. */
  hangUp(): void;
}

export function openLine(thread: SearchThread, database: string): SearchLine {
  const waiting = new Map<number, { readonly resolve: (value: Answers[Question["kind"]]) => void; readonly reject: (reason: Error) => void }>();
  let calls = 0;
  let ended: Error | null = null;

  const end = (reason: Error): void => {
    if (ended !== null) return;
    ended = reason;
    thread.end();
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  thread.listen(
    (data) => {
      const answer = data as Answer;
      const asked = waiting.get(answer.call);
      waiting.delete(answer.call);
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(answer.gone ? new DatabaseGone(answer.message) : new Error(answer.message));
    },
    end,
  );
  const ask = <K extends Question["kind"]>(question: Extract<Asked, { readonly kind: K }>): Promise<Answers[K]> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      calls += 1;
      waiting.set(calls, { resolve: resolve as (value: Answers[Question["kind"]]) => void, reject });
      thread.post({ ...question, call: calls });
    });
  // Its failure is every later question's too.
  ask({ kind: "open", database }).catch(end);
  return { ask, hangUp: () => end(new Error("the search was closed")) };
}
