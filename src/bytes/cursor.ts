/** A place in octets, from which is read and at which is written. For headers the engine has faster ways; this is for everything else. */
import { PacketwrightError } from './errors.ts';
import { hexdump } from './hex.ts';
import { latin1, utf8Octets } from './text.ts';

/**
 * Octets with a position that each read or write moves. Reading does not copy: `octets()` returns views of the given array. Writing past
 * the end makes the octets longer; they then move to new memory, and the given array no longer changes.
 *
 * Reading past the end throws `ERR_TRUNCATED` with `needed`, `had` and `offset`, and does not move.
 */
export class Cursor {
  #data: Uint8Array;
  #view: DataView;
  #length: number;
  #at = 0;

  /** A cursor over the given octets, or an empty one to write to. The caller keeps the array. */
  constructor(octets: Uint8Array = new Uint8Array(0)) {
    this.#data = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    this.#length = octets.length;
  }

  /** Where the next octet is read or written. */
  get position(): number {
    return this.#at;
  }

  get length(): number {
    return this.#length;
  }

  /** Octets from the position to the end. */
  get left(): number {
    return this.#length - this.#at;
  }

  /** All octets, as a view: later writing may or may not show in it. */
  get bytes(): Uint8Array {
    return this.#data.subarray(0, this.#length);
  }

  // Moving

  /** Moves to a position from 0 to the length; a negative one counts from the end. @throws ERR_TRUNCATED */
  seek(position: number): this {
    const at = position < 0 ? this.#length + position : position;
    if (!(at >= 0 && at <= this.#length && Number.isInteger(at)))
      throw new PacketwrightError('ERR_TRUNCATED', `position ${position}: expected 0 … ${this.#length}`, {
        needed: at,
        had: this.#length,
        offset: position,
      });
    this.#at = at;
    return this;
  }

  /** Moves by `count` octets, backwards when negative. @throws ERR_TRUNCATED */
  skip(count: number): this {
    const at = this.#at + count;
    if (!(at >= 0 && at <= this.#length && Number.isInteger(at)))
      throw new PacketwrightError('ERR_TRUNCATED', `skipping ${count} octets at ${this.#at}: expected a position of 0 … ${this.#length}`, {
        needed: count,
        had: count < 0 ? this.#at : this.left,
        offset: this.#at,
      });
    this.#at = at;
    return this;
  }

  rewind(): this {
    this.#at = 0;
    return this;
  }

  // Reading

  u8(): number {
    return this.#data[this.#take(1)] as number;
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u24(): number {
    const o = this.#take(3);
    return (this.#view.getUint16(o) << 8) | this.#view.getUint8(o + 2);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  i8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  i24(): number {
    return (this.u24() << 8) >> 8;
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  u16le(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u24le(): number {
    const o = this.#take(3);
    return this.#view.getUint16(o, true) | (this.#view.getUint8(o + 2) << 16);
  }

  u32le(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  u64le(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  i16le(): number {
    return this.#view.getInt16(this.#take(2), true);
  }

  i24le(): number {
    return (this.u24le() << 8) >> 8;
  }

  i32le(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  i64le(): bigint {
    return this.#view.getBigInt64(this.#take(8), true);
  }

  /** `count` octets, as a view of the memory. */
  octets(count: number): Uint8Array {
    const o = this.#take(count);
    return this.#data.subarray(o, o + count);
  }

  /** `count` octets as text, one character per octet. */
  text(count: number): string {
    const o = this.#take(count);
    return latin1(this.#data, o, o + count);
  }

  /** All octets that are left, as a view; moves to the end. */
  rest(): Uint8Array {
    return this.octets(this.left);
  }

  // Writing: over what is there, and beyond the end. A number's bits that do not fit are cut off.

  putU8(value: number): this {
    const o = this.#make(1);
    this.#view.setUint8(o, value);
    return this;
  }

  putU16(value: number): this {
    const o = this.#make(2);
    this.#view.setUint16(o, value);
    return this;
  }

  putU24(value: number): this {
    const o = this.#make(3);
    this.#view.setUint16(o, value >>> 8);
    this.#view.setUint8(o + 2, value);
    return this;
  }

  putU32(value: number): this {
    const o = this.#make(4);
    this.#view.setUint32(o, value);
    return this;
  }

  putU64(value: bigint): this {
    const o = this.#make(8);
    this.#view.setBigUint64(o, value);
    return this;
  }

  putU16le(value: number): this {
    const o = this.#make(2);
    this.#view.setUint16(o, value, true);
    return this;
  }

  putU24le(value: number): this {
    const o = this.#make(3);
    this.#view.setUint16(o, value, true);
    this.#view.setUint8(o + 2, value >>> 16);
    return this;
  }

  putU32le(value: number): this {
    const o = this.#make(4);
    this.#view.setUint32(o, value, true);
    return this;
  }

  putU64le(value: bigint): this {
    const o = this.#make(8);
    this.#view.setBigUint64(o, value, true);
    return this;
  }

  /** Writes octets, or text as UTF-8. */
  put(octets: Uint8Array | string): this {
    const given = typeof octets === 'string' ? utf8Octets(octets) : octets;
    const o = this.#make(given.length);
    this.#data.set(given, o);
    return this;
  }

  /** Inserts octets at the position and moves past them. */
  insert(octets: Uint8Array | string): this {
    const given = typeof octets === 'string' ? utf8Octets(octets) : octets;
    const at = this.#at;
    const end = this.#length;
    this.#reserve(end + given.length);
    this.#data.copyWithin(at + given.length, at, end);
    this.#data.set(given, at);
    this.#length = end + given.length;
    this.#at = at + given.length;
    return this;
  }

  /**
   * Removes `count` octets at the position; the octets after them move up. This changes the given array, unless a write has moved the
   * octets to new memory. @throws ERR_TRUNCATED
   */
  delete(count: number): this {
    const o = this.#take(count);
    this.#data.copyWithin(o, o + count, this.#length);
    this.#length -= count;
    this.#at = o;
    return this;
  }

  // Looking for octets

  /** Where `wanted` begins, at or after the position; -1 when it is not there. Does not move. */
  index(wanted: Uint8Array | string): number {
    const given = typeof wanted === 'string' ? utf8Octets(wanted) : wanted;
    for (let at = this.#at; at + given.length <= this.#length; at++) if (this.#isAt(given, at)) return at;
    return -1;
  }

  /** Where `wanted` begins for the last time, at or after the position; -1 when it is not there. Does not move. */
  rindex(wanted: Uint8Array | string): number {
    const given = typeof wanted === 'string' ? utf8Octets(wanted) : wanted;
    for (let at = this.#length - given.length; at >= this.#at; at--) if (this.#isAt(given, at)) return at;
    return -1;
  }

  /** All octets as hexdump; the position is not shown. */
  toString(): string {
    return hexdump(this.bytes);
  }

  #isAt(wanted: Uint8Array, at: number): boolean {
    for (let i = 0; i < wanted.length; i++) if (this.#data[at + i] !== wanted[i]) return false;
    return true;
  }

  /** The position before `count` octets, which are there, and moves behind them. */
  #take(count: number): number {
    const at = this.#at;
    if (!(count >= 0 && count <= this.#length - at && Number.isInteger(count)))
      throw new PacketwrightError('ERR_TRUNCATED', `reading at ${at}: needed ${count} octets, had ${this.#length - at}`, {
        needed: count,
        had: this.#length - at,
        offset: at,
      });
    this.#at = at + count;
    return at;
  }

  /** The position before `count` octets to be written, and moves behind them. The view may be another afterwards. */
  #make(count: number): number {
    const at = this.#at;
    this.#reserve(at + count);
    this.#at = at + count;
    if (this.#at > this.#length) this.#length = this.#at;
    return at;
  }

  #reserve(length: number): void {
    if (length <= this.#data.length) return;
    const larger = new Uint8Array(Math.max(length, 2 * this.#data.length, 64));
    larger.set(this.bytes);
    this.#data = larger;
    this.#view = new DataView(larger.buffer);
  }
}
