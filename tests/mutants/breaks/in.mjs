/** Where the tests of a break are. A break is data; `find` must stand in `file` exactly once. */

/**
 * @typedef {object} Tests
 * @property {"unit" | "contract"} project
 * @property {readonly string[]} files
 * @property {Readonly<Record<string, string>>} env
 *
 * @typedef {object} Break
 * @property {string} rule As in the brackets of test names.
 * @property {string} what What is wrong afterwards, in words.
 * @property {string} file Or a folder: the last of its files that has the text.
 * @property {string} find
 * @property {string} replace
 * @property {{ readonly find: string, readonly replace: string }} [and] In the same file: what one break alone leaves mended.
 * @property {Tests} tests
 * @property {string} [only] A regular expression on the test's name after the id, where a file has many and slow ones.
 */

/** @param {...string} names @returns {Tests} */
export const unit = (...names) => ({ project: "unit", files: names.map((name) => `tests/unit/${name}.test.ts`), env: {} });

/** @param {...string} names @returns {Tests} */
export const contract = (...names) => ({ project: "contract", files: names.map((name) => `tests/contract/${name}.test.ts`), env: {} });

/** One pgTAP story on PGlite. @param {string} story @returns {Tests} */
export const pgtap = (story) => ({ project: "contract", files: ["tests/contract/sql/pgtap.test.ts"], env: { PGTAP_STORY: story } });

/** The newest migration that has the text to find: functions are replaced by later migrations. */
export const newestMigration = "supabase/migrations";

/** @param {string} name @returns {string} */
export const migration = (name) => `supabase/migrations/2026112200${name}.sql`;
