/** Letters as they are written and carried, without a host (supabase/embedded/letters/README.md). */
import { afterEach, describe, expect, test } from "vitest";
import { consolePost } from "../../../supabase/embedded/letters/console-post.ts";
import type { Letter, Post } from "../../../supabase/embedded/letters/letter.ts";
import { smtpPost } from "../../../supabase/embedded/letters/smtp-post.ts";
import { Tries, triesOfACode } from "../../../supabase/embedded/letters/tries.ts";
import { write } from "../../../supabase/embedded/letters/words.ts";
import { parseSettings } from "../../../supabase/embedded/settings.ts";
import { mailPassword, mailUser, startMailServer } from "../../support/mail-server.ts";
import type { MailServer } from "../../support/mail-server.ts";

const letter: Letter = { kind: "signIn", to: "ana@example.org", language: "en", code: "482913" };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe("a mail server", () => {
  let clock = 0;
  const logged: string[] = [];
  async function carried(change: { readonly password?: string; readonly greetingMs?: number } = {}): Promise<{ readonly mail: MailServer; readonly post: Post }> {
    const mail = await startMailServer();
    logged.length = 0;
    const settings = { host: "127.0.0.1", port: mail.port, secure: false, user: mailUser, password: change.password ?? mailPassword, from: "hello@bondhu.example" };
    const post = smtpPost(settings, (line) => logged.push(line), { now: () => clock, ...(change.greetingMs === undefined ? {} : { greetingMs: change.greetingMs }) });
    closing.push(
      () => post.close(),
      () => mail.close(),
    );
    return { mail, post };
  }

  test("[E4] a password it refuses is not told to the log, and the server is left alone for a while", async () => {
    const { post } = await carried({ password: "wrong" });
    expect(await post.ready()).toBe(false);
    expect(await post.ready()).toBe(false);
    expect(logged).toEqual(["the mail server does not serve: EAUTH 535"]);
  });

  test("[E4] a server that takes the call and says nothing is given up", async () => {
    const { mail, post } = await carried({ greetingMs: 100 });
    mail.silent = true;
    expect(await post.ready()).toBe(false);
    expect(logged).toEqual(["the mail server does not serve: ETIMEDOUT"]);
  });

  test("[E4] a server that is back is found again", async () => {
    const { mail, post } = await carried();
    await mail.close();
    expect(await post.ready()).toBe(false);
    await mail.open();
    expect(await post.ready()).toBe(false);
    clock += 5_001;
    expect(await post.ready()).toBe(true);
    post.send(letter);
    await post.settled();
    expect(mail.to(letter.to)?.text).toContain("482913");
  });

  test("[E4] nothing in an address becomes a header or a second recipient", async () => {
    const { mail, post } = await carried();
    post.send({ ...letter, to: "a,b@example.org\r\nBcc: c@example.org" });
    await post.settled();
    expect(mail.mails.flatMap(({ raw }) => raw.split("\r\n").filter((line) => /^bcc:/i.test(line)))).toEqual([]);
    expect(mail.to("c@example.org")).toBeUndefined();
  });
});

describe("without one", () => {
  test("[E4] a code is one line, and an address cannot write lines of its own", () => {
    const lines: string[] = [];
    const post = consolePost((line) => lines.push(line), () => false);
    post.send({ ...letter, to: "a\u001B[2J\nCode: 1@example.org" });
    post.send({ ...letter, kind: "addressChanged", code: null });
    expect(lines).toEqual(["Code for a?[2J?Code:?1@example.org to sign in: 482913 (good for 15 minutes)"]);
  });

  test("[E4] a code is not printed into a file", () => {
    const lines: string[] = [];
    consolePost((line) => lines.push(line), () => true).send(letter);
    expect(lines.join()).toMatch(/^Code for ana@example.org to sign in: not shown/);
    expect(lines.join()).not.toContain("482913");
  });
});

test("[E4] every letter is written in both languages, its code alone on a line and in the subject", () => {
  for (const kind of ["signIn", "signUp", "reset", "changeEmail", "alreadyHere"] as const) {
    for (const language of ["en", "bn"] as const) {
      const { subject, text, html } = write({ ...letter, kind, language });
      expect(subject).toMatch(/ 482913$/);
      expect(text).toMatch(/^482913$/m);
      expect(html).toContain(">482913<");
      expect(html).toContain(`lang="${language}"`);
      expect(/[\u0980-\u09FF]{5}/.test(subject)).toBe(language === "bn");
    }
  }
});

test("[E1] each code has five tries, whoever else is tried", () => {
  const tries = new Tries(2);
  for (let left = triesOfACode - 1; left >= 0; left--) expect(tries.take("ana")).toBe(left);
  expect(tries.take("ana")).toBeNull();
  expect(tries.take("ben")).toBe(triesOfACode - 1);
  tries.renew("ana");
  expect(tries.take("ana")).toBe(triesOfACode - 1);
});

describe("SMTP_URL and SMTP_FROM", () => {
  const smtp = (url: string, from?: string) => parseSettings({ SMTP_URL: url, ...(from === undefined ? {} : { SMTP_FROM: from }) }).smtp;

  test("[E4] name host, port, sender and whether it is TLS from the start", () => {
    expect(parseSettings({}).smtp).toBeNull();
    expect(smtp("smtps://ana%40example.org:p%40ss@mail.example.org")).toEqual({
      ...{ host: "mail.example.org", port: 465, secure: true, user: "ana@example.org", password: "p@ss", from: "Bondhu <ana@example.org>" },
    });
    expect(smtp("smtp://relay:2525", "Us <us@example.org>")).toEqual({ host: "relay", port: 2525, secure: false, user: null, password: "", from: "Us <us@example.org>" });
    expect(smtp("smtp://user:x@[::1]", "us@example.org")).toMatchObject({ host: "::1", port: 587, from: "us@example.org" });
  });

  test("[E4] a wrong one is told without repeating it", () => {
    for (const url of ["mail.example.org", "https://mail.example.org", "smtp://u:s3cret%ZZ@host", "smtp://u:s3cret@host/path"]) {
      expect(() => smtp(url, "us@example.org")).toThrow(/^The setting SMTP_URL must be smtp:\/\/user:password@host:port or smtps:\/\/…, with special characters percent-encoded\.$/);
    }
    expect(() => smtp("smtp://user:s3cret@host")).toThrow(/^The setting SMTP_FROM must be set: SMTP_URL names no address that letters could come from\.$/);
    expect(() => smtp("smtp://host", "nobody")).toThrow(/SMTP_FROM must be an address/);
  });
});

test("[E4] hosted Supabase writes the same letters: supabase/templates", async () => {
  const kinds = { confirmation: "signUp", magic_link: "signIn", recovery: "reset", email_change: "changeEmail" } as const;
  for (const [name, kind] of Object.entries(kinds)) {
    const page = (language: "en" | "bn") => write({ kind, language, to: "", code: "{{ .Token }}" }).html;
    await expect(`{{ if eq .Data.locale "bn" }}${page("bn")}{{ else }}${page("en")}{{ end }}\n`).toMatchFileSnapshot(`../../../supabase/templates/${name}.html`);
  }
});
