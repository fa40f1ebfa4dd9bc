/** B1–B9: how a message sounds, and the trend. */
import { unit } from "./in.mjs";

const folder = "supabase/functions/_shared/mood";
const score = unit("mood/score");

/** @type {readonly import("./in.mjs").Break[]} */
export const mood = [
  { rule: "B1", what: "a score has as many digits as it likes", file: `${folder}/score.ts`, find: "Math.round((sum / weights) * 100) / 100 + 0", replace: "sum / weights", tests: score },
  { rule: "B1", what: "a score is a negative zero", file: `${folder}/score.ts`, find: "* 100) / 100 + 0", replace: "* 100) / 100", tests: score },
  { rule: "B1", what: "the loudest mood is told whatever the score", file: `${folder}/score.ts`, find: "clue.mood === mood && Math.sign(clue.value) === Math.sign(score)", replace: "clue.mood === mood", tests: score },
  { rule: "B2", what: "the shortest entry wins", file: `${folder}/score.ts`, find: "if (feeling !== undefined) found = { feeling, length };", replace: "if (feeling !== undefined) found ??= { feeling, length };", tests: score },
  { rule: "B2", what: "romanised words are looked up as they were typed", file: `${folder}/score.ts`, find: "words.roman.get(roman) : straight", replace: "words.roman.get(word) : straight", tests: score },
  { rule: "B3", what: "a denial before the word is not heard", file: `${folder}/score.ts`, find: 'if (says("denying", term))', replace: 'if (says("but", term))', tests: score },
  { rule: "B3", what: "a denial behind the word is not heard", file: `${folder}/score.ts`, find: 'if (says("denyingBehind", term)) return true;', replace: 'if (says("denyingBehind", term)) return false;', tests: score },
  { rule: "B3", what: "a denial reaches over any word", file: `${folder}/score.ts`, find: 'if (!says("afterDenial", term)) break;', replace: "", tests: score },
  { rule: "B3", what: "what is denied weighs as much as what is told", file: `${folder}/score.ts`, find: "bad: { strength: -0.3, weight: 0.3 }", replace: "bad: { strength: -0.9, weight: 1 }", tests: score },
  { rule: "B4", what: "'very' makes it weaker", file: `${folder}/terms.ts`, find: "const stronger = 1.4;", replace: "const stronger = 0.9;", tests: score },
  { rule: "B5", what: "what stands before a 'but' counts whole", file: `${folder}/score.ts`, find: "const weightBeforeBut = 0.5;", replace: "const weightBeforeBut = 1;", tests: score },
  { rule: "B6", what: "an emoji is denied by the word beside it", file: `${folder}/score.ts`, find: "feeling.isSign || !isDenied", replace: "!isDenied", tests: score },
  { rule: "B6", what: "an emoji weighs as much as a word", file: `${folder}/score.ts`, find: "const weightOfSign = 0.5;", replace: "const weightOfSign = 1;", tests: score },
  { rule: "B7", what: "a question to Bondhu is a feeling", file: `${folder}/score.ts`, find: "if (isOnlyAsked(sentence)) return [];", replace: "", tests: score },
  { rule: "B8", what: "a message does not keep its mood", file: "src/runtime/commands/send-message.ts", find: "mood_detected: heard?.mood ?? null,", replace: "mood_detected: null,", tests: unit("runtime/send-message") },
  { rule: "B8", what: "deletion leaves the mood", file: "src/domain/tables.ts", find: 'wipe: { message_text: "", mood_detected: null, sentiment_score: null },', replace: 'wipe: { message_text: "" },', tests: unit("runtime/deletions") },
  { rule: "B9", what: "a date is UTC's", file: "src/domain/mood/mood-trend.ts", find: "days.get(dayOf(moment, dayStart))", replace: "days.get(dayOf({ at: moment.at, offset: 0 }, dayStart))", tests: unit("domain/mood-trend") },
  { rule: "B9", what: "replies are somebody's mood", file: "src/adapters/dexie/own-messages.ts", find: 'row.sender_type === "user" && row.deleted_at === null', replace: "row.deleted_at === null", tests: unit("runtime/moods") },
  { rule: "B9", what: "the trend reads everything", file: "src/adapters/dexie/own-messages.ts", find: "return found.slice(0, limit);", replace: "return found;", tests: unit("runtime/moods") },
];
