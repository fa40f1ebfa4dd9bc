/** The place where it is said why the last message was not kept. */
import { Suspense } from "react";
import { m } from "../../i18n/messages.ts";
import { useComposer } from "../../state/use-composer.ts";
import { lazyPart } from "../lazy-part.tsx";

/** Fetched while all is well, with what else comes after the first picture. */
const Words = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.ProblemWords),
  () => m.chat_state_failed(),
);

export function ComposerProblem() {
  const problem = useComposer((composer) => composer.problem);
  // Always in the page, so that assistive technology hears it change.
  return (
    <div role="alert" className={problem === null ? undefined : "chat-problem cut"}>
      {problem === null ? null : (
        <Suspense>
          <Words problem={problem} />
        </Suspense>
      )}
    </div>
  );
}
