/** A mail server as far as a client can tell: real SMTP on a loopback port, with what it is told to refuse. */
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** The plain part, decoded. */
  readonly text: string;
  /** Everything as it was sent. */
  readonly raw: string;
}

export interface MailServer {
  readonly port: number;
  /** For SMTP_URL. */
  readonly url: string;
  readonly mails: Mail[];
  /** The newest to an address. */
  to(address: string): Mail | undefined;
  /** What it says instead of 250 to `RCPT TO`; null: 250. */
  refuseRecipients: string | null;
  /** Never says hello. */
  silent: boolean;
  /** Closes its port and its connections; `open` opens the same port again. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export const mailUser = "post@bondhu.example";
/** Percent-encoded it stays itself no more: an unescaped one would fail. */
export const mailPassword = "s3cret/with:signs@";

const decodeWords = (header: string): string =>
  header.replace(/\r\n\s+/g, " ").replace(/=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi, (_all, how: string, coded: string) =>
    how.toLowerCase() === "b" ? Buffer.from(coded, "base64").toString() : quoted(coded.replaceAll("_", " ")),
  );
const quoted = (coded: string): string => Buffer.from(coded.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString();

function parse(from: string, to: string, raw: string): Mail {
  const [head = ""] = raw.split("\r\n\r\n", 1);
  const subject = decodeWords(/^Subject: ((?:.*)(?:\r\n\s.*)*)/im.exec(head)?.[1] ?? "");
  const plain = /Content-Type: text\/plain[^]*?\r\n\r\n([^]*?)\r\n--/.exec(raw);
  const coding = /Content-Transfer-Encoding: (\S+)/i.exec(plain?.[0] ?? "")?.[1]?.toLowerCase();
  const body = plain?.[1] ?? "";
  const text = coding === "base64" ? Buffer.from(body, "base64").toString() : coding === "quoted-printable" ? quoted(body) : body;
  return { from, to, subject, text, raw };
}

export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const mails: Mail[] = [];

  function talk(socket: Socket): void {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    let known = false;
    let from = "";
    let to = "";
    let data: string | null = null;
    let rest = "";
    const answer = (line: string): void => {
      const verb = line.toUpperCase();
      if (verb.startsWith("EHLO")) say("250-here\r\n250 AUTH PLAIN");
      else if (verb.startsWith("AUTH PLAIN ")) {
        known = Buffer.from(line.slice(11), "base64").toString() === `\0${mailUser}\0${mailPassword}`;
        say(known ? "235 hello" : `535 wrong: ${line}`);
      } else if (verb === "QUIT") socket.end("221 bye\r\n");
      else if (!known) say("530 who are you");
      else if (verb.startsWith("MAIL FROM:")) {
        from = /<(.*)>/.exec(line)?.[1] ?? "";
        say("250 ok");
      } else if (verb.startsWith("RCPT TO:")) {
        to = /<(.*)>/.exec(line)?.[1] ?? "";
        say(server.refuseRecipients === null ? "250 ok" : `${server.refuseRecipients} <${to}>`);
      } else if (verb === "DATA") {
        data = "";
        say("354 go on");
      } else say("250 ok");
    };
    if (!server.silent) say("220 here");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data === null) answer(line);
        else if (line === ".") {
          mails.push(parse(from, to, data));
          data = null;
          say("250 taken");
        } else data += `${line.replace(/^\.\./, ".")}\r\n`;
      }
    });
  }

  let listener = createServer(talk);
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      listener.once("error", reject).listen(port, "127.0.0.1", () => resolve((listener.address() as AddressInfo).port));
    });
  const server: MailServer = {
    port: 0,
    url: "",
    mails,
    to: (address) => mails.findLast((mail) => mail.to === address),
    refuseRecipients: null,
    silent: false,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    open: async () => {
      listener = createServer(talk);
      await listen(server.port);
    },
  };
  const port = await listen(0);
  return Object.assign(server, { port, url: `smtp://${encodeURIComponent(mailUser)}:${encodeURIComponent(mailPassword)}@127.0.0.1:${port}` });
}
