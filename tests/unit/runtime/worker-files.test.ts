/** The worker's part in where an address leads. */
import { expect, it } from "vitest";
import { fileFor } from "../../../src/runtime/worker-files.ts";

const home = "https://bondhu.example";
const asked = (path: string, mode: RequestMode = "cors", method = "GET") => fileFor({ url: new URL(path, home).href, mode, method }, home);

it.each([
  ["/", "/index.html"],
  ["/chat", "/index.html"],
  ["/no/such/place", "/index.html"],
  ["/chat?at=1#end", "/index.html"],
  // What is shared with the app may be an address, of a file too.
  ["/chat?text=https://example.org/page.html", "/index.html"],
  ["/chat?v=1.2", "/index.html"],
  ["/help#/a.b", "/index.html"],
  ["/index.html?utm_source=letter", "/index.html"],
  ["/auth/v1/verify?token=a", "/auth/v1/verify"],
  ["/robots.txt", "/robots.txt"],
  ["/assets/gone-12345678.js", "/assets/gone-12345678.js"],
])("a navigation to %s is answered by %s", (path, file) => {
  expect(asked(path, "navigate")).toBe(file);
});

it("a page's own requests get the file they name, whatever the query or the fragment", () => {
  expect(["/assets/a-1.js", "/assets/a-1.js?v=2", "/art.svg#leaf", "/chat"].map((path) => asked(path))).toEqual(["/assets/a-1.js", "/assets/a-1.js", "/art.svg", "/chat"]);
});

it("other methods and other origins are none of the worker's business", () => {
  for (const method of ["HEAD", "POST", "OPTIONS"]) expect(asked("/chat", "navigate", method)).toBeNull();
  expect(asked("https://elsewhere.example/chat", "navigate")).toBeNull();
  expect(asked("http://bondhu.example/chat", "navigate")).toBeNull();
});
