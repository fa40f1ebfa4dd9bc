/** Serves the built app: single-page fallback, validators, compression kept in memory. Every path stays inside `root`. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { codeOf } from "../start-error.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".wasm": "application/wasm",
};
const compressible = new Set([".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".txt", ".wasm", ".ico"]);
const smallest = 1024;

type Encoding = "br" | "gzip" | "identity";

const encoders: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
  identity: (bytes) => Promise.resolve(bytes),
};

interface Entry {
  /** What the file was when it was read; another size or time means reading it again. */
  readonly version: string;
  readonly path: string;
  readonly hash: string;
  readonly bytes: Buffer;
  readonly encoded: Map<Encoding, Promise<Buffer>>;
}

/** Whether `Accept-Encoding` allows an encoding; `q=0` forbids it. */
function accepts(header: string, encoding: Encoding): boolean {
  return header.split(",").some((part) => {
    const [name, ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/);
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** A page the browser goes to, as against a file that a page asks for: a missing script must never become HTML. */
function isNavigation(request: Request, path: string): boolean {
  if (extname(path) !== "" || /^assets([/\\]|$)/.test(path)) return false;
  const mode = request.headers.get("sec-fetch-mode");
  // Older browsers and monitors do not send it: the latter ask for anything.
  return mode === null ? /text\/html|\*\/\*/.test(request.headers.get("accept") ?? "") : mode === "navigate";
}

/** Vite names everything in assets/ by its content. */
const isHashed = (path: string): boolean => /^assets[/\\].+-[\w-]{8,}\.\w+$/.test(path);

export class StaticFiles {
  readonly #root: string;
  readonly #entries = new Map<string, Entry>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Null when nothing of the app is there. GET and HEAD only: the caller drops a HEAD's body. */
  async respond(request: Request): Promise<Response | null> {
    const path = this.#pathOf(new URL(request.url).pathname);
    if (path === null) return null;
    const entry = (await this.#read(path)) ?? (isNavigation(request, path) ? await this.#read("index.html") : null);
    return entry === null ? null : await this.#answer(entry, request.headers);
  }

  /** Names the build that is being served, for bug reports and for the tests; "none" without an app. */
  async build(): Promise<string> {
    return (await this.#read("index.html"))?.hash.slice(0, 12) ?? "none";
  }

  /** Relative to the root and inside it, or null. Dot files are nobody's business. */
  #pathOf(pathname: string): string | null {
    let decoded: string;
    try {
      decoded = decodeURIComponent(pathname);
    } catch {
      return null;
    }
    if (decoded.includes("\0") || decoded.includes("\\")) return null;
    const path = normalize(decoded).replace(/^[/\\]+/, "").replace(/[/\\]$/, "");
    if (path.split(sep).some((part) => part.startsWith("."))) return path === "." ? "index.html" : null;
    return path === "" ? "index.html" : path;
  }

  async #read(path: string): Promise<Entry | null> {
    const file = join(this.#root, path);
    try {
      const found = await stat(file);
      if (!found.isFile()) return null;
      const version = `${found.mtimeMs}/${found.size}/${found.ino}`;
      const known = this.#entries.get(path);
      if (known?.version === version) return known;
      const bytes = await readFile(file);
      const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 24);
      const entry = { version, path, hash, bytes, encoded: new Map<Encoding, Promise<Buffer>>() };
      this.#entries.set(path, entry);
      return entry;
    } catch (error) {
      this.#entries.delete(path);
      if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(codeOf(error) ?? "")) return null;
      throw error;
    }
  }

  async #answer(entry: Entry, headers: Headers): Promise<Response> {
    const extension = extname(entry.path);
    const worthIt = compressible.has(extension) && entry.bytes.length >= smallest;
    const accepted = headers.get("accept-encoding") ?? "";
    const encoding: Encoding = !worthIt ? "identity" : accepts(accepted, "br") ? "br" : accepts(accepted, "gzip") ? "gzip" : "identity";
    const etag = `"${entry.hash}${encoding === "identity" ? "" : `-${encoding}`}"`;
    const common: Record<string, string> = {
      etag,
      "cache-control": isHashed(entry.path) ? "public, max-age=31536000, immutable" : "no-cache",
    };
    if (worthIt) common["vary"] = "accept-encoding";
    const tags = (headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    if (tags.includes(etag) || tags.includes("*")) return new Response(null, { status: 304, headers: common });
    const body = await this.#encode(entry, encoding);
    if (encoding !== "identity") common["content-encoding"] = encoding;
    return new Response(new Uint8Array(body), {
      headers: { ...common, "content-type": types[extension] ?? "application/octet-stream", "content-length": String(body.length) },
    });
  }

  #encode(entry: Entry, encoding: Encoding): Promise<Buffer> {
    const known = entry.encoded.get(encoding);
    if (known !== undefined) return known;
    const made = encoders[encoding](entry.bytes);
    entry.encoded.set(encoding, made);
    return made;
  }
}
