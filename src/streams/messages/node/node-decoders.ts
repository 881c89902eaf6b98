/** Node's decoders of content, beside those that need nothing: brotli, and zstd where Node has it (RFC 9659). */
import type { MakeDecompressor } from '../../../capture/decompressor.ts';
import type { ContentDecoders } from '../content-decoding.ts';
import { contentDecoders } from '../decoders/content-decoders.ts';

type Zlib = typeof import('node:zlib') & {
  readonly zstdDecompressSync?: (octets: Uint8Array, o: object) => Uint8Array;
};

/** The most octets of a coded content that are kept until it is whole; behind them nothing is decoded. */
const MOST_CODED = 16 << 20;
const MOST_DECODED = 256 << 20;

/** Decodes what is there of a content; throws where it is damaged. */
type Whole = (octets: Uint8Array) => Uint8Array;

/**
 * Node decodes piece by piece only for those who wait, and here nobody does: it is done when all is there. Of damaged content the longest part from its beginning
 * that can be decoded is looked for.
 */
const whole =
  (decodeOf: (zlib: Zlib, isAll: boolean) => Whole): MakeDecompressor =>
  (out) => {
    const parts: Uint8Array[] = [];
    let size = 0;
    return {
      push(octets, isLast) {
        if (octets.length > 0) {
          if (size + octets.length > MOST_CODED) throw new Error('too much');
          parts.push(octets.slice());
          size += octets.length;
        }
        if (!isLast) return;
        const zlib: Zlib = process.getBuiltinModule('node:zlib');
        const all = Buffer.concat(parts);
        try {
          out(decodeOf(zlib, true)(all));
        } catch (error) {
          const begin = longest(decodeOf(zlib, false), all);
          if (begin !== undefined) out(begin);
          throw error;
        }
      },
    };
  };

/** What the longest beginning that can be decoded gives. */
function longest(decode: Whole, octets: Uint8Array): Uint8Array | undefined {
  let best: Uint8Array | undefined;
  let from = 0,
    to = octets.length;
  while (from < to) {
    const middle = (from + to + 1) >>> 1;
    try {
      best = decode(octets.subarray(0, middle));
      from = middle;
    } catch {
      to = middle - 1;
    }
  }
  return best;
}

const brotli = whole((zlib, isAll) => {
  const { BROTLI_OPERATION_FINISH, BROTLI_OPERATION_FLUSH } = zlib.constants;
  const finishFlush = isAll ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_FLUSH;
  return (octets) => zlib.brotliDecompressSync(octets, { finishFlush, maxOutputLength: MOST_DECODED });
});

const zstd = whole((zlib) => {
  const { zstdDecompressSync } = zlib;
  if (zstdDecompressSync === undefined) throw new Error('this Node has no zstd');
  return (octets) => zstdDecompressSync(octets, { maxOutputLength: MOST_DECODED });
});

/** Decoders for gzip, deflate, brotli and, where Node has it, zstd: give them as `decode`. */
export const nodeDecoders: ContentDecoders = { ...contentDecoders, br: brotli, zstd };
