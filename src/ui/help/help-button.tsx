/** Help now: on every screen, one tap from the card. */
import LifeBuoy from "lucide-react/icons/life-buoy";
import { m } from "../../i18n/messages.ts";
import { useHelp } from "./use-help.ts";

export function HelpButton() {
  const { open } = useHelp();
  return (
    <button type="button" className="help-button" onClick={open}>
      <LifeBuoy aria-hidden="true" size={20} />
      {m.help_now()}
    </button>
  );
}
