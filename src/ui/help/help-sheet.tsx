/** What the crisis card and the help over a locked page share, in the order that helps: steady the body, reach a person, call a line. */
import type { ReactNode } from "react";
import { m } from "../../i18n/messages.ts";
import { Button } from "../kit/button.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { Breathing } from "./breathing.tsx";
import { EmergencyLine } from "./emergency-line.tsx";
import { Grounding } from "./grounding.tsx";
import { Helplines } from "./helplines.tsx";
import { Reach } from "./reach.tsx";
import { useCountry } from "./use-country.ts";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Instead of the first sentence. */
  readonly lead?: ReactNode;
}

export function HelpSheet({ open, onClose, lead }: Props) {
  const [country, chooseCountry] = useCountry();
  return (
    <Sheet open={open} onClose={onClose} title={m.help_title()} size="full">
      <div className="grid gap-8">
        <div className="grid gap-4">
          {lead ?? <p className="text-large text-soft">{m.help_lead()}</p>}
          <EmergencyLine country={country} />
        </div>
        <section aria-labelledby="help-breathe" className="grid gap-4">
          <h3 id="help-breathe" className="text-title">
            {m.help_breathe()}
          </h3>
          <Breathing />
          <Grounding />
        </section>
        <Reach />
        <Helplines country={country} onChoose={chooseCountry} />
        <Button className="justify-self-start" onClick={onClose}>
          {m.help_back()}
        </Button>
      </div>
    </Sheet>
  );
}
