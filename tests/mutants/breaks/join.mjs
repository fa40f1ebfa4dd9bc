/** The join's laws (DESIGN §3), in TypeScript and in SQL. */
import { contract, newestMigration, unit } from "./in.mjs";

/** @type {readonly import("./in.mjs").Break[]} */
export const join = [
  {
    rule: "join",
    what: "the later once group wins",
    file: "src/sync/join.ts",
    find: "(spec.kind === \"grow\" ? order <= 0 : order >= 0)",
    replace: "(order >= 0)",
    tests: unit("sync/join"),
  },
  {
    rule: "join",
    what: "equal stamps are not decided: not commutative",
    file: "src/sync/join.ts",
    find: "if (order !== 0 || a === b) return order;",
    replace: "return order;",
    tests: unit("sync/join"),
  },
  {
    rule: "join",
    what: "the once group is chosen column by column",
    file: "src/sync/join.ts",
    find: "joined[column] = winner[column] ?? null;",
    replace: "joined[column] = extreme(a[column], b[column], -1);",
    tests: unit("sync/join"),
  },
  {
    rule: "join",
    what: "a newer schema's column is lost",
    file: "src/sync/join.ts",
    find: "for (const column of Object.keys(b)) if (!known.has(column)) joined[column] = b[column];",
    replace: "",
    tests: unit("sync/join"),
  },
  {
    rule: "canonical",
    what: "text compares by UTF-16 units",
    file: "src/sync/canonical.ts",
    find: "return rank(x) - rank(y);",
    replace: "return x - y;",
    tests: unit("sync/join"),
  },
  {
    rule: "join",
    what: "SQL does not decide equal stamps",
    file: newestMigration,
    find: ' %6$s, c.canonical collate "C" %6$s))[1] as won%7$s',
    replace: " %6$s))[1] as won%7$s",
    tests: contract("sql/join"),
    only: "(TypeScript and SQL join|neither order)",
  },
  {
    rule: "join",
    what: "SQL takes the largest of a min column",
    file: newestMigration,
    find: "select format(', min((c.r).%I) as %I', c, c)",
    replace: "select format(', max((c.r).%I) as %I', c, c)",
    tests: contract("sql/join"),
    only: "TypeScript and SQL join",
  },
  {
    rule: "join",
    what: "what is stored is replaced, not joined",
    file: newestMigration,
    find: "case when v_stored is null then p_rows else p_rows || v_stored end",
    replace: "p_rows",
    tests: contract("sql/join"),
    only: "what is stored",
  },
];
