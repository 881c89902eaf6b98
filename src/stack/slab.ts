/** Memory for what came: many small pieces in one large one, since each piece of its own would be a malloc. */

const SIZE = 65_536;

export class Slab {
  #memory = new Uint8Array(0);
  #used = 0;

  /** A copy of `b[from … from + n)`: a view that is its owner's. */
  copy(b: Uint8Array, from: number, n: number): Uint8Array {
    if (n > SIZE / 4) return b.slice(from, from + n);
    this.#room(n);
    const at = this.#used;
    this.#memory.set(b.subarray(from, from + n), at);
    this.#used = at + n;
    return this.#memory.subarray(at, at + n);
  }

  /** The same behind `piece`, as one view, where `piece` is the last that was copied and there is room; else undefined. */
  extend(piece: Uint8Array, b: Uint8Array, from: number, n: number): Uint8Array | undefined {
    const memory = this.#memory;
    const end = piece.byteOffset - memory.byteOffset + piece.length;
    if (piece.buffer !== memory.buffer || end !== this.#used || end + n > memory.length) return undefined;
    memory.set(b.subarray(from, from + n), end);
    this.#used = end + n;
    return memory.subarray(end - piece.length, end + n);
  }

  /** Copies of both, the second behind the first, as one view. */
  joined(piece: Uint8Array, b: Uint8Array, from: number, n: number): Uint8Array {
    const whole = piece.length + n;
    this.#room(whole);
    const at = this.#used;
    this.#memory.set(piece, at);
    this.#memory.set(b.subarray(from, from + n), at + piece.length);
    this.#used = at + whole;
    return this.#memory.subarray(at, at + whole);
  }

  #room(n: number): void {
    if (this.#used + n <= this.#memory.length) return;
    this.#memory = new Uint8Array(SIZE);
    this.#used = 0;
  }
}
