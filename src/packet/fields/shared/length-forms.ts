/** How a number stands in octets: of a fixed width, or of as many octets as it needs. Lengths and counts stand in these forms. */
import { PacketwrightError } from '../../../bytes/errors.ts';

import { wantWord } from '../../spec/wants.ts';

/** A way to write whole numbers of 0 or more. */
export interface NumberForm {
  readonly label: string;
  /** Octets of the shortest form of 0. */
  readonly least: number;
  /** Where the number at `at` ends; more than `limit` when it is not all there. */
  readonly end: (b: Uint8Array, at: number, limit: number) => number;
  /** The number in `at` to `end`; undefined where these octets are none. */
  readonly load: (b: Uint8Array, at: number, end: number) => number | bigint | undefined;
  /** Octets of the shortest form; undefined when there is none. */
  readonly width: (n: number | bigint) => number | undefined;
  /** The number in so many octets; undefined when that cannot be. */
  readonly encode: (n: number | bigint, octets: number) => Uint8Array | undefined;
}

/** A bigint only where a number would not be exact. */
const exact = (n: bigint): number | bigint => (n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : n);

/** The number in `at` to `end`, the most significant octet first. */
export function loadWhole(b: Uint8Array, at: number, end: number): number | bigint {
  if (end - at <= 6) {
    let n = 0;
    for (let i = at; i < end; i++) n = n * 256 + (b[i] as number);
    return n;
  }
  let n = 0n;
  for (let i = at; i < end; i++) n = (n << 8n) | BigInt(b[i] as number);
  return exact(n);
}

/** `n` in so many octets, the most significant first. What does not fit is cut off: the caller has looked. */
function wholeOctets(n: number | bigint, octets: number): Uint8Array {
  const out = new Uint8Array(octets);
  let left = BigInt(n);
  for (let i = octets - 1; i >= 0 && left > 0n; i--) {
    out[i] = Number(left & 0xffn);
    left >>= 8n;
  }
  return out;
}

/** Octets that `n` needs; 1 for 0. */
const octetsOf = (n: number | bigint): number => Math.max(1, Math.ceil(BigInt(n).toString(16).length / 2));

function fixed(label: string, octets: number, little = false): NumberForm {
  const turned = (x: Uint8Array): Uint8Array => (little ? x.reverse() : x);
  return {
    label,
    least: octets,
    end: (_b, at) => at + octets,
    load: (b, at, end) => {
      if (end - at !== octets) return undefined;
      let n = 0;
      for (let i = 0; i < octets; i++) n = n * 256 + (b[little ? end - 1 - i : at + i] as number);
      return n;
    },
    width: (n) => (octetsOf(n) <= octets ? octets : undefined),
    encode: (n, width) => (width === octets && octetsOf(n) <= octets ? turned(wholeOctets(n, octets)) : undefined),
  };
}

/**
 * Seven bits per octet, the least significant first; the top bit says that another octet follows. Of at most `most` octets: one of these
 * that says so in its last octet is no number (MQTT 5 §1.5.5 has 4).
 */
export function leb128Form(most: number): NumberForm {
  const width = (n: number | bigint): number | undefined => {
    const octets = Math.max(1, Math.ceil(BigInt(n).toString(2).length / 7));
    return octets <= most ? octets : undefined;
  };
  return {
    label: 'leb128',
    least: 1,
    end: (b, at, limit) => {
      for (let q = at; q < limit; q++) if ((b[q] as number) < 0x80 || q - at === most - 1) return q + 1;
      return limit + 1;
    },
    load: (b, at, end) => {
      if (end <= at || (b[end - 1] as number) >= 0x80) return undefined;
      let n = 0n;
      for (let q = end - 1; q >= at; q--) n = (n << 7n) | BigInt((b[q] as number) & 0x7f);
      return exact(n);
    },
    width,
    encode: (n, octets) => {
      const needed = width(n);
      if (needed === undefined || octets < needed || octets > most) return undefined;
      const all = BigInt(n);
      return Uint8Array.from({ length: octets }, (_, i) => Number((all >> BigInt(7 * i)) & 0x7fn) | (i < octets - 1 ? 0x80 : 0));
    },
  };
}

/** 1, 2, 4 or 8 octets, as the two high bits of the first say; the other bits are the number (RFC 9000 §16). */
export const QUIC: NumberForm = {
  label: 'quic',
  least: 1,
  end: (b, at, limit) => (at < limit ? at + 2 ** ((b[at] as number) >> 6) : limit + 1),
  load: (b, at, end) => {
    if (end <= at || end - at !== 2 ** ((b[at] as number) >> 6)) return undefined;
    const n = BigInt(loadWhole(b, at, end)) & ((1n << BigInt(8 * (end - at) - 2)) - 1n);
    return exact(n);
  },
  width: (n) => [1, 2, 4, 8].find((octets) => BigInt(n) < 1n << BigInt(8 * octets - 2)),
  encode: (n, octets) => {
    if (![1, 2, 4, 8].includes(octets) || BigInt(n) >= 1n << BigInt(8 * octets - 2)) return undefined;
    const out = wholeOctets(n, octets);
    out[0] = (out[0] as number) | (Math.log2(octets) << 6);
    return out;
  },
};

/**
 * One octet up to 127; else one that says how many follow, and these (X.690 §8.1.3). The indefinite form, 0x80, and the reserved 0xff are no
 * numbers.
 */
export const BER: NumberForm = {
  label: 'ber',
  least: 1,
  end: (b, at, limit) => {
    if (at >= limit) return limit + 1;
    const first = b[at] as number;
    return first <= 0x80 || first === 0xff ? at + 1 : at + 1 + (first & 0x7f);
  },
  load: (b, at, end) => {
    const first = b[at] as number;
    if (end <= at || first === 0x80 || first === 0xff) return undefined;
    if (first < 0x80) return end - at === 1 ? first : undefined;
    return end - at === 1 + (first & 0x7f) ? loadWhole(b, at + 1, end) : undefined;
  },
  width: (n) => (n < 0x80 ? 1 : octetsOf(n) < 0x7f ? 1 + octetsOf(n) : undefined),
  encode: (n, octets) => {
    if (octets === 1) return n < 0x80 ? Uint8Array.of(Number(n)) : undefined;
    if (octets - 1 < octetsOf(n) || octets - 1 > 0x7e) return undefined;
    return Uint8Array.of(0x80 | (octets - 1), ...wholeOctets(n, octets - 1));
  },
};

/** One octet up to 254; else 255 and two octets more, which may also have less (RFC 7011 §7). */
export const IPFIX: NumberForm = {
  label: 'ipfix',
  least: 1,
  end: (b, at, limit) => (at >= limit ? limit + 1 : at + (b[at] === 255 ? 3 : 1)),
  load: (b, at, end) => {
    if (end <= at || end - at !== (b[at] === 255 ? 3 : 1)) return undefined;
    return Number(loadWhole(b, end - at === 1 ? at : at + 1, end));
  },
  width: (n) => (n < 255 ? 1 : n <= 0xffff ? 3 : undefined),
  encode: (n, octets) => {
    if (octets === 1) return n < 255 ? Uint8Array.of(Number(n)) : undefined;
    return octets === 3 && n <= 0xffff ? Uint8Array.of(255, ...wholeOctets(n, 2)) : undefined;
  },
};

const FORMS = {
  u8: fixed('u8', 1),
  u16: fixed('u16', 2),
  u24: fixed('u24', 3),
  u32: fixed('u32', 4),
  u16le: fixed('u16le', 2, true),
  u24le: fixed('u24le', 3, true),
  u32le: fixed('u32le', 4, true),
  // Up to 2^32 and more: no length needs more.
  leb128: leb128Form(5),
  ber: BER,
  quic: QUIC,
  ipfix: IPFIX,
} as const;

/** Lengths of a fixed width. */
export type FixedLength = 'u8' | 'u16' | 'u24' | 'u32' | 'u16le' | 'u24le' | 'u32le';
/** Lengths that may take more octets than they need. */
export type OpenLength = 'leb128' | 'ber' | 'quic' | 'ipfix';

/** The form of that name. @throws ERR_SPEC where there is none */
export function formOf(name: FixedLength | OpenLength, maker: string): NumberForm {
  wantWord(maker, 'the form of a length', name, Object.keys(FORMS));
  return FORMS[name];
}

/** Octets of `n` in the shortest form, or in so many octets. @throws ERR_RANGE */
export function formOctets(form: NumberForm, n: number | bigint, octets?: number): Uint8Array {
  if (n < 0 || (typeof n === 'number' && !Number.isSafeInteger(n)))
    throw new PacketwrightError('ERR_RANGE', `${n} is not a whole number of 0 or more`, { value: n });
  return shaped(form, n, octets ?? form.width(n));
}

function shaped(form: NumberForm, n: number | bigint, octets: number | undefined): Uint8Array {
  const out = octets === undefined ? undefined : form.encode(n, octets);
  if (out === undefined)
    throw new PacketwrightError('ERR_RANGE', `${n} does not fit ${octets === undefined ? '' : `${octets} octets of `}${form.label}`, {
      value: n,
    });
  return out;
}
