/** Letters by mail (E4), through the server that SMTP_URL names. */
import { createTransport } from "nodemailer";
import { codeOf } from "../start-error.ts";
import type { Letter, Post } from "./letter.ts";
import { write } from "./words.ts";

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps). */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string;
  /** `Name <address>` or an address. */
  readonly from: string;
}

/** ms. People wait for the greeting: longer than that and the app's own deadline is near. */
const patience = { connect: 5_000, greeting: 5_000, socket: 10_000 };
/** ms for which a server that answered is taken to be there, and one that did not is left alone. */
const trustMs = 60_000;
const restMs = 5_000;
/** ms that closing waits for letters under way. */
const closeMs = 5_000;

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host);

/** What went wrong, without address, password or the server's own words: those may repeat either. */
function reason(error: unknown): string {
  const status = typeof error === "object" && error !== null && "responseCode" in error && typeof error.responseCode === "number" ? ` ${error.responseCode}` : "";
  return `${codeOf(error) ?? "unknown"}${status}`;
}

/** The mail server said no to this one letter (its recipient, its content), as opposed to not serving at all. */
const concernsOne = (error: unknown): boolean => ["EENVELOPE", "EMESSAGE"].includes(codeOf(error) ?? "");

/** For tests: another clock, another patience. */
interface Seams {
  readonly now?: () => number;
  readonly greetingMs?: number;
}

export function smtpPost(settings: SmtpSettings, log: (line: string) => void, seams: Seams = {}): Post {
  const { host, port, secure, user, password, from } = settings;
  const now = seams.now ?? (() => performance.now());
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    host,
    port,
    secure,
    ...(user === null ? {} : { auth: { user, pass: password } }),
    // A password never crosses a network in the clear.
    requireTLS: user !== null && !secure && !isLoopback(host),
    connectionTimeout: patience.connect,
    greetingTimeout: seams.greetingMs ?? patience.greeting,
    socketTimeout: patience.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let known: { readonly ready: boolean; readonly until: number } | null = null;
  let asking: Promise<boolean> | null = null;
  const underWay = new Set<Promise<void>>();

  async function greet(): Promise<boolean> {
    let ready = true;
    try {
      await transport.verify();
    } catch (error) {
      ready = false;
      log(`the mail server does not serve: ${reason(error)}`);
    }
    known = { ready, until: now() + (ready ? trustMs : restMs) };
    return ready;
  }

  async function carry(letter: Letter): Promise<void> {
    try {
      await transport.sendMail({ from, to: { name: "", address: letter.to }, ...write(letter), headers: { "Auto-Submitted": "auto-generated" } });
    } catch (error) {
      // The next to ask hears of it, whoever they are.
      if (!concernsOne(error)) known = null;
      log(`a letter was not sent: ${reason(error)}`);
    }
  }

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    by: "mail",
    async ready() {
      if (known !== null && known.until > now()) return known.ready;
      asking ??= greet().finally(() => {
        asking = null;
      });
      return await asking;
    },
    send(letter) {
      const carried = carry(letter).finally(() => underWay.delete(carried));
      underWay.add(carried);
    },
    settled,
    async close() {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([settled(), new Promise<void>((resolve) => (timer = setTimeout(resolve, closeMs)))]);
      clearTimeout(timer);
      transport.close();
    },
  };
}
