/**
 * Keeps people's words out of the log: the API prints every database error it answers with, and Postgres puts the
 * failing row or parameter into it. Inside `discreetly` only what names no data is logged.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { codeOf } from "./start-error.ts";

type Log = (line: string) => void;

const scope = new AsyncLocalStorage<Log | undefined>();
let installed = false;

/** Bad data, broken constraints, refused rights, our own refusals: answered to the client, nothing for an operator. */
const refusal = /^(22|23|PT|42501|PGRST)/;

/** Name, code and where in the code it was thrown; never the message. */
export function describeDiscreetly(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  return [error instanceof Error ? error.name : typeof error, codeOf(error) ?? "", ...frames.slice(0, 4).map((line) => line.trim())]
    .filter((part) => part !== "")
    .join(" ");
}

/** Once per process, before the first `discreetly`. */
export function installDiscreetLog(): void {
  if (installed) return;
  installed = true;
  const print = console.error.bind(console);
  console.error = (...parts: unknown[]) => {
    const log = scope.getStore();
    if (log === undefined) return print(...parts);
    const error = parts.find((part) => part instanceof Error) ?? parts.find((part) => codeOf(part) !== undefined);
    if (refusal.test(codeOf(error) ?? "")) return;
    // Outside the scope: a log that prints to console.error would come back here for ever.
    scope.run(undefined, () => log(`the API failed: ${describeDiscreetly(error)}`));
  };
}

/** Runs `work`; what it prints as an error goes to `log` without its data. */
export function discreetly<T>(log: Log, work: () => T): T {
  return scope.run(log, work);
}
