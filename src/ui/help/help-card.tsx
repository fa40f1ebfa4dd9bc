/** The crisis card: help, and a word about what was noticed. Works offline and never ends the conversation. */
import { m } from "../../i18n/messages.ts";
import { useCrisis } from "../../state/use-crisis.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { useHelp } from "./use-help.ts";

export function HelpCard() {
  const { close } = useHelp();
  const crisis = useCrisis();
  const noticed =
    crisis === undefined || crisis === null || crisis.messageId === null ? undefined : (
      <Note tone="warm">
        <p>{m.help_noticed()}</p>
        <Button className="justify-self-start" onClick={close}>
          {m.help_misread()}
        </Button>
      </Note>
    );
  return <HelpSheet open onClose={close} lead={noticed} />;
}
