/** R6: says that a reply was worded by rules, and on request what that means. */
import { useId, useState } from "react";
import { m } from "../../i18n/messages.ts";

export function SimpleReply() {
  const [open, setOpen] = useState(false);
  const why = useId();
  return (
    <div className="chat-source">
      <button type="button" className="chat-source-do" title={m.chat_simple_reply_why()} aria-expanded={open} aria-controls={why} onClick={() => setOpen(!open)}>
        {m.chat_simple_reply()}
      </button>
      <p id={why} hidden={!open}>
        {m.chat_simple_reply_why()}
      </p>
    </div>
  );
}
