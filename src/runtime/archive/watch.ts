/** Long work that somebody looks at and may end. */
export interface Watch {
  /** `done` of about `total`, in whatever is counted. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** The person has ended it. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

export function checkCancelled({ signal }: Watch): void {
  if (signal?.aborted === true) throw new Cancelled("ended by the person");
}
