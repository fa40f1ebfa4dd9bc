/** Diagnostics a person can read: what is on this device, what is on its way, what was refused. */
import { useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import { useQuarantine } from "../../state/use-quarantine.ts";
import { useReport } from "../../state/use-report.ts";
import { useStatus } from "../../state/use-status.ts";
import { Button } from "../kit/button.tsx";
import { saveEverything } from "../data/save-everything.ts";
import { Screen, Section } from "../kit/screen.tsx";
import { toast } from "../kit/toast.tsx";
import { syncWord } from "../shell/sync-word.ts";
import { Facts } from "./facts.tsx";
import { Refused } from "./refused.tsx";
import { statusSentence } from "./status-words.ts";
import { Storage } from "./storage.tsx";
import { useMoments } from "./use-moments.ts";

export function StatusScreen() {
  const status = useStatus();
  const report = useReport();
  const refused = useQuarantine() ?? [];
  const commands = useCommands();
  const moment = useMoments();
  const [asking, setAsking] = useState(false);
  return (
    <Screen name={m.status_name()} heading={status === undefined ? m.status_name() : syncWord(status.state)} lead={status === undefined ? "" : statusSentence(status)}>
      {status === undefined || status.state === "guest" || status.state === "signedOut" ? null : (
        <Button
          tone="primary"
          className="justify-self-start"
          busy={asking}
          onClick={() => {
            setAsking(true);
            void commands.syncNow().finally(() => setAsking(false));
          }}
        >
          {m.status_now()}
        </Button>
      )}
      {refused.length === 0 ? null : (
        <Section title={m.refused_title()}>
          <p>{m.refused_text()}</p>
          <ul className="grid gap-4">
            {refused.map((entry) => (
              <Refused key={entry.id} entry={entry} />
            ))}
          </ul>
        </Section>
      )}
      {status === undefined ? null : (
        <Section title={m.status_way()}>
          <Facts
            facts={[
              [m.status_pending(), formatNumber(status.pending)],
              [m.status_oldest(), status.oldestQueuedAt === null ? m.status_none() : moment(status.oldestQueuedAt)],
              [m.status_last(), status.lastSyncAt === null ? m.status_never() : moment(status.lastSyncAt)],
              [m.status_refused(), formatNumber(status.quarantined)],
            ]}
          />
        </Section>
      )}
      {report === undefined ? null : (
        <Section title={m.status_here()}>
          <Facts
            facts={[
              [m.status_messages(), formatNumber(report.messages)],
              [m.status_sessions(), formatNumber(report.sessions)],
              [m.status_history(), report.historyComplete ? m.status_history_whole() : m.status_history_coming()],
              [m.status_database(), report.databaseName],
            ]}
          />
          <Button
            className="justify-self-start"
            onClick={() => {
              void saveEverything(commands, "json").then((error) => (error === null ? null : toast(m.archive_failed(), { tone: "care" })));
            }}
          >
            {m.archive_copies_json()}
          </Button>
        </Section>
      )}
      <Storage />
    </Screen>
  );
}
