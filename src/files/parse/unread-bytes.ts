/** Chunks of a text, as long as somebody may ask for their bytes again. */
export class UnreadBytes {
  #chunks: Buffer[] = [];
  /** Bytes of the text before the first of the chunks. */
  #before = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  /** What stands before that many bytes of the text, as far as whole chunks do. */
  forget(bytes: number): void {
    while (this.#chunks[0] && this.#before + this.#chunks[0].length <= bytes)
      this.#before += this.#chunks.shift()?.length ?? 0;
  }

  /** All that stands behind that many bytes of the text. */
  from(bytes: number): Buffer {
    return Buffer.concat(this.#chunks).subarray(bytes - this.#before);
  }
}
