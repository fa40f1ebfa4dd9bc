/** M7: nothing in a reply becomes markup of its own, nothing of it vanishes, and no text takes long. */
import { fc, test } from "@fast-check/vitest";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { drawMarkdown, spokenMarkdown } from "../../../src/ui/chat/markdown/markdown.tsx";
import { safeLink } from "../../../src/ui/chat/markdown/safe-link.ts";

const html = (text: string): string => renderToStaticMarkup(<>{drawMarkdown(text)}</>);

/** Every tag that is ever made, with every attribute it may have. */
const allowed = /^<(?:p dir="auto"|\/p|strong|\/strong|em|\/em|code|\/code|pre dir="ltr"|\/pre|ul|\/ul|ol(?: start="\d+")?|\/ol|li dir="auto"|\/li|blockquote dir="auto"|\/blockquote|hr\/|span class="chat-host"|\/span|\/a|a href="(?:https?:\/\/|mailto:|tel:)[^"<>]*" target="_blank" rel="noopener noreferrer nofollow")>$/;
function expectSafe(text: string): void {
  const drawn = html(text);
  for (const [tag] of drawn.matchAll(/<[^>]*>?/g)) expect(tag, text.slice(0, 200)).toMatch(allowed);
}

const payloads = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<iframe src=javascript:alert(1)>",
  "<a href='javascript:alert(1)'>x</a>",
  "<style>*{display:none}</style>",
  "<form action=https://evil.example><input name=a></form>",
  "<!-- comment --><b onmouseover=alert(1)>b</b>",
  "<details open ontoggle=alert(1)>",
  "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\nscript:alert(1))",
  "[x](java&#10;script:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](javascript&colon;alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x]( javascript:alert(1))",
  "[x](<javascript:alert(1)>)",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](blob:https://a.example/1)",
  "[x](file:///etc/passwd)",
  "[x](//evil.example)",
  "[x](/settings)",
  "[x](#a)",
  "[x](about:blank)",
  "[x](intent://x#Intent;scheme=http;end)",
  "![x](https://evil.example/track.png)",
  "![x](javascript:alert(1))",
  "![x\" onerror=\"alert(1)](x)",
  "[x](https://a.example/\"onmouseover=\"alert(1))",
  "[x](https://a.example 'title\" onclick=\"alert(1)')",
  "[<img src=x onerror=alert(1)>](https://a.example)",
  "<https://a.example/\"onclick=alert(1)>",
  "<javascript:alert(1)>",
  "[a]: javascript:alert(1)\n\n[a]",
  "```html\n<script>alert(1)</script>\n```",
  "`<img src=x onerror=alert(1)>`",
  "```\"><script>alert(1)</script>\nx\n```",
  "|<img src=x onerror=alert(1)>|b|\n|-|-|\n|a|<script>|",
  "> <script>alert(1)</script>",
  "- <img src=x onerror=alert(1)>",
  "# <script>alert(1)</script>",
  "**<script>alert(1)</script>**",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "https://a.example/<script>alert(1)</script>",
  "[x](https://user:pass@bank.example@evil.example)",
  "[x](mailto:a@b.example?body=<script>)",
];

describe("safe Markdown", () => {
  it.each(payloads)("[M7] nothing of %j becomes markup of its own", expectSafe);

  const bits = fc.constantFrom(...payloads, "**", "*", "_", "`", "```\n", "> ", "- ", "1. ", "[", "](", ")", "\n", "\n\n", "    ", "<", ">", "&", "a", "ক", "https://x.example", "\\", "|", "|-|\n", "!");
  test.prop([fc.array(bits, { maxLength: 25 })], { numRuns: 400 })("[M7] nor of any mixture", (parts) => expectSafe(parts.join("")));

  test.prop([fc.string({ unit: "grapheme", maxLength: 200 }).filter((text) => !/[\s*_`[\]()<>#~|\\&!@:.+=-]|\d/u.test(text))], { numRuns: 200 })("[M7] text without marks stays as it is", (text) => {
    expect(renderToStaticMarkup(<>{drawMarkdown(text)}</>)).toBe(text === "" ? "" : renderToStaticMarkup(<p dir="auto">{text}</p>));
  });

  it("[M7] draws the subset, and the rest as it was written", () => {
    expect(html("a **b** *c* `d`\ne  \nf")).toBe('<p dir="auto">a <strong>b</strong> <em>c</em> <code>d</code>\ne\nf</p>');
    expect(html("1. one\n2. two\n   - deep\n")).toBe('<ol start="1"><li dir="auto">one</li><li dir="auto">two<ul><li dir="auto">deep</li></ul></li></ol>');
    expect(html("- [x] done\n- [ ] not")).toBe('<ul><li dir="auto">☑ done</li><li dir="auto">☐ not</li></ul>');
    expect(html("> said\n\nthen")).toBe('<blockquote dir="auto"><p dir="auto">said</p></blockquote><p dir="auto">then</p>');
    expect(html("```js\nif (a < b) {}\n```")).toBe('<pre dir="ltr"><code>if (a &lt; b) {}</code></pre>');
    expect(html("## Head")).toBe('<p dir="auto"><strong>Head</strong></p>');
    expect(html("a\n\n---\n\nb")).toBe('<p dir="auto">a</p><hr/><p dir="auto">b</p>');
    expect(html("![cat](https://x.example/cat.png) ~~gone~~")).toBe('<p dir="auto">![cat](https://x.example/cat.png) ~~gone~~</p>');
    expect(html("|a|b|\n|-|-|\n|1|2|")).toBe('<p dir="auto">|a|b|\n|-|-|\n|1|2|</p>');
    expect(html("**বন্ধু** তুমি")).toBe('<p dir="auto"><strong>বন্ধু</strong> তুমি</p>');
  });

  it("[M7] a link says where it leads, unless its text does", () => {
    expect(safeLink("https://a.example/x", "https://a.example/x")).toEqual({ href: "https://a.example/x", shown: null });
    expect(safeLink("https://a.example/x", "a.example/x")?.shown).toBeNull();
    expect(safeLink("https://evil.example/", "https://bank.example")?.shown).toBe("evil.example");
    expect(safeLink("https://bank.example@evil.example/", "https://bank.example@evil.example/")?.shown).toBe("evil.example");
    expect(safeLink("https://bаnk.example/", "bаnk.example")?.shown).toMatch(/^xn--/);
    expect(safeLink("mailto:a@b.example", "a@b.example")?.shown).toBeNull();
    expect(safeLink("tel:14416", "call")?.shown).toBe("14416");
    expect(safeLink("javascript:alert(1)", "x")).toBeNull();
    expect(safeLink("/you", "x")).toBeNull();
  });

  it("[M7] a reply that is still being written is drawn at every letter, and its words are never lost", () => {
    const whole = "Try **three *small* things**:\n\n1. `breathe`\n2. [call](https://a.example/b) someone\n\n```\ncode\n```\n> and _rest_";
    for (let end = 0; end <= whole.length; end += 1) expectSafe(whole.slice(0, end));
    expect(html("an **unclosed thing")).toBe('<p dir="auto">an **unclosed thing</p>');
    expect(html("```\nunclosed")).toBe('<pre dir="ltr"><code>unclosed</code></pre>');
  });

  it("[M7] read aloud it is its words", () => {
    expect(spokenMarkdown("a **b** [c](https://x.example)\n\n- d\n- e")).toBe("a b c\n\nd\ne");
  });

  const steep = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);
  const parts = [">", "> ", "- ", "1. ", "*a **b", "*a**b", "**a ", "[", "![[", "[a](", "`a``b", "<a ", "<!--", "|a|b\n|-|-\n", "a@", "www.", "_", "~~a ", "    a\n", "\n", "\\", "(", "- a\n", "# "];
  it("[M7] no text makes it slow or deep: as long as can be, and ten times that", () => {
    for (const part of parts) expectAsWritten(steep(part, 100_000));
    // What is lexed at all is bounded, and nothing within the bound takes the stack.
    for (const part of parts) expectSafe(steep(part, 8000));
    for (const part of ["*a **b", "~~a ", "*a**b"]) expectAsWritten(steep(part, 8000));
    expect(html(Array.from({ length: 30 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n"))).toContain("x");
  });
  /** Beyond the limit nothing is lexed: as written, in one piece. */
  function expectAsWritten(text: string): void {
    expect(drawMarkdown(text)).toEqual(<p dir="auto">{text}</p>);
  }
});
