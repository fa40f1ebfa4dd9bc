/** The questions and answers in words, each list in its order. */
import { m } from "../../i18n/messages.ts";

/** Q1: where the questionnaire is from, as it is cited in any language. */
export const source = {
  source:
    "Donnellan, M. B., Oswald, F. L., Baird, B. M., & Lucas, R. E. (2006). The Mini-IPIP scales: Tiny-yet-effective measures of the Big Five factors of personality. Psychological Assessment, 18, 192–203.",
  pool: "International Personality Item Pool (ipip.ori.org)",
} as const;

/** The statements, first to last (Q1). */
export const itemWords: readonly (() => string)[] = [
  m.quiz_item_1,
  m.quiz_item_2,
  m.quiz_item_3,
  m.quiz_item_4,
  m.quiz_item_5,
  m.quiz_item_6,
  m.quiz_item_7,
  m.quiz_item_8,
  m.quiz_item_9,
  m.quiz_item_10,
  m.quiz_item_11,
  m.quiz_item_12,
  m.quiz_item_13,
  m.quiz_item_14,
  m.quiz_item_15,
  m.quiz_item_16,
  m.quiz_item_17,
  m.quiz_item_18,
  m.quiz_item_19,
  m.quiz_item_20,
];
export const itemCount = itemWords.length;

/** From 1, very inaccurate, to 5, very accurate (Q2). */
export const answerWords: readonly (() => string)[] = [m.quiz_answer_1, m.quiz_answer_2, m.quiz_answer_3, m.quiz_answer_4, m.quiz_answer_5];
