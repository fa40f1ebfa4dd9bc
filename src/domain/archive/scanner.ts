/**
 * Reads an archive's JSON as it comes, in pieces of any length: hands on the members of the document one by one, lists element by element,
 * and holds no more than one of them. Strict about what stands between them; what they hold is `JSON.parse`'s affair. Depth and size are
 * bounded before anything is parsed, so that no file can exhaust stack or memory.
 */
import { bad, parsed } from "./file-error.ts";

/** UTF-16 units of one member or element. The largest that Bondhu writes is a refused mutation (W2), its text escaped. */
const maxValueLength = 4_000_000;
/** Within one member or element. */
const maxDepth = 40;

export interface ScanHandler {
  /** A member of the document that is no list. */
  member(key: string, value: unknown): void;
  /** A list begins: a member of the document, or a table of its member `tables`. */
  list(key: string, isTable: boolean): void;
  /** Of the list that began last. */
  element(value: unknown): void;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const open = 0x7b;
const close = 0x7d;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** What may come next. */
type Next = "document" | "keyOrEnd" | "key" | "colon" | "value" | "commaOrEnd" | "nothing";
/** Where the reader is: in the document, in its member `tables`, or in a list of either. */
type Level = "document" | "tables" | "list" | "tableList";

export class ArchiveScanner {
  readonly #handler: ScanHandler;
  #level: Level = "document";
  #next: Next = "document";
  #key = "";
  /** The key, member or element that is being read, so far; null: between two. */
  #parts: string[] | null = null;
  #length = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;

  constructor(handler: ScanHandler) {
    this.#handler = handler;
  }

  /** @throws {BadFile} */
  push(text: string): void {
    let at = 0;
    while (at < text.length) {
      if (this.#parts !== null) at = this.#read(text, at);
      else {
        const code = text.charCodeAt(at);
        // What begins here is read from its first sign on.
        if (isSpace(code) || this.#between(code)) at += 1;
      }
    }
  }

  /** @throws {BadFile} when the document is not complete. */
  end(): void {
    if (this.#next === "document") throw bad("empty");
    if (this.#next !== "nothing") throw bad("truncated");
  }

  /** True: the sign has been taken. False: a key, member or element begins with it. */
  #between(code: number): boolean {
    const inList = this.#level === "list" || this.#level === "tableList";
    switch (this.#next) {
      case "document":
        if (code !== open) throw bad("damaged");
        this.#next = "keyOrEnd";
        return true;
      case "keyOrEnd":
        if (code === (inList ? closeList : close)) return this.#leave();
        return this.#begin(code, inList);
      case "key":
        return this.#begin(code, inList);
      case "colon":
        if (code !== colon) throw bad("damaged");
        this.#next = "value";
        return true;
      case "value":
        return this.#enter(code);
      case "commaOrEnd":
        if (code === comma) this.#next = "key";
        else if (code === (inList ? closeList : close)) return this.#leave();
        else throw bad("damaged");
        return true;
      case "nothing":
        throw bad("damaged");
    }
  }

  /** A key, or an element of a list. */
  #begin(code: number, isElement: boolean): false {
    if (!isElement && code !== quote) throw bad("damaged");
    this.#parts = [];
    return false;
  }

  /** A member's value: lists and `tables` are entered, everything else is read whole. */
  #enter(code: number): boolean {
    const isList = code === openList;
    if (this.#level === "document" && this.#key === "tables") {
      if (code !== open) throw bad("damaged");
      this.#level = "tables";
    } else if (isList) {
      this.#handler.list(this.#key, this.#level === "tables");
      this.#level = this.#level === "tables" ? "tableList" : "list";
    } else if (this.#level === "tables") throw bad("damaged");
    else {
      this.#parts = [];
      return false;
    }
    this.#next = "keyOrEnd";
    return true;
  }

  #leave(): true {
    if (this.#level === "document") this.#next = "nothing";
    else {
      this.#level = this.#level === "tableList" ? "tables" : "document";
      this.#next = "commaOrEnd";
    }
    return true;
  }

  /** Reads on in `text` from `from`; returns where it stopped: behind the key, member or element, or at the end. */
  #read(text: string, from: number): number {
    let at = from;
    let isDone = false;
    for (; at < text.length && !isDone; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (code === backslash) this.#escaped = true;
        else if (code === quote) {
          this.#inText = false;
          isDone = this.#depth === 0;
        }
      } else if (code === quote) this.#inText = true;
      else if (code === open || code === openList) {
        this.#depth += 1;
        if (this.#depth > maxDepth) throw bad("oversized");
      } else if (code === close || code === closeList) {
        // A number or a word ends where what holds it does.
        if (this.#depth === 0) break;
        this.#depth -= 1;
        isDone = this.#depth === 0;
      } else if (this.#depth === 0 && (code === comma || isSpace(code))) break;
    }
    this.#keep(text.slice(from, at));
    if (isDone || at < text.length) this.#finish();
    return at;
  }

  #keep(part: string): void {
    this.#length += part.length;
    if (this.#length > maxValueLength) throw bad("oversized");
    this.#parts?.push(part);
  }

  #finish(): void {
    const value = parsed((this.#parts ?? []).join(""));
    this.#parts = null;
    this.#length = 0;
    if (this.#level === "list" || this.#level === "tableList") {
      this.#next = "commaOrEnd";
      this.#handler.element(value);
    } else if (this.#next === "value") {
      this.#next = "commaOrEnd";
      this.#handler.member(this.#key, value);
    } else {
      if (typeof value !== "string") throw bad("damaged");
      this.#key = value;
      this.#next = "colon";
    }
  }
}
