/** Why the last message was not kept: what happened, what is safe, what to do. */
import type { ReactNode } from "react";
import { m } from "../../i18n/messages.ts";
import type { ComposerProblem as Problem } from "../../state/composer.ts";
import { useComposer } from "../../state/use-composer.ts";
import { writeErrorText } from "../write-error.ts";

function words(problem: Problem): ReactNode {
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

export function ComposerProblem() {
  const problem = useComposer((composer) => composer.problem);
  // Always in the page, so that assistive technology hears it change.
  return (
    <div role="alert" className={problem === null ? undefined : "chat-problem cut"}>
      {problem === null ? null : words(problem)}
    </div>
  );
}
