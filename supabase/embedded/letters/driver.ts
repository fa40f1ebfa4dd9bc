/** Where the auth API hands its letters over: it knows the code and the address, the desk knows what is asked for and in which language. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { EmailDriver } from "@supabase/lite";
import type { CodeLetter, Language, Post } from "./letter.ts";

export interface Request {
  readonly kind: CodeLetter;
  readonly language: Language;
}

const asked = new AsyncLocalStorage<Request>();

/** What the auth API writes in `work` becomes letters of that kind. */
export const asLetter = <T>(request: Request, work: () => Promise<T>): Promise<T> => asked.run(request, work);

/** The API fills the code into the subject; its own words are not used. */
const subject = { subject: "{{ .Token }}" };
export const letterTemplates = { confirmation: subject, recovery: subject, magic_link: subject, email_change: subject };

export function letterDriver(post: Post): EmailDriver {
  return {
    send({ to, subject: code }) {
      const request = asked.getStore();
      if (request === undefined || !/^\d{6}$/.test(code)) throw new Error("the auth API wrote a letter that nobody asked for");
      post.send({ ...request, to, code });
      return Promise.resolve();
    },
  };
}
