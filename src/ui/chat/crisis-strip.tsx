/** R7: under the words that worried us, a gentle way to the help card. */
import { m } from "../../i18n/messages.ts";
import { useHelp } from "../help/use-help.ts";

export function CrisisStrip() {
  const { show } = useHelp();
  return (
    <div className="chat-crisis cut">
      <p>{m.chat_crisis()}</p>
      <button type="button" className="chat-crisis-do" onClick={show}>
        {m.chat_crisis_do()}
      </button>
    </div>
  );
}
