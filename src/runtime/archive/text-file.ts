/** A long text on its way into a file: handed on in pieces, so that the page never holds it whole. */

/** UTF-16 units; a piece is copied out of the page's memory when it is full. */
const pieceLength = 500_000;

export class TextFile {
  readonly #pieces: Blob[] = [];
  #text: string[] = [];
  #length = 0;

  add(text: string): void {
    this.#text.push(text);
    this.#length += text.length;
    if (this.#length >= pieceLength) this.#flush();
  }

  /** Everything added. */
  finish(type: string): Blob {
    this.#flush();
    return new Blob(this.#pieces, { type });
  }

  #flush(): void {
    if (this.#length > 0) this.#pieces.push(new Blob(this.#text));
    this.#text = [];
    this.#length = 0;
  }
}
