/** What the host writes to people, and who carries it. */

export type Language = "en" | "bn";

/** With a code: to sign in, to prove the address of a new account, to set a new password, to move to a new address, and to who signs up a second time. */
export type CodeLetter = "signIn" | "signUp" | "reset" | "changeEmail" | "alreadyHere";
/** Without one: somebody wants this address, which has an account; the account has moved to another address. */
export type Notice = "addressTaken" | "addressChanged";

export interface Letter {
  readonly kind: CodeLetter | Notice;
  readonly to: string;
  readonly language: Language;
  /** Six digits; null in a notice. */
  readonly code: string | null;
}

/** Minutes that a code lives (E1). */
export const codeMinutes = 15;

export interface Post {
  /** How letters go: the app tells people where to look. */
  readonly by: "mail" | "console";
  /** Whether letters can be carried at all now; it does not depend on who they are for, so everybody may be told (E2). */
  ready(): Promise<boolean>;
  /** Takes the letter and carries it later; what goes wrong then is one line in the log. */
  send(letter: Letter): void;
  /** Resolves when everything taken so far is carried or given up. */
  settled(): Promise<void>;
  /** Carries what is left, for a few seconds at most. */
  close(): Promise<void>;
}
