/** R6: says that a reply was worded by rules, and on request what that means. */
import { Suspense, useId, useState } from "react";
import { m } from "../../i18n/messages.ts";
import { lazyPart } from "../lazy-part.tsx";

const Why = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.SimpleReplyWhy),
  () => null,
);

export function SimpleReply() {
  const [open, setOpen] = useState(false);
  const why = useId();
  return (
    <div className="chat-source">
      <button type="button" className="chat-source-do" aria-expanded={open} aria-controls={why} onClick={() => setOpen(!open)}>
        {m.chat_simple_reply()}
      </button>
      <p id={why} hidden={!open}>
        {open ? (
          <Suspense>
            <Why />
          </Suspense>
        ) : null}
      </p>
    </div>
  );
}
