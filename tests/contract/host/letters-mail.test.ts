/** A host with a mail server (SMTP_URL): what it writes, to whom, and what it keeps to itself (supabase/embedded/letters/README.md). */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { mailPassword, mailUser, startMailServer } from "../../support/mail-server.ts";
import type { Mail, MailServer } from "../../support/mail-server.ts";
import { newEmail, password } from "./client.ts";

let mail: MailServer;
let host: Host;
const printed: string[] = [];
const logged: string[] = [];
beforeAll(async () => {
  mail = await startMailServer();
  host = await createHost({
    env: { SMTP_URL: mail.url, SMTP_FROM: "Bondhu at home <hello@bondhu.example>" },
    print: (line) => printed.push(line),
    log: (line) => logged.push(line),
  });
});
afterAll(async () => {
  await host.stop();
  await mail.close();
});
afterEach(() => {
  mail.refuseRecipients = null;
});

interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
async function send(method: "POST" | "PUT", path: string, body: unknown, { token, language = "en" }: { token?: string; language?: string } = {}): Promise<Said> {
  const response = await fetch(`${host.url}${path}`, {
    method,
    headers: {
      ...{ apikey: host.publishableKey, "content-type": "application/json", "accept-language": language },
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const said = { status: response.status, body: (await response.json()) as Record<string, unknown> };
  await host.lettersSettled();
  return said;
}
const post = (path: string, body: unknown, language = "en") => send("POST", path, body, { language });
const signUp = (email: string, word = password, language = "en") => post("/auth/v1/signup", { email, password: word }, language);
const signIn = (email: string, word = password) => post("/auth/v1/token?grant_type=password", { email, password: word });
const verify = (email: string, token: string, type = "email") => post("/auth/v1/verify", { type, email, token });

function letterTo(email: string): Mail {
  const letter = mail.to(email);
  if (letter === undefined) throw new Error(`no letter to ${email}`);
  return letter;
}
const codeIn = (letter: Mail): string => /^\d{6}$/m.exec(letter.text)?.[0] ?? "none";
/** An account whose address is proven. */
async function account(): Promise<string> {
  const email = newEmail();
  await signUp(email);
  expect((await verify(email, codeIn(letterTo(email)))).status).toBe(200);
  return email;
}

/** What anybody could tell two answers apart by, without what is random in each and without the address that was sent. */
const shapeOf = ({ status, body }: Said, email: string): unknown =>
  JSON.parse(
    JSON.stringify([status, body])
      .replaceAll(email, "the address")
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "an id")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "an instant"),
  );

test("[E4] a letter goes out in English or Bengali, as text and HTML, with the code and no link", async () => {
  const email = await account();
  await post("/auth/v1/otp", { email });
  const english = letterTo(email);
  expect(english).toMatchObject({ from: "hello@bondhu.example", to: email, subject: `Your Bondhu code ${codeIn(english)}` });
  expect(english.text).toContain("Here is your code to sign in to Bondhu.");
  expect(english.raw).toContain("From: Bondhu at home <hello@bondhu.example>");
  await post("/auth/v1/recover", { email }, "bn-BD");
  const bengali = letterTo(email);
  expect(bengali.subject).toBe(`বন্ধুর নতুন পাসওয়ার্ড: তোমার কোড ${codeIn(bengali)}`);
  expect(bengali.text).toContain("নতুন পাসওয়ার্ড বেছে নিতে পারো");
  expect((await verify(email, codeIn(bengali), "recovery")).status).toBe(200);
  for (const { raw } of mail.mails) {
    expect(raw).toMatch(/Content-Type: multipart\/alternative/);
    expect(raw).not.toMatch(/https?:|href|<img/i);
  }
  expect(printed).toEqual([]);
});

test("[E3] signing up proves the address first, and the password counts from then on", async () => {
  const email = newEmail();
  const said = await signUp(email);
  expect(said.body).not.toHaveProperty("access_token");
  expect((await signIn(email)).status).toBe(400);
  const letter = letterTo(email);
  expect(letter.subject).toContain("Welcome to Bondhu");
  expect((await verify(email, codeIn(letter))).body["user"]).toMatchObject({ email });
  expect((await signIn(email)).status).toBe(200);
});

test("[E3] signing up with an address that has an account is answered as with a new one; only its owner hears, with a code to sign in", async () => {
  const taken = await account();
  const unproven = newEmail();
  await signUp(unproven);
  const free = newEmail();
  const others = "another good password";
  const said: unknown[] = [];
  for (const email of [free, taken, unproven, taken.toUpperCase()]) said.push(shapeOf(await signUp(email, others), email.toLowerCase()));
  expect(said).toEqual(said.map(() => said[0]));
  expect(letterTo(taken).text).toContain("you already have one here");
  expect(letterTo(unproven).subject).toContain("Welcome to Bondhu");
  const granted = await verify(taken, codeIn(letterTo(taken)));
  expect(granted).toMatchObject({ status: 200, body: { user: { email: taken } } });
  // Knowing the address alone changes nothing of the account.
  expect((await signIn(taken, others)).status).toBe(400);
  expect((await signIn(taken)).status).toBe(200);
  for (const body of [{ email: taken, password: "short" }, { email: free, password: "x".repeat(73) }]) {
    expect((await post("/auth/v1/signup", body)).status).toBe(body.password.length < 8 ? 422 : 400);
  }
});

test("[E2] a password is refused alike, whether the address has an account, one that is not proven, or none", async () => {
  const unproven = newEmail();
  await signUp(unproven);
  const said = [await signIn(await account(), "wrong password"), await signIn(unproven), await signIn(unproven, "wrong password"), await signIn(newEmail())];
  expect(said).toEqual(said.map(() => ({ status: 400, body: { code: 400, error_code: "invalid_credentials", msg: "Invalid login credentials" } })));
});

test("[E3] an account whose code never came gets another by asking to sign in", async () => {
  const email = newEmail();
  await signUp(email);
  const first = codeIn(letterTo(email));
  await post("/auth/v1/resend", { type: "signup", email });
  expect((await verify(email, first)).status).toBe(403);
  expect((await verify(email, codeIn(letterTo(email)))).status).toBe(200);
  expect((await signIn(email)).status).toBe(200);
});

test("[E4] a mail server that refuses one recipient is nobody's news but the log's", async () => {
  const known = await account();
  logged.length = 0;
  mail.refuseRecipients = "550 no such box";
  expect(await post("/auth/v1/otp", { email: known })).toEqual({ status: 200, body: {} });
  expect(logged).toEqual(["a letter was not sent: EENVELOPE 550"]);
  expect(await post("/auth/v1/otp", { email: newEmail() })).toEqual({ status: 200, body: {} });
});

test("[E5] the old address hears of the move, and an address that has an account hears of the wish", async () => {
  const email = await account();
  const token = String((await signIn(email)).body["access_token"]);
  const taken = await account();
  await send("PUT", "/auth/v1/user", { email: taken }, { token, language: "bn" });
  expect(letterTo(taken).subject).toBe("বন্ধুতে তোমার অ্যাকাউন্ট আগে থেকেই আছে");
  expect(codeIn(letterTo(taken))).toBe("none");
  const wanted = newEmail();
  await send("PUT", "/auth/v1/user", { email: wanted }, { token });
  expect((await verify(wanted, codeIn(letterTo(wanted)), "email_change")).status).toBe(200);
  expect(letterTo(email).subject).toBe("Your Bondhu account has a new address");
  expect((await signIn(wanted)).status).toBe(200);
});

test("[E4] the app hears that codes go by mail", async () => {
  expect((await (await fetch(`${host.url}/config.json`)).json()) as unknown).toMatchObject({ letters: "mail" });
});

test("[E4] a mail server that is not there is told to everybody alike, and in one line of the log", async () => {
  const known = await account();
  await mail.close();
  logged.length = 0;
  // What was known of it is forgotten with the first letter that fails.
  await post("/auth/v1/otp", { email: known });
  const said: Said[] = [];
  for (const email of [known, newEmail()]) {
    said.push(await post("/auth/v1/otp", { email }), await post("/auth/v1/recover", { email }), await signUp(email));
  }
  expect(said.map(({ status, body }) => [status, body["error_code"]])).toEqual(said.map(() => [503, "mail_unavailable"]));
  expect(logged[0]).toBe("a letter was not sent: ESOCKET");
  expect(logged[1]).toBe("the mail server does not serve: ESOCKET");
  expect(logged.join("\n")).not.toMatch(new RegExp(`${known}|${mailUser}|${mailPassword.slice(0, 6)}|\\d{6}`));
});
