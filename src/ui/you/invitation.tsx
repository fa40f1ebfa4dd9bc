/** The way to the questions: from the beginning, or from where they were left. */
import { Link } from "react-router";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { RunView } from "../../state/views.ts";
import { buttonClass } from "../kit/button.tsx";
import { FlowerDrawing } from "../places/drawing.tsx";
import { ProgressLine } from "./progress-line.tsx";
import { itemCount } from "./question-words.ts";

/** `run`: the one that is not finished; null: none has been begun. `shown`: the one that counts meanwhile. */
export function Invitation({ run, shown }: { readonly run: RunView | null; readonly shown: RunView | null }) {
  const begun = run !== null;
  const counts = { done: formatNumber(run?.answered ?? 0), total: formatNumber(itemCount) };
  return (
    <section aria-labelledby="questions" className="flex flex-wrap items-center gap-x-12 gap-y-6">
      {shown === null ? (
        <div className="w-80 max-w-full">
          <FlowerDrawing />
        </div>
      ) : null}
      <div className="grid max-w-2xl min-w-0 flex-[1_1_20rem] justify-items-start gap-4">
        <h2 id="questions" className="text-title">
          {begun ? m.you_go_on_title() : m.you_begin_title()}
        </h2>
        {begun ? (
          <>
            <p>{shown !== null && shown !== run ? m.you_go_on_again(counts) : m.you_go_on_text(counts)}</p>
            <ProgressLine done={run.answered} total={itemCount} />
          </>
        ) : (
          <>
            <p>{m.you_begin_text()}</p>
            <p className="text-soft">{m.you_begin_calm()}</p>
          </>
        )}
        <Link to="/you/questions" className={buttonClass("primary")}>
          {begun ? m.you_go_on() : m.you_begin()}
        </Link>
      </div>
    </section>
  );
}
