/** Why the last message was not kept: what happened, what is safe, what to do. Loaded after the first picture. */
import type { ReactNode } from "react";
import { m } from "../../i18n/messages.ts";
import type { ComposerProblem as Problem } from "../../state/composer.ts";
import { writeErrorText } from "../write-error.ts";

export function ProblemWords({ problem }: { readonly problem: Problem }): ReactNode {
  switch (problem.kind) {
    case "gone":
      return (
        <>
          {writeErrorText(problem)}{" "}
          <button type="button" className="chat-link" onClick={() => location.reload()}>
            {m.reload()}
          </button>
        </>
      );
    case "draftNotKept":
      return m.chat_draft_not_kept();
    case "unknown":
      return m.chat_write_unknown();
    case "blank":
    case "tooLong":
    case "mutationTooLarge":
    case "quota":
      return writeErrorText(problem);
  }
}

