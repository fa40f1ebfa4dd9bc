/** What {@link messageRules} loads, in one piece: with the crisis rules the mood's are there as well. */
export { detectCrisis } from "@edge/crisis/detect.ts";
export { scoreMood } from "@edge/mood/score.ts";
