/**
 * M7: a reply's Markdown as React nodes: paragraphs, emphasis, strong, code, lists, quotes, links and breaks. Whatever else it holds
 * (HTML, pictures, tables) is shown as it was written, so nothing of a reply can become markup of its own or vanish. Loaded when needed.
 */
import { type Token, type Tokens, lexer } from "marked";
import { Fragment, type ReactNode } from "react";
import { safeLink } from "./safe-link.ts";

/**
 * What is longer, or holds more marks of emphasis between two empty lines, is shown as written: there marked takes quadratic time
 * (`*a **b` repeated: 8,000 letters took longer than a frame by far). UTF-16 units.
 */
const maxLength = 20_000;
const maxMarks = 300;
/** Marks inside marks beyond this are shown as written. */
const maxDepth = 10;
/** So many openings of quotes and lists in a row are no text, and take the lexer's stack. */
const steep = /^(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))){24}/m;

type Children = readonly Token[] | undefined;

function tokensOf(text: string): readonly Token[] | null {
  if (text.length > maxLength || steep.test(text)) return null;
  if (text.split("\n\n").some((part) => (part.match(/[*_~]+/g)?.length ?? 0) > maxMarks)) return null;
  try {
    return lexer(text, { gfm: true });
  } catch {
    // Whatever it stumbles over is shown as it was written.
    return null;
  }
}

const keyed = (tokens: Children, draw: (token: Token) => ReactNode): ReactNode =>
  // Tokens have no identity but their place.
  tokens?.map((token, index) => <Fragment key={index}>{draw(token)}</Fragment>);

function inline(token: Token, depth: number): ReactNode {
  if (depth > maxDepth) return token.raw;
  const inside = (): ReactNode => keyed((token as Tokens.Generic).tokens, (child) => inline(child, depth + 1));
  switch (token.type) {
    case "text":
      return (token as Tokens.Generic).tokens === undefined ? (token as Tokens.Text).text : inside();
    case "escape":
    case "checkbox":
      return token.type === "escape" ? (token as Tokens.Escape).text : null;
    case "strong":
      return <strong>{inside()}</strong>;
    case "em":
      return <em>{inside()}</em>;
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "br":
      return "\n";
    case "link":
      return link(token as Tokens.Link, inside);
    default:
      return token.raw;
  }
}

function link(token: Tokens.Link, inside: () => ReactNode): ReactNode {
  const safe = safeLink(token.href, token.text);
  if (safe === null) return token.raw;
  return (
    <>
      <a href={safe.href} target="_blank" rel="noopener noreferrer nofollow">
        {inside()}
      </a>
      {safe.shown === null ? null : <span className="chat-host"> ({safe.shown})</span>}
    </>
  );
}

const paragraph = (children: ReactNode): ReactNode => <p dir="auto">{children}</p>;

function item(entry: Tokens.ListItem, depth: number): ReactNode {
  return (
    <li dir="auto">
      {entry.task ? (entry.checked === true ? "☑ " : "☐ ") : null}
      {keyed(entry.tokens, (token) => (token.type === "text" ? inline(token, depth) : block(token, depth)))}
    </li>
  );
}

function block(token: Token, depth: number): ReactNode {
  if (depth > maxDepth) return paragraph(token.raw);
  switch (token.type) {
    case "space":
    case "checkbox":
      return null;
    case "paragraph":
    case "text":
      return paragraph(token.type === "text" ? inline(token, depth) : keyed(token.tokens, (child) => inline(child, depth)));
    case "heading":
      return paragraph(<strong>{keyed((token as Tokens.Heading).tokens, (child) => inline(child, depth))}</strong>);
    case "code":
      return (
        <pre dir="ltr">
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote dir="auto">{keyed((token as Tokens.Blockquote).tokens, (child) => block(child, depth + 1))}</blockquote>;
    case "list": {
      const { ordered, start, items } = token as Tokens.List;
      const entries = items.map((entry, index) => <Fragment key={index}>{item(entry, depth + 1)}</Fragment>);
      return ordered ? <ol start={start === "" ? 1 : start}>{entries}</ol> : <ul>{entries}</ul>;
    }
    case "hr":
      return <hr />;
    default:
      return paragraph(token.raw.trimEnd());
  }
}

/** `text` as blocks; as one paragraph of its own characters where it is no Markdown to be drawn. */
export function drawMarkdown(text: string): ReactNode {
  const tokens = tokensOf(text);
  return tokens === null ? paragraph(text) : keyed(tokens, (token) => block(token, 0));
}

const wordsOf = (token: Token, depth: number): string => {
  const generic = token as Tokens.Generic;
  const inner: Children = generic.type === "list" ? (generic as Tokens.List).items : generic.tokens;
  if (inner !== undefined && depth < maxDepth) return inner.map((child) => wordsOf(child, depth + 1)).join(generic.type === "list" ? "\n" : "");
  return generic.type === "space" ? "" : (generic as { readonly text?: string }).text ?? generic.raw;
};

/** Its words without the marks, for being read aloud. */
export function spokenMarkdown(text: string): string {
  return tokensOf(text)?.map((token) => wordsOf(token, 0)).join("\n") ?? text;
}
