/** Copies of the tree to break: the checkout itself is never touched. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Compiled from the catalogues and not in git. */
const generated = ["src/i18n/paraglide"];

const filesOf = (root) =>
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));

/** A folder that holds links, so that what tools write beside the packages (caches) stays out of the checkout. */
function linkPackages(from, to) {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (!name.startsWith(".") || name === ".bin") symlinkSync(join(from, name), join(to, name));
  }
}

function copy(root, into) {
  for (const file of filesOf(root)) {
    mkdirSync(dirname(join(into, file)), { recursive: true });
    cpSync(join(root, file), join(into, file));
  }
  for (const folder of generated) cpSync(join(root, folder), join(into, folder), { recursive: true });
  linkPackages(join(root, "node_modules"), join(into, "node_modules"));
}

const edits = ({ find, replace, and }) => [{ find, replace }, ...(and === undefined ? [] : [and])];

/** One copy of the tree, and a folder for what its tests leave behind. */
class Copy {
  constructor(folder) {
    this.root = join(folder, "tree");
    this.temp = join(folder, "tmp");
  }

  /** Null when the break fits, else what is wrong with it. */
  problem(broken) {
    if (!existsSync(join(this.root, broken.file))) return `there is no ${broken.file}`;
    const whole = readFileSync(this.#path(broken), "utf8");
    for (const { find, replace } of edits(broken)) {
      const times = whole.split(find).length - 1;
      if (times !== 1) return `what it looks for is ${times} times in ${broken.file}`;
      if (find === replace) return "it changes nothing";
    }
    return null;
  }

  /** Runs `fn` while `broken` is broken. */
  async with(broken, fn) {
    const path = this.#path(broken);
    const whole = readFileSync(path, "utf8");
    // A function, since `$` in a replacement has a meaning of its own.
    writeFileSync(path, edits(broken).reduce((text, { find, replace }) => text.replace(find, () => replace), whole));
    try {
      return await fn();
    } finally {
      writeFileSync(path, whole);
    }
  }

  /** Of a folder the last file that has the text to find (a function may have been replaced by a later migration), else its last. */
  #path({ file, find }) {
    const path = join(this.root, file);
    if (!statSync(path).isDirectory()) return path;
    const files = readdirSync(path).sort().map((name) => join(path, name));
    return files.findLast((name) => readFileSync(name, "utf8").includes(find)) ?? files.at(-1);
  }
}

/** `count` copies of the tree at `root`, removed when this process exits. PostgreSQL runs as another user, so the folders may be entered. */
export function makeCopies(root, count) {
  const parent = mkdtempSync(join(tmpdir(), "bondhu-mutants-"));
  process.on("exit", () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  chmodSync(parent, 0o755);
  return Array.from({ length: count }, (_, index) => {
    const folder = join(parent, String(index));
    mkdirSync(join(folder, "tree"), { recursive: true });
    mkdirSync(join(folder, "tmp"));
    chmodSync(join(folder, "tmp"), 0o1777);
    copy(root, join(folder, "tree"));
    return new Copy(folder);
  });
}
