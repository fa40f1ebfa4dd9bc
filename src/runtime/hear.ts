/** What a send needs besides the transaction, in one piece: with the crisis rules the mood's are there as well, and the visit it counts for. */
export { detectCrisis } from "@edge/crisis/detect.ts";
export { scoreMood } from "@edge/mood/score.ts";
export { PageVisit } from "./visit/page-visit.ts";
