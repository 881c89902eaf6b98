/**
 * Deflate, undone piece by piece (RFC 1951): what came so far is given at once, also where the rest is damaged or never comes. It needs no program around it, and
 * works where there is no Node. Node's own can do pieces only when somebody waits.
 */

/** Codes of up to so many bits are found by one look into a table. */
const FAST_BITS = 10;
const FAST = 1 << FAST_BITS;
const LONGEST = 15;
/** Matches reach back so far (RFC 1951 §2). */
const WINDOW = 32_768;
const LONGEST_MATCH = 258;
const OUTPUT = 2 * WINDOW;
/** Octets that are looked at together. A block's own head has less than 600. */
const PIECE = 4096;
const HEAD = 1024;

/** RFC 1951 §3.2.5. */
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073],
  ...[4097, 6145, 8193, 12_289, 16_385, 24_577],
];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/** RFC 1951 §3.2.7. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A Huffman code (RFC 1951 §3.2.2): for each pattern of FAST_BITS a symbol and its bits; for longer codes, the symbols in order and how many codes have each length. */
interface Code {
  /** `symbol << 4 | bits`; 0: longer, or none. */
  readonly fast: Uint16Array;
  readonly symbols: Uint16Array;
  readonly counts: Uint16Array;
}

/** @throws where more codes are claimed than there can be, or fewer, unless there is one alone (RFC 1951 §3.2.7) */
function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(LONGEST + 1);
  for (const n of lengths) counts[n]!++;
  counts[0] = 0;
  let left = 1;
  let all = 0;
  const next = new Uint16Array(LONGEST + 2);
  const offsets = new Uint16Array(LONGEST + 2);
  for (let n = 1; n <= LONGEST; n++) {
    const count = counts[n] as number;
    left = 2 * left - count;
    all += count;
    if (left < 0) throw new Error('too many codes');
    next[n + 1] = ((next[n] as number) + count) << 1;
    offsets[n + 1] = (offsets[n] as number) + count;
  }
  if (left > 0 && all > 1) throw new Error('too few codes');
  const fast = new Uint16Array(FAST);
  const symbols = new Uint16Array(all);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const n = lengths[symbol] as number;
    if (n === 0) continue;
    symbols[offsets[n]!++] = symbol;
    const code = next[n]!++;
    if (n > FAST_BITS) continue;
    let turned = 0;
    for (let i = 0; i < n; i++) if ((code & (1 << i)) !== 0) turned |= 1 << (n - 1 - i);
    for (let at = turned; at < FAST; at += 1 << n) fast[at] = (symbol << 4) | n;
  }
  return { fast, symbols, counts };
}

let fixed: readonly [Code, Code] | undefined;

/** RFC 1951 §3.2.6. */
function fixedCodes(): readonly [Code, Code] {
  if (fixed === undefined) {
    const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288);
    fixed = [codeOf(lengths), codeOf(new Uint8Array(32).fill(5))];
  }
  return fixed;
}

/** No code is that. */
const NO_SYMBOL = -1;

export class Inflate {
  readonly #out: (octets: Uint8Array) => void;
  readonly #input = new Uint8Array(PIECE + HEAD + 8);
  /** Octets in it, and the bit that is next. */
  #there = 0;
  #bit = 0;
  readonly #window = new Uint8Array(WINDOW + OUTPUT);
  /** Where the next octet goes; what lies before `#told` was told. */
  #at = 0;
  #told = 0;
  #state: 'block' | 'stored' | 'codes' | 'end' = 'block';
  #isLast = false;
  #left = 0;
  #lengths: Code | undefined;
  #distances: Code | undefined;

  /** @param out is given views of memory that is used again */
  constructor(out: (octets: Uint8Array) => void) {
    this.#out = out;
  }

  /** The last block is at its end. */
  get isAtEnd(): boolean {
    return this.#state === 'end';
  }

  /**
   * Takes octets; tells all that can be made of them.
   *
   * @returns how many of them were taken: all, unless the end was among them
   * @throws for what is damaged, when all before it has been told
   */
  push(octets: Uint8Array): number {
    let taken = 0;
    while (taken < octets.length && this.#state !== 'end') {
      const piece = octets.subarray(taken, taken + PIECE);
      const before = this.#there;
      this.#input.set(piece, before);
      this.#there += piece.length;
      this.#input.fill(0, this.#there, this.#there + 8);
      try {
        while (this.#step());
      } finally {
        this.#flush();
      }
      const used = (this.#bit + 7) >>> 3;
      if (this.isAtEnd) return taken + Math.max(0, used - before);
      const whole = this.#bit >>> 3;
      this.#input.copyWithin(0, whole, this.#there);
      this.#there -= whole;
      this.#bit &= 7;
      taken += piece.length;
    }
    return taken;
  }

  /** One step. False: more octets are needed, or it is at its end. */
  #step(): boolean {
    switch (this.#state) {
      case 'block':
        return this.#block();
      case 'stored':
        return this.#stored();
      case 'codes':
        return this.#codes();
      default:
        return false;
    }
  }

  /** The next bits, up to 16 of them: zeros where there are no more. */
  #peek(bit: number): number {
    const b = this.#input;
    const at = bit >>> 3;
    return (((b[at] as number) | ((b[at + 1] as number) << 8) | ((b[at + 2] as number) << 16)) >>> (bit & 7)) & 0xffff;
  }

  #endBlock(): void {
    this.#state = this.#isLast ? 'end' : 'block';
  }

  #block(): boolean {
    const end = 8 * this.#there;
    if (this.#bit + 3 > end) return false;
    const head = this.#peek(this.#bit);
    const type = (head >>> 1) & 3;
    if (type === 3) throw new Error('a block of type 3');
    if (type === 0) {
      const at = (this.#bit + 3 + 7) >>> 3;
      if (at + 4 > this.#there) return false;
      const n = this.#peek(8 * at);
      if (n !== (this.#peek(8 * at + 16) ^ 0xffff)) throw new Error('a length that contradicts itself');
      this.#left = n;
      this.#bit = 8 * (at + 4);
      this.#state = 'stored';
    } else if (type === 1) {
      [this.#lengths, this.#distances] = fixedCodes();
      this.#bit += 3;
      this.#state = 'codes';
    } else if (!this.#dynamicCodes(this.#bit + 3)) return false;
    this.#isLast = (head & 1) !== 0;
    return true;
  }

  /** RFC 1951 §3.2.7. False: it is not all there. */
  #dynamicCodes(from: number): boolean {
    const end = 8 * this.#there;
    let bit = from + 14;
    if (bit > end) return false;
    const counts = this.#peek(from);
    const literals = (counts & 31) + 257,
      distances = ((counts >>> 5) & 31) + 1,
      others = ((counts >>> 10) & 15) + 4;
    if (literals > 286 || distances > 30) throw new Error('too many symbols');
    const first = new Uint8Array(19);
    if (bit + 3 * others > end) return false;
    for (let i = 0; i < others; i++, bit += 3) first[ORDER[i] as number] = this.#peek(bit) & 7;
    const code = codeOf(first);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const found = code.fast[this.#peek(bit) & (FAST - 1)] as number;
      const symbol = found >>> 4,
        bits = found & 15;
      if (bits === 0) {
        if (bit + 7 > end) return false;
        throw new Error('an unknown code');
      }
      const at = bit + bits;
      const extra = this.#peek(at);
      let times = 1,
        value = symbol;
      bit = at;
      if (symbol === 16) {
        value = lengths[i - 1] ?? 0;
        times = 3 + (extra & 3);
        bit += 2;
      } else if (symbol === 17) {
        value = 0;
        times = 3 + (extra & 7);
        bit += 3;
      } else if (symbol === 18) {
        value = 0;
        times = 11 + (extra & 127);
        bit += 7;
      }
      if (bit > end) return false;
      if (symbol === 16 && i === 0) throw new Error('nothing to repeat');
      if (i + times > lengths.length) throw new Error('too many lengths');
      lengths.fill(value, i, i + times);
      i += times;
    }
    if (lengths[256] === 0) throw new Error('a block that cannot end');
    this.#lengths = codeOf(lengths.subarray(0, literals));
    this.#distances = codeOf(lengths.subarray(literals));
    this.#bit = bit;
    this.#state = 'codes';
    return true;
  }

  #stored(): boolean {
    const at = this.#bit >>> 3;
    const n = Math.min(this.#left, this.#there - at, this.#window.length - this.#at);
    this.#window.set(this.#input.subarray(at, at + n), this.#at);
    this.#at += n;
    this.#left -= n;
    this.#bit += 8 * n;
    if (this.#left === 0) this.#endBlock();
    else if (this.#at === this.#window.length) this.#flush();
    else return false;
    return true;
  }

  /** The symbol of a long code: its bits stand in {@link #bits}. */
  #bits = 0;
  #longSymbol({ symbols, counts }: Code, bits: number): number {
    let code = 0,
      first = 0,
      index = 0;
    for (let n = 1; n <= LONGEST; n++) {
      code |= (bits >>> (n - 1)) & 1;
      const count = counts[n] as number;
      if (code - first < count) {
        this.#bits = n;
        return symbols[index + code - first] as number;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return NO_SYMBOL;
  }

  #codes(): boolean {
    const lengths = this.#lengths as Code,
      distances = this.#distances as Code;
    const { fast } = lengths,
      { fast: fastDistances } = distances;
    const w = this.#window;
    const end = 8 * this.#there;
    // Room for the longest match.
    const room = w.length - LONGEST_MATCH;
    let at = this.#at;
    let bit = this.#bit;
    let isMore = false;
    for (;;) {
      if (at > room) {
        this.#at = at;
        this.#bit = bit;
        this.#flush();
        at = this.#at;
      }
      let bits = this.#peek(bit);
      let found = fast[bits & (FAST - 1)] as number;
      let symbol = found >>> 4;
      let next = bit + (found & 15);
      if (found === 0) {
        symbol = this.#longSymbol(lengths, bits);
        if (symbol < 0) {
          if (bit + LONGEST > end) break;
          this.#bit = bit;
          this.#at = at;
          throw new Error('an unknown code');
        }
        next = bit + this.#bits;
      }
      if (next > end) break;
      if (symbol < 256) {
        w[at++] = symbol;
        bit = next;
        continue;
      }
      if (symbol === 256) {
        bit = next;
        this.#endBlock();
        isMore = true;
        break;
      }
      const k = symbol - 257;
      bits = this.#peek(next);
      const lengthBits = LENGTH_BITS[k] as number;
      const length = (LENGTHS[k] as number) + (bits & ((1 << lengthBits) - 1));
      next += lengthBits;
      bits = this.#peek(next);
      found = fastDistances[bits & (FAST - 1)] as number;
      let d = found >>> 4;
      if (found === 0) {
        d = this.#longSymbol(distances, bits);
        if (d < 0 && next + LONGEST > end) break;
        next += this.#bits;
      } else next += found & 15;
      const distanceBits = DISTANCE_BITS[d] ?? 0;
      const distance = (DISTANCES[d] ?? 0) + (this.#peek(next) & ((1 << distanceBits) - 1));
      next += distanceBits;
      if (next > end) break;
      if (d < 0 || d >= DISTANCES.length || k >= LENGTHS.length || distance > at) {
        this.#bit = bit;
        this.#at = at;
        throw new Error('a match of what is not there');
      }
      if (distance >= length) w.copyWithin(at, at - distance, at - distance + length);
      else for (let i = 0; i < length; i++) w[at + i] = w[at + i - distance] as number;
      at += length;
      bit = next;
    }
    this.#at = at;
    this.#bit = bit;
    return isMore;
  }

  /** Tells what was made; keeps what matches may reach back to. */
  #flush(): void {
    if (this.#at > this.#told) {
      const from = this.#told;
      this.#told = this.#at;
      this.#out(this.#window.subarray(from, this.#at));
    }
    if (this.#at < this.#window.length - LONGEST_MATCH) return;
    this.#window.copyWithin(0, this.#at - WINDOW, this.#at);
    this.#at = this.#told = WINDOW;
  }
}
