/** The worker's half of the conversation: opens the account's database and answers. */
import { type IdbEnvironment, platformIdb } from "../../adapters/dexie/environment.ts";
import { openSearchStore } from "../../adapters/dexie/search-store.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { Answer, Answers, Question } from "./protocol.ts";
import type { IndexContents } from "./search-index.ts";
import { createSearchService, type SearchService } from "./search-service.ts";
import type { StoredSegment } from "./segment.ts";

export interface WorkerScope {
  readonly onQuestion: (listener: (question: unknown) => void) => void;
  readonly answer: (answer: Answer) => void;
}

/** What the browser gives, or a test. */
export interface Machine {
  readonly idb: () => IdbEnvironment;
  /** One at a time over all contexts. */
  readonly alone: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}
const browser: Machine = { idb: platformIdb, alone: (name, work) => navigator.locks.request(name, work) };

export function serveSearch(scope: WorkerScope, machine: Machine = browser): void {
  let service: Promise<SearchService> | null = null;

  async function open(database: string): Promise<SearchService> {
    const store = await openSearchStore<IndexContents, StoredSegment>(database, machine.idb());
    return createSearchService({
      store,
      alone: (work) => machine.alone(`bondhu:search:${database}`, work),
      now: () => Date.now(),
      unit: () => Math.random(),
    });
  }

  async function reply(question: Question): Promise<Answers[Question["kind"]]> {
    if (question.kind === "open") service ??= open(question.database);
    if (service === null) throw new Error("the first question opens the database");
    const opened = await service;
    switch (question.kind) {
      case "find":
        return await opened.find(question.text, question.limit);
      case "days":
        return await opened.days();
      case "catchUp":
        await opened.catchUp();
        return null;
      case "open":
        return null;
    }
  }

  scope.onQuestion((asked) => {
    // Only our own page talks to a dedicated worker.
    const question = asked as Question;
    reply(question).then(
      (value) => scope.answer({ call: question.call, ok: true, value }),
      (reason: unknown) => {
        scope.answer({ call: question.call, ok: false, gone: reason instanceof DatabaseGone, message: String(reason) });
      },
    );
  });
}
