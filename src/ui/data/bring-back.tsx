/** A file from here or elsewhere comes back in: chosen, looked at, and only then joined with what is here. */
import { Link } from "react-router";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { type ImportJob, useImportJobs } from "../../state/import-job.ts";
import { useCommands } from "../../state/use-commands.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Section } from "../kit/screen.tsx";
import { FileDrop } from "./file-drop.tsx";
import { importErrorText } from "./import-error-text.ts";
import { Preview } from "./preview.tsx";
import { Progress } from "./progress.tsx";
import { Unlock } from "./unlock.tsx";
import { useFocus } from "./use-focus.ts";

function Finished({ changed, onMore }: { readonly changed: number; readonly onMore: () => void }) {
  const place = useFocus<HTMLDivElement>();
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Note>
        <p role="status" className="font-semibold">
          {changed === 0 ? m.archive_done_nothing() : m.archive_done({ count: formatNumber(changed) })}
        </p>
        <p className="flex flex-wrap items-center gap-4">
          <Link to="/chat" className="ink-link">
            {m.archive_done_chat()}
          </Link>
          <Button onClick={onMore}>{m.archive_another()}</Button>
        </p>
      </Note>
    </div>
  );
}

function Stopped({ job }: { readonly job: Extract<ImportJob, { readonly kind: "stopped" }> }) {
  const place = useFocus<HTMLDivElement>();
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Note tone="care">
        <p className="font-semibold wrap-anywhere">{job.name}</p>
        <p role="alert">{importErrorText(job.error)}</p>
      </Note>
    </div>
  );
}

export function BringBack() {
  const commands = useCommands();
  const { job, choose, unlock, bringIn, leave } = useImportJobs();
  return (
    <Section title={m.archive_back_title()}>
      <p>{m.archive_back_text()}</p>
      {job.kind === "stopped" ? <Stopped job={job} /> : null}
      {job.kind === "none" || job.kind === "stopped" ? <FileDrop onFile={(file) => void choose(commands, file)} /> : null}
      {job.kind === "reading" ? <Progress label={m.archive_reading({ name: job.name })} part={job.part} onCancel={leave} /> : null}
      {job.kind === "locked" ? (
        <Unlock name={job.name} isWrong={job.isWrong} onUnlock={(passphrase) => void unlock(commands, passphrase)} onLeave={leave} />
      ) : null}
      {job.kind === "ready" ? <Preview name={job.name} summary={job.archive.summary} onBringIn={() => void bringIn()} onLeave={leave} /> : null}
      {job.kind === "bringing" ? <Progress label={m.archive_bringing({ name: job.name })} part={job.part} onCancel={leave} /> : null}
      {job.kind === "done" ? <Finished changed={job.changed} onMore={leave} /> : null}
    </Section>
  );
}
