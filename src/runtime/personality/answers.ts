/** One answer of the questionnaire: durable as it is given, the latest word for an item wins (Q2, Q5). */
import { checkAnswer } from "@edge/personality/score.ts";
import { maxRun } from "../../domain/records.ts";
import { err, type Result } from "../../shared/result.ts";
import type { Writer } from "../../sync/writer.ts";
import type { AnswerError } from "../api.ts";
import { written } from "../commands/write-error.ts";
import { answerId } from "../derived-ids.ts";
import { asRow, instant } from "../rows.ts";

/** Whether there is such an item, such an answer and such a run. */
function isAnswer(run: number, item: number, answer: number): boolean {
  try {
    checkAnswer(item, answer);
  } catch (reason) {
    if (reason instanceof RangeError) return false;
    throw reason;
  }
  return Number.isInteger(run) && run >= 1 && run <= maxRun;
}

export async function answerItem(writer: Writer, run: number, item: number, answer: number): Promise<Result<void, AnswerError>> {
  if (!isAnswer(run, item, answer)) return err({ kind: "noSuchAnswer" });
  return written(() =>
    writer.write(["personality_answers"], async (context) => {
      const row = { id: answerId(run, item), stamp: context.stamp(), run, item, answer, answered_at: instant(context.now()) };
      await context.put("personality_answers", asRow(row));
    }),
  );
}
