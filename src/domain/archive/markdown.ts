/** The conversation as Markdown: days as headings, who said what and when. A person's text stays text, whatever signs are in it. */

/** What the file says in words, in the language of the screen. */
export interface MarkdownWords {
  /** For dates and times. */
  readonly locale: string;
  readonly title: string;
  readonly you: string;
  readonly bondhu: string;
}

export const englishWords: MarkdownWords = { locale: "en", title: "Conversation with Bondhu", you: "You", bondhu: "Bondhu" };

export interface MarkdownMessage {
  readonly sender: "user" | "ai";
  /** ms since epoch. */
  readonly at: number;
  readonly text: string;
}

/** Signs that mean something anywhere in a line: marks, links, code, tables, mathematics, and what would begin an entity or an address. */
const signs = /[\\`*_[\]<>|~$]|&(?=[a-z#])|:(?=\/\/)|(?<=\S)@(?=\S)|(?<=www)\./giu;
/** Signs that mean something only where a line begins: headings, lists, rules, underlines of headings. */
const beginnings = /^(\d{1,9})([.)])|^[#+=-]/u;
/** Four of them would be code; fewer would be lost. */
const indent = /^[ \t]+/u;

function escapeLine(line: string): string {
  const space = indent.exec(line)?.[0] ?? "";
  const rest = line
    .slice(space.length)
    .replace(signs, "\\$&")
    .replace(beginnings, (found, digits: string | undefined, point: string | undefined) => (digits === undefined ? `\\${found}` : `${digits}\\${point ?? ""}`));
  return rest === "" ? "" : space.replaceAll("\t", "    ").replaceAll(" ", "&nbsp;") + rest;
}

/** Lines stay lines (a backslash ends one that another follows), blank ones part paragraphs. */
export function escapeMarkdown(text: string): string {
  const lines = text.split(/\r\n|\r|\n/u).map((line) => escapeLine(line.trimEnd()));
  return lines.map((line, index) => (line !== "" && (lines[index + 1] ?? "") !== "" ? `${line}\\` : line)).join("\n");
}

/** What was worded last, as long as its key is the same. */
function lastWorded(keyOf: (at: number) => number, wordsOf: (at: number) => string): (at: number) => string {
  let key: number | null = null;
  let words = "";
  return (at) => {
    if (keyOf(at) !== key) words = wordsOf(at);
    key = keyOf(at);
    return words;
  };
}

export interface MarkdownWriter {
  readonly start: string;
  /** In order of the conversation. */
  message(message: MarkdownMessage): string;
}

export function markdownWriter(words: MarkdownWords, madeAt: number): MarkdownWriter {
  const day = new Intl.DateTimeFormat(words.locale, { dateStyle: "full" });
  const time = new Intl.DateTimeFormat(words.locale, { hour: "numeric", minute: "2-digit" });
  const names = { user: escapeMarkdown(words.you), ai: escapeMarkdown(words.bondhu) };
  /** Formatting costs more than everything else here: a day and a minute are each worded once. */
  const minuteWords = lastWorded((at: number) => Math.floor(at / 60_000), (at) => escapeMarkdown(time.format(at)));
  let today = "";
  return {
    start: `# ${escapeMarkdown(words.title)}\n\n${escapeMarkdown(day.format(madeAt))}\n`,
    message({ sender, at, text }) {
      const date = new Date(at).toDateString();
      const heading = date === today ? "" : `\n## ${escapeMarkdown(day.format(at))}\n`;
      today = date;
      return `${heading}\n**${names[sender]}** · ${minuteWords(at)}\n\n${escapeMarkdown(text)}\n`;
    },
  };
}
