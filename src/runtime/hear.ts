/** What a send needs besides the transaction, in one piece: with the crisis rules the mood's are there as well, and what counts a visit. */
export { detectCrisis } from "@edge/crisis/detect.ts";
export { scoreMood } from "@edge/mood/score.ts";
export { settle, talk } from "./visit/count.ts";
