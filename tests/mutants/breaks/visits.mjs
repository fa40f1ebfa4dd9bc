/** V1–V5, K1, K4: what a visit is, what counts in it, and for which day. */
import { unit } from "./in.mjs";

const visit = "src/runtime/visit/visit.ts";
const count = "src/runtime/visit/count.ts";

/** @type {readonly import("./in.mjs").Break[]} */
export const visits = [
  {
    rule: "V1",
    what: "a session starts at its first message",
    file: count,
    find: "session_start: instant(visit.start),",
    replace: "session_start: instant(context.now()),",
    tests: unit("runtime/visit"),
  },
  {
    rule: "V1",
    what: "being visible is a session",
    file: visit,
    find: "return this.writer.write([\"kv\"], async (context) => {",
    replace: "return this.writer.write(countedIn, async (context) => {\n      await this.talk(context, await this.load());",
    tests: unit("runtime/visit"),
  },
  {
    rule: "V2",
    what: "a reload is another visit",
    file: visit,
    find: "Math.max(passed, lived) <= visitGapMs",
    replace: "Math.max(passed, lived) <= heartbeatMs",
    tests: unit("runtime/visit"),
  },
  {
    rule: "V2",
    what: "a visit ends when the next begins",
    file: count,
    find: "session_end: instant(end),",
    replace: "session_end: instant(context.now()),",
    tests: unit("runtime/visit"),
  },
  {
    rule: "V4",
    what: "every message writes the visit",
    file: visit,
    find: "if (at - writtenAt >= heartbeatMs) await",
    replace: "await",
    tests: unit("runtime/visit"),
  },
  {
    rule: "K1",
    what: "the day always starts at midnight",
    file: count,
    find: "const begins = await dayStart(context);",
    replace: "const begins = (await dayStart(context)) && 0;",
    tests: unit("runtime/visit"),
  },
  {
    rule: "K1",
    what: "midnight is not noticed while one talks",
    file: visit,
    find: "told.from <= at && at < told.before",
    replace: "told.from <= at",
    tests: unit("runtime/visit"),
  },
];
