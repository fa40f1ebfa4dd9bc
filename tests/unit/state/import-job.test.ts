/** What the screen is told of a file that is being brought in. */
import { describe, expect, it } from "vitest";
import type { ArchiveSummary } from "../../../src/domain/archive/reader.ts";
import type { Commands, OpenedArchive } from "../../../src/runtime/api.ts";
import { err, ok } from "../../../src/shared/result.ts";
import { createImportJobs, type ImportJob } from "../../../src/state/import-job.ts";

const summary: ArchiveSummary = { madeAt: 0, account: null, messages: 1, rows: 1, from: 0, to: 0, hasDraft: false, ahead: 0, refused: 0 };
const file = new File(["{}"], "bondhu.json");
type Open = Commands["openArchive"];
const commands = (openArchive: Open) => ({ openArchive });
const archive = (bringIn: OpenedArchive["bringIn"]): OpenedArchive & { closed: number } => {
  const made = { summary, bringIn, closed: 0, close: () => void (made.closed += 1) };
  return made;
};

describe("a file on its way in", () => {
  it("[O4] is read, waits, is brought in, and tells each percent once", async () => {
    const jobs = createImportJobs();
    const seen: ImportJob[] = [];
    jobs.subscribe(({ job }) => seen.push(job));
    const opened = archive(async (watch) => {
      for (const done of [1, 1, 500, 501, 1000]) watch?.onProgress?.(done, 1000);
      return ok({ changed: 7 });
    });
    await jobs.getState().choose(commands(async () => ok(opened)), file);
    expect(jobs.getState().job).toMatchObject({ kind: "ready", name: "bondhu.json" });
    await jobs.getState().bringIn();
    expect(jobs.getState().job).toEqual({ kind: "done", name: "bondhu.json", changed: 7 });
    expect(seen.flatMap((job) => (job.kind === "bringing" ? [job.part] : []))).toEqual([0, 0.5, 1]);
  });

  it("[O8] asks for a passphrase, and again when it is wrong", async () => {
    const jobs = createImportJobs();
    const opened = archive(async () => ok({ changed: 0 }));
    const open: Open = async (_file, options) =>
      options?.passphrase === undefined ? err({ kind: "passphraseNeeded" }) : options.passphrase === "right" ? ok(opened) : err({ kind: "wrongPassphrase" });
    await jobs.getState().choose(commands(open), file);
    expect(jobs.getState().job).toEqual({ kind: "locked", name: "bondhu.json", isWrong: false });
    await jobs.getState().unlock(commands(open), "left");
    expect(jobs.getState().job).toEqual({ kind: "locked", name: "bondhu.json", isWrong: true });
    await jobs.getState().unlock(commands(open), "right");
    expect(jobs.getState().job.kind).toBe("ready");
  });

  it("[O3] what was left neither speaks nor stays open", async () => {
    const jobs = createImportJobs();
    const opened = archive(async () => ok({ changed: 0 }));
    let answer = (): void => undefined;
    let signal: AbortSignal | undefined;
    const open: Open = (_file, options) => {
      signal = options?.signal;
      return new Promise((resolve) => (answer = () => resolve(ok(opened))));
    };
    const choosing = jobs.getState().choose(commands(open), file);
    jobs.getState().leave();
    expect(signal?.aborted).toBe(true);
    answer();
    await choosing;
    expect(jobs.getState().job).toEqual({ kind: "none" });
    expect(opened.closed).toBe(1);
    await jobs.getState().choose(commands(async () => ok(opened)), file);
    await jobs.getState().choose(commands(async () => err({ kind: "foreign" })), file);
    expect(opened.closed).toBe(2);
    expect(jobs.getState().job).toMatchObject({ kind: "stopped", error: { kind: "foreign" } });
  });

  it("[O5] ended while it comes in, it tells what has come", async () => {
    const jobs = createImportJobs();
    const opened = archive(
      (watch) => new Promise((resolve) => watch?.signal?.addEventListener("abort", () => resolve(err({ kind: "cancelled", changed: 3 })))),
    );
    await jobs.getState().choose(commands(async () => ok(opened)), file);
    const bringing = jobs.getState().bringIn();
    jobs.getState().leave();
    await bringing;
    expect(jobs.getState().job).toMatchObject({ kind: "stopped", error: { kind: "cancelled", changed: 3 } });
    jobs.getState().leave();
    expect(jobs.getState().job).toEqual({ kind: "none" });
  });

  it("[O3] what should not happen is told too", async () => {
    const jobs = createImportJobs();
    await jobs.getState().choose(commands(() => Promise.reject(new Error("a bug"))), file);
    expect(jobs.getState().job).toMatchObject({ kind: "stopped", error: { kind: "unknown" } });
  });
});
