/** Without a mail server (E4): the code is one line in the window where the host runs, for who runs it to pass on. */
import { fstatSync } from "node:fs";
import { codeMinutes } from "./letter.ts";
import type { CodeLetter, Letter, Post } from "./letter.ts";

const purposes: Readonly<Record<CodeLetter, string>> = {
  signIn: "to sign in",
  signUp: "for a new account",
  reset: "for a new password",
  changeEmail: "to move an account to this address",
  alreadyHere: "to sign in",
};
const isCode = (kind: Letter["kind"]): kind is CodeLetter => kind in purposes;

/** Whether what is printed is kept in a file: a code does not belong there. */
function printsToFile(): boolean {
  try {
    return fstatSync(1).isFile();
  } catch {
    // Closed: what is printed goes nowhere.
    return false;
  }
}

/** An address is a stranger's text: nothing of it may move the cursor or begin a line of its own. */
const printable = (text: string): string => text.replace(/[\p{C}\p{Z}]/gu, "?");

export function consolePost(print: (line: string) => void, toFile: () => boolean = printsToFile): Post {
  return {
    by: "console",
    ready: () => Promise.resolve(true),
    send({ kind, to, code }) {
      // A notice is for the owner of an address, whom a window does not reach.
      if (!isCode(kind) || code === null) return;
      const shown = toFile() ? "not shown, since this is written to a file; start Bondhu in a window, or set SMTP_URL" : code;
      print(`Code for ${printable(to)} ${purposes[kind]}: ${shown}${shown === code ? ` (good for ${codeMinutes} minutes)` : ""}`);
    },
    settled: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
