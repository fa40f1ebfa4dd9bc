/** Why the host cannot start, as one line for the person who started it; `main.ts` prints it and exits non-zero. */
export class StartError extends Error {
  override readonly name = "StartError";

  constructor(line: string, options?: ErrorOptions) {
    super(line.replace(/\s+/g, " ").trim(), options);
  }
}

/** The message of anything thrown, without its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node or Postgres error, or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
