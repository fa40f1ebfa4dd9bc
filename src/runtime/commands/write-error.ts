/** The expected ways a write can fail, as values; everything else is a bug and stays thrown. */
import { err, ok, type Result } from "../../shared/result.ts";
import { DatabaseGone, QuotaExceeded } from "../../sync/ports.ts";
import { MutationTooLarge } from "../../sync/writer.ts";
import type { WriteError } from "../api.ts";

/** Runs a command's write; a rejection that the person can act on becomes its WriteError. Nothing was written then. */
export async function written<T>(write: () => Promise<T>): Promise<Result<T, WriteError>> {
  try {
    return ok(await write());
  } catch (reason) {
    if (reason instanceof QuotaExceeded) return err({ kind: "quota" });
    if (reason instanceof DatabaseGone) return err({ kind: "gone" });
    if (reason instanceof MutationTooLarge) return err({ kind: "mutationTooLarge" });
    throw reason;
  }
}
