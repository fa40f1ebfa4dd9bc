/** What is in a file, before anything of it is brought in. */
import { formatDate, formatMoment, formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import type { ArchiveSummary } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Facts } from "../status/facts.tsx";
import { useFocus } from "./use-focus.ts";

interface Props {
  readonly name: string;
  readonly summary: ArchiveSummary;
  readonly onBringIn: () => void;
  readonly onLeave: () => void;
}

export function Preview({ name, summary, onBringIn, onLeave }: Props) {
  const account = useAccount();
  const place = useFocus<HTMLDivElement>();
  const { messages, rows, from, to, madeAt, hasDraft, ahead, refused } = summary;
  const here = account?.kind === "user" ? account.email : null;
  const [first, last] = [from, to].map((ms) => (ms === null ? m.archive_none() : formatDate(ms)));
  const span = first === last ? (first ?? "") : m.archive_span({ from: first ?? "", to: last ?? "" });
  return (
    <div ref={place} tabIndex={-1} className="grid gap-4 outline-none">
      <p role="status">
        {m.archive_ready()} <strong className="wrap-anywhere">{name}</strong>
      </p>
      <Facts
        facts={[
          [m.archive_fact_messages(), formatNumber(messages)],
          [m.archive_fact_span(), span],
          [m.archive_fact_rows(), formatNumber(rows)],
          [m.archive_fact_made(), formatMoment(madeAt)],
          [m.archive_fact_account(), summary.account ?? m.archive_guest()],
        ]}
      />
      <p>
        {m.archive_merge()} {here === null ? null : m.archive_merge_account({ email: here })} {hasDraft ? m.archive_merge_draft() : null}
      </p>
      {ahead === 0 ? null : (
        <Note tone="warm">
          <p>{m.archive_ahead({ count: formatNumber(ahead) })}</p>
        </Note>
      )}
      {refused === 0 ? null : (
        <Note tone="warm">
          <p>{m.archive_refused({ count: formatNumber(refused) })}</p>
        </Note>
      )}
      <p className="flex flex-wrap gap-3">
        <Button tone="primary" onClick={onBringIn}>
          {m.archive_bring()}
        </Button>
        <Button tone="plain" onClick={onLeave}>
          {m.archive_not_now()}
        </Button>
      </p>
    </div>
  );
}
