/** Words for somebody the person trusts, ready to be sent from their own phone, or copied. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { Button, buttonClass } from "../kit/button.tsx";
import { textMessage } from "./telephone.ts";

export function Reach() {
  const [copied, setCopied] = useState(false);
  const words = m.reach_words();
  const phone = matchMedia("(pointer: coarse)").matches;
  return (
    <section aria-labelledby="help-reach" className="grid justify-items-start gap-3">
      <h3 id="help-reach" className="text-title">
        {m.reach_title()}
      </h3>
      <p>{m.reach_text()}</p>
      <blockquote className="border-l-4 border-marigold py-1 pl-4 text-large select-text">{words}</blockquote>
      {phone ? (
        <a href={textMessage(null, words)} className={buttonClass("quiet")}>
          {m.reach_send()}
        </a>
      ) : (
        <Button
          onClick={() => {
            navigator.clipboard.writeText(words).then(
              () => setCopied(true),
              // Copying is refused: the words stand there to be selected.
              () => setCopied(false),
            );
          }}
        >
          {copied ? m.reach_copied() : m.reach_copy()}
        </Button>
      )}
    </section>
  );
}
