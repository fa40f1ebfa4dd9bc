/** The app lock, src/runtime/lock/README.md. That help is within reach (A8) is seen in a browser only (tests/e2e/lock.spec.ts). */
import { unit } from "./in.mjs";

const lock = "src/runtime/lock";

/** @type {readonly import("./in.mjs").Break[]} */
export const appLock = [
  { rule: "A1", what: "a mirror that cannot be read is open", file: `${lock}/mirror.ts`, find: "|| !(seen + after > 0)", replace: "", and: { find: 'return left > 0 ? "open" : "locked";', replace: 'return left <= 0 ? "locked" : "open";' }, tests: unit("lock/watch") },
  { rule: "A2", what: "a clock that is put right opens it again", file: `${lock}/mirror.ts`, find: 'if (next === "locked") mirror.write(next);', replace: "", tests: unit("lock/watch") },
  { rule: "A2", what: "with \"at once\" a page out of sight stays open", file: `${lock}/watch.ts`, find: "afterIn(mirror) === 0", replace: "afterIn(mirror) < 0", tests: unit("lock/watch") },
  { rule: "A2", what: "a clock that went back keeps it open", file: `${lock}/mirror.ts`, find: "now < seen ||", replace: "", tests: unit("lock/watch") },
  { rule: "A3", what: "it is uncovered before the lock is looked at", file: `${lock}/watch.ts`, find: "cancelUncover = clock.after(0, () => presence.cover(false));", replace: "presence.cover(false);", tests: unit("lock/watch") },
  { rule: "A3", what: "who came back for a moment leaves the page uncovered", file: `${lock}/watch.ts`, find: "    cancelUncover();\n    presence.cover(", replace: "    presence.cover(", tests: unit("lock/watch") },
  { rule: "A4", what: "only the first bytes are compared", file: "src/adapters/browser/pin-hash.ts", find: "let different = a.length ^ b.length;", replace: "let different = 0;", tests: unit("lock/door") },
  { rule: "A5", what: "a try is counted after it was looked at", file: `${lock}/door.ts`, find: "await write({ ...record, tries: counted });", replace: "", tests: unit("lock/door") },
  { rule: "A5", what: "a clock set back lengthens a wait", file: `${lock}/door.ts`, find: "if (mayWrite && tries.leftMs > 0) await write({ ...record, tries });", replace: "", tests: unit("lock/door") },
  { rule: "A5", what: "tries in two tabs are taken at once", file: `${lock}/door.ts`, find: 'await read())?.method.kind === "passkey" ? work() : alone(work)', replace: 'await read())?.method.kind === "none" ? alone(work) : work()', tests: unit("lock/door") },
  { rule: "A6", what: "the person need not be verified", file: "src/adapters/browser/passkey.ts", find: " || (flags & userVerified) === 0", replace: "", tests: unit("lock/passkey") },
  { rule: "A6", what: "another site's page may ask", file: "src/adapters/browser/passkey.ts", find: " || said.origin !== expected.origin", replace: "", tests: unit("lock/passkey") },
  { rule: "A7", what: "the PIN is changed without showing it", file: `${lock}/door.ts`, find: "(await read()) === null ? make(null)", replace: "true ? make(null)", tests: unit("lock/door") },
  { rule: "A7", what: "anybody's password turns it off", file: `${lock}/door.ts`, find: "if (granted.value.userId !== account.userId)", replace: "if (granted.value.userId === null)", tests: unit("lock/door") },
  {
    rule: "A8",
    what: "a locked page sends nothing",
    file: "src/runtime/create-runtime.ts",
    find: "    if (stopping.signal.aborted) return;\n    connected()",
    replace: '    if (stopping.signal.aborted || platform.lock.state() === "locked") return;\n    connected()',
    tests: unit("lock/page"),
  },
  { rule: "A9", what: "a lost mirror leaves the page open", file: "src/runtime/create-runtime.ts", find: 'platform.lock.write("locked")', replace: "undefined", tests: unit("lock/page") },
  { rule: "A9", what: "a lock that would not be there after a reload counts as set", file: `${lock}/door.ts`, find: 'if (lock.state() === "open") return ok(undefined);', replace: "if (lock.state() !== null) return ok(undefined);", tests: unit("lock/door") },
];
