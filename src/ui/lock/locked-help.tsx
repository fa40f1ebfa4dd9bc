/** The crisis card over a locked page (A8): the same help, without a word of what the person wrote, and without writing anything down. */
import { m } from "../../i18n/messages.ts";
import { Breathing } from "../help/breathing.tsx";
import { EmergencyLine } from "../help/emergency-line.tsx";
import { Grounding } from "../help/grounding.tsx";
import { Helplines } from "../help/helplines.tsx";
import { Reach } from "../help/reach.tsx";
import { useCountry } from "../help/use-country.ts";
import { Button } from "../kit/button.tsx";
import { Sheet } from "../kit/sheet.tsx";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function LockedHelp({ open, onClose }: Props) {
  const [country, chooseCountry] = useCountry();
  return (
    <Sheet open={open} onClose={onClose} title={m.help_title()} size="full">
      <div className="grid gap-8">
        <div className="grid gap-4">
          <p className="text-large text-soft">{m.help_lead()}</p>
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
