/** The crisis card, in the order that helps: steady the body, reach a person, call a line. Works offline and never ends the conversation. */
import { m } from "../../i18n/messages.ts";
import { useCrisis } from "../../state/use-crisis.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { Breathing } from "./breathing.tsx";
import { Grounding } from "./grounding.tsx";
import { Helplines } from "./helplines.tsx";
import { Reach } from "./reach.tsx";
import { EmergencyLine } from "./emergency-line.tsx";
import { useCountry } from "./use-country.ts";
import { useHelp } from "./use-help.ts";

export function HelpCard() {
  const { close } = useHelp();
  const crisis = useCrisis();
  const [country, chooseCountry] = useCountry();
  return (
    <Sheet open onClose={close} title={m.help_title()} size="full">
      <div className="grid gap-8">
        <div className="grid gap-4">
          {crisis !== undefined && crisis !== null && crisis.messageId !== null ? (
            <Note tone="warm">
              <p>{m.help_noticed()}</p>
              <Button className="justify-self-start" onClick={close}>
                {m.help_misread()}
              </Button>
            </Note>
          ) : (
            <p className="text-large text-soft">{m.help_lead()}</p>
          )}
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
        <Button className="justify-self-start" onClick={close}>
          {m.help_back()}
        </Button>
      </div>
    </Sheet>
  );
}
