/** Quiet lines above the page: a newer version waits, or the network is away. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useStatus } from "../../state/use-status.ts";
import { useUpdate } from "../../state/use-update.ts";
import { Button } from "../kit/button.tsx";

export function Strips() {
  const update = useUpdate();
  const offline = useStatus()?.state === "offline";
  const [applying, setApplying] = useState(false);
  return (
    <>
      {update.ready ? (
        <aside aria-label={m.update_label()} className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-marigold-soft px-5 py-2">
          <p className="grow basis-48 text-small">{m.update_ready()}</p>
          <Button
            tone="quiet"
            className="min-h-11"
            busy={applying}
            onClick={() => {
              setApplying(true);
              void update.apply().finally(() => setApplying(false));
            }}
          >
            {m.update_apply()}
          </Button>
        </aside>
      ) : null}
      {offline ? <p className="px-5 py-1 text-small text-soft italic">{m.offline_note()}</p> : null}
    </>
  );
}
