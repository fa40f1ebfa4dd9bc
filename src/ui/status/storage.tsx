/** T2: how much room this device gives, and whether the browser has promised to keep it. */
import { useEffect, useState } from "react";
import { formatBytes } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { StorageView } from "../../state/views.ts";
import { useCommands } from "../../state/use-commands.ts";
import { useQueries } from "../../state/use-queries.ts";
import { Button } from "../kit/button.tsx";
import { Section } from "../kit/screen.tsx";
import { Facts } from "./facts.tsx";

export function Storage() {
  const queries = useQueries();
  const commands = useCommands();
  const [view, setView] = useState<StorageView | null>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    let left = false;
    queries.storage().then(
      (found) => {
        if (!left) setView(found);
      },
      // The browser does not tell: the section says nothing rather than a guess.
      () => setView(null),
    );
    return () => {
      left = true;
    };
  }, [queries]);
  if (view === null) return null;
  const { usage, quota, persisted } = view;
  return (
    <Section title={m.storage_title()}>
      <Facts
        facts={[
          [m.storage_used(), usage === null ? m.storage_unknown() : formatBytes(usage)],
          [m.storage_quota(), quota === null ? m.storage_unknown() : formatBytes(quota)],
          [m.storage_kept(), persisted === null ? m.storage_unknown() : persisted ? m.storage_yes() : m.storage_no()],
        ]}
      />
      {persisted === true ? null : (
        <>
          <p className="text-small text-soft">{refused ? m.storage_refused() : m.storage_why()}</p>
          <Button
            className="justify-self-start"
            onClick={() => {
              void commands.requestPersistence().then((granted) => {
                setRefused(!granted);
                if (granted) setView({ ...view, persisted: true });
              });
            }}
          >
            {m.storage_ask()}
          </Button>
        </>
      )}
    </Section>
  );
}
