/** What is the person's own: to keep under a passphrase, to read, to bring back. */
import { m } from "../../i18n/messages.ts";
import { useImportJobs } from "../../state/import-job.ts";
import { Screen } from "../kit/screen.tsx";
import { Backup } from "./backup.tsx";
import { BringBack } from "./bring-back.tsx";
import { Copies } from "./copies.tsx";

export function DataScreen() {
  const { job } = useImportJobs();
  return (
    <Screen name={m.archive_name()} heading={m.archive_name()} lead={m.archive_lead()}>
      <Backup isFirst={job.kind !== "ready" && job.kind !== "locked"} />
      <Copies />
      <BringBack />
    </Screen>
  );
}
