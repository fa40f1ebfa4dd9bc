/** R2: asks the chat function to answer a message that the server already has. */
import type { Answer } from "../../sync/ports.ts";
import type { Authorized } from "./authorized.ts";
import { classify } from "./failure.ts";

/** answered: the reply is stored on the server, a pull brings it. notSynced: the message has to be pushed first. */
export type ChatOutcome = "answered" | "notSynced";

export interface Chat {
  ask(messageId: string, attempt: number, signal?: AbortSignal): Promise<Answer<ChatOutcome>>;
}

export interface ChatOptions {
  readonly call: Authorized;
  /** Device clock, ms: for `Retry-After` dates only. */
  readonly now: () => number;
  readonly deadlineMs?: number;
}

/** What the function says of a reply that is stored, or on its way. */
const replied: ReadonlySet<unknown> = new Set(["stored", "done", "running", "skipped", "lost"]);

export function createChat({ call, now, deadlineMs = 10_000 }: ChatOptions): Chat {
  return {
    async ask(messageId, attempt, signal) {
      const sent = await call({
        path: "/functions/v1/chat",
        body: { message_id: messageId, attempt },
        deadlineMs,
        ...(signal === undefined ? {} : { signal }),
      });
      if (!sent.ok) return sent;
      const answer = sent.value;
      if (answer.kind === "answered" && typeof answer.body === "object" && answer.body !== null) {
        // Anything else with a 200, a captive portal's page or JSON of its own, must not pass for an answer: nobody would reply then.
        if (answer.status === 200 && "status" in answer.body && replied.has(answer.body.status)) return { ok: true, value: "answered" };
        if (answer.status === 404) return { ok: true, value: "notSynced" };
      }
      return { ok: false, failure: classify(answer, now()) };
    },
  };
}
