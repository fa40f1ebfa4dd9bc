/** K2, K3, N3 and N4 as screens tell them. */
import { unit } from "./in.mjs";

const ink = unit("domain/ink");
const story = unit("ui/days/story");
const week = unit("ui/days/week");
const year = unit("ui/days/year");

/** @type {readonly import("./in.mjs").Break[]} */
export const home = [
  { rule: "K2", what: "a day that is still open counts as quiet", file: "src/ui/days/story.ts", find: 'if (day === today) return "open";', replace: "", tests: story },
  { rule: "K2", what: "who was not here yet has missed something", file: "src/ui/days/story.ts", find: '? "before" : "quiet"', replace: '? "quiet" : "quiet"', tests: story },
  { rule: "K2", what: "rest days are promised where they are turned off", file: "src/ui/days/words.ts", find: "if (!restDays) return m.days_counts();", replace: "", tests: story },
  { rule: "K3", what: "the story of a number begins before its run", file: "src/ui/days/story.ts", find: 'day?.kind === "active" && day.run === 1', replace: 'day?.kind === "missed"', tests: story },
  { rule: "K3", what: "a rest day that was used is not told", file: "src/ui/days/story.ts", find: 'run.filter(({ kind }) => kind === "rest").length', replace: "0", tests: story },
  { rule: "K1", what: "a moment is told by this device's clock", file: "src/ui/days/format.ts", find: "clocks().format(at + offset * 60_000)", replace: "clocks().format(at + offset * 0)", tests: year },
  { rule: "K1", what: "another place's clock is not named", file: "src/ui/days/when.ts", find: "return first.offset === here(first.at) ||", replace: "return true ||", tests: year },
  { rule: "N3", what: "who begins the day at six is told good morning at five", file: "src/ui/home/greeting.ts", find: "dayStart < earliestDawn ? dawn : dayStart", replace: "dawn", tests: unit("ui/words") },
  { rule: "N4", what: "an hour is no more than half of one", file: "src/domain/life/ink.ts", find: "[10, 30, 60]", replace: "[10, 30, 61]", tests: ink },
  { rule: "N4", what: "begun minutes count", file: "src/domain/life/ink.ts", find: "Math.floor(ms / minuteMs)", replace: "Math.ceil(ms / minuteMs)", tests: ink },
  { rule: "N4", what: "music is no activity", file: "src/domain/life/ink.ts", find: "chat + game + music + video", replace: "chat + game + video", tests: ink },
  { rule: "N4", what: "weeks begin on the same day everywhere", file: "src/ui/days/move.ts", find: "within(weekOf(day, first)[0] ?? day)", replace: "within(weekOf(day, 1)[0] ?? day)", tests: year },
  { rule: "N4", what: "a key leads out of the calendar", file: "src/ui/days/move.ts", find: "target < from ? from : target > to ? to : target", replace: "target < from ? from : target", tests: year },
  { rule: "N4", what: "rest days are counted as days", file: "src/ui/days/months.ts", find: 'markOf(day) === "done").length', replace: 'markOf(day) !== "quiet").length', tests: year },
  { rule: "N4", what: "a month has as many dates as another", file: "src/ui/days/week.ts", find: "new Date(Date.UTC(year, number, 0)).getUTCDate()", replace: "31", tests: week },
];
