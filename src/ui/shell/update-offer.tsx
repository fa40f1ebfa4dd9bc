/** A newer version waits: the person says when. Loaded when there is one. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useUpdate } from "../../state/use-update.ts";
import { Button } from "../kit/button.tsx";

export function UpdateOffer() {
  const update = useUpdate();
  const [applying, setApplying] = useState(false);
  return (
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
  );
}
