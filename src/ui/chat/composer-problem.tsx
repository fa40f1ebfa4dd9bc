/** The place where it is said why the last message was not kept. */
import { Suspense, useEffect } from "react";
import { m } from "../../i18n/messages.ts";
import { useComposer } from "../../state/use-composer.ts";
import { lazyPart } from "../lazy-part.tsx";

const loadWords = () => import("./problem-words.tsx").then(({ ProblemWords }) => ProblemWords);
const Words = lazyPart(loadWords, () => m.chat_write_unknown());

export function ComposerProblem() {
  const problem = useComposer((composer) => composer.problem);
  // Needed when something is wrong already: fetched while all is well.
  useEffect(() => {
    const timer = setTimeout(() => void loadWords().catch(() => undefined));
    return () => clearTimeout(timer);
  }, []);
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
