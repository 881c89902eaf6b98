/** Decoders of content that need nothing else: gzip (RFC 1952), and deflate in both forms that are sent under that name (RFC 9110 §8.4.1.2). */
import { crc32 } from '../../../bytes/crc.ts';
import type { Decompressor } from '../../../capture/decompressor.ts';
import type { ContentDecoders } from '../content-decoding.ts';
import { Inflate } from './inflate.ts';

type Out = (octets: Uint8Array) => void;

const HAS_CRC = 2,
  HAS_EXTRA = 4,
  HAS_NAME = 8,
  HAS_COMMENT = 16;

/** What of a member is read now. */
type Part = 'fixed' | 'extra' | 'skip' | 'name' | 'comment' | 'crc' | 'body' | 'sum' | 'size';

/** gzip: members one behind another, each with its sum. */
class Gunzip implements Decompressor {
  readonly #out: Out;
  #inflate: Inflate | undefined;
  #state: Part = 'fixed';
  /** Octets of what is read now, and their number (little-endian); of the head its first four octets count. */
  #n = 0;
  #value = 0;
  #flags = 0;
  #crc = 0;
  #made = 0;

  constructor(out: Out) {
    this.#out = out;
  }

  push(octets: Uint8Array, isLast: boolean): void {
    for (let q = 0; q < octets.length; ) {
      if (this.#state !== 'body') this.#octet(octets[q++] as number);
      else {
        const inflate = this.#inflate as Inflate;
        q += inflate.push(octets.subarray(q));
        if (inflate.isAtEnd) this.#turn('sum');
      }
    }
    if (isLast && (this.#state !== 'fixed' || this.#n > 0)) throw new Error('it ends within a member');
  }

  #turn(state: Part): void {
    this.#state = state;
    this.#n = 0;
    this.#value = 0;
  }

  /** To the next part of the head behind those of `done`. */
  #behind(done: number): void {
    const left = this.#flags & ~done;
    if ((left & HAS_EXTRA) !== 0) this.#turn('extra');
    else if ((left & HAS_NAME) !== 0) this.#turn('name');
    else if ((left & HAS_COMMENT) !== 0) this.#turn('comment');
    else if ((left & HAS_CRC) !== 0) this.#turn('crc');
    else {
      this.#turn('body');
      this.#crc = this.#made = 0;
      this.#inflate = new Inflate((octets) => {
        this.#crc = crc32(octets, 0, octets.length, this.#crc);
        this.#made = (this.#made + octets.length) >>> 0;
        this.#out(octets);
      });
    }
  }

  /** One octet of a head or of what stands behind the body (RFC 1952 §2.3). */
  #octet(x: number): void {
    const n = this.#n++;
    switch (this.#state) {
      case 'fixed':
        if (n < 3 && x !== [0x1f, 0x8b, 8][n]) throw new Error('no gzip member begins there');
        if (n === 3) this.#flags = x;
        if (n === 9) this.#behind(0);
        return;
      case 'extra':
        this.#value |= x << (8 * n);
        if (n < 1) return;
        this.#n = this.#value;
        this.#state = 'skip';
        if (this.#n === 0) this.#behind(HAS_EXTRA);
        return;
      case 'skip':
        this.#n -= 2;
        if (this.#n === 0) this.#behind(HAS_EXTRA);
        return;
      case 'name':
        if (x === 0) this.#behind(HAS_EXTRA | HAS_NAME);
        return;
      case 'comment':
        if (x === 0) this.#behind(HAS_EXTRA | HAS_NAME | HAS_COMMENT);
        return;
      case 'crc':
        if (n === 1) this.#behind(0xff);
        return;
      default:
        this.#value |= x << (8 * n);
        if (n < 3) return;
        if (this.#value >>> 0 !== (this.#state === 'sum' ? this.#crc : this.#made)) throw new Error('its sum is wrong');
        this.#turn(this.#state === 'sum' ? 'size' : 'fixed');
    }
  }
}

/** The sum of zlib's format (RFC 1950 §8.2). */
class Adler {
  #a = 1;
  #b = 0;

  add(octets: Uint8Array): void {
    // So many octets cannot make the sums larger than 32 bits.
    for (let q = 0; q < octets.length; q += 3800) {
      const end = Math.min(q + 3800, octets.length);
      for (let i = q; i < end; i++) {
        this.#a += octets[i] as number;
        this.#b += this.#a;
      }
      this.#a %= 65_521;
      this.#b %= 65_521;
    }
  }

  get sum(): number {
    return ((this.#b << 16) | this.#a) >>> 0;
  }
}

/** What is called deflate: zlib's format, as it should be, or the bare data, as many send it. */
class Deflated implements Decompressor {
  readonly #inflate: Inflate;
  readonly #adler = new Adler();
  #head = -1;
  #isZlib = false;
  #isHeaded = false;
  #tail = 0;
  #sum = 0;

  constructor(out: Out) {
    this.#inflate = new Inflate((octets) => {
      if (this.#isZlib) this.#adler.add(octets);
      out(octets);
    });
  }

  push(octets: Uint8Array, isLast: boolean): void {
    let rest = octets;
    while (!this.#isHeaded && rest.length > 0) rest = this.#begin(rest);
    if (rest.length > 0) rest = rest.subarray(this.#inflate.push(rest));
    for (const x of rest) this.#behind(x);
    if (isLast && !(this.#inflate.isAtEnd && (!this.#isZlib || this.#tail === 4))) throw new Error('it ends within');
  }

  /** RFC 1950 §2.2: a method, a window, and a check of both; anything else is no head. */
  #begin(octets: Uint8Array): Uint8Array {
    const [x] = octets as unknown as [number];
    if (this.#head < 0) {
      this.#head = x;
      // Bare data never begins with such an octet: it would be a stored block whose padding is not zero.
      if ((x & 15) === 8 && x >>> 4 <= 7) return octets.subarray(1);
      this.#isHeaded = true;
      return octets;
    }
    this.#isHeaded = true;
    this.#isZlib = (this.#head * 256 + x) % 31 === 0 && (x & 0x20) === 0;
    if (this.#isZlib) return octets.subarray(1);
    this.#inflate.push(Uint8Array.of(this.#head));
    return octets;
  }

  #behind(x: number): void {
    if (!this.#isZlib || this.#tail === 4) throw new Error('octets behind its end');
    this.#sum = ((this.#sum << 8) | x) >>> 0;
    if (++this.#tail === 4 && this.#sum !== this.#adler.sum) throw new Error('its sum is wrong');
  }
}

/** Decoders for gzip and deflate. Brotli needs one that is handed in: in Node `nodeDecoders` has it. */
export const contentDecoders: ContentDecoders = {
  gzip: (out) => new Gunzip(out),
  deflate: (out) => new Deflated(out),
};
