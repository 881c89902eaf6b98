/** The one's complement sum of the Internet protocols (RFC 1071, RFC 1624). */

/**
 * The octets summed last and how often in a row, and a DataView on those that came often. Summing 32 bits at a time through a
 * DataView is twice as fast as octet by octet, but making one costs more than a packet's sum; a builder's slab or a batch is given
 * here thousands of times in a row. Both stay reachable until others take their place.
 */
let recent: Uint8Array | undefined;
let times = 0;
let viewed: Uint8Array | undefined;
let view: DataView | undefined;

/** Below this length (headers) a plain loop is the fastest. It also keeps out the arrays in the JavaScript heap, up to 64 octets,
 * which asking for their buffer would move out. */
const SHORT = 65;
/** From this length on a view pays for octets never seen before. */
const LONG = 1024;
/** Octets whose 32-bit words a double sums up exactly. */
const EXACT = 1 << 22;
/** After so many sums over the same octets in a row a view of them is made. */
const OFTEN = 8;

/** A view of `b` if there is one, or if making one pays. */
function viewOf(b: Uint8Array, length: number): DataView | undefined {
  if (b === viewed) return view;
  if (b !== recent) {
    recent = b;
    times = 0;
  }
  if (++times < OFTEN && length < LONG) return undefined;
  view = new DataView(b.buffer, b.byteOffset, b.length);
  viewed = b;
  return view;
}

/**
 * One's complement 16-bit sum of the octets from `start` to `end`, folded into 0 … 0xffff (RFC 1071 §1). An odd last octet counts
 * as the high half of a word. `initial` is an earlier folded sum, of an even number of octets. `end` must not exceed `b.length`.
 */
export function sumOctets(b: Uint8Array, start: number, end: number, initial = 0): number {
  if (end - start >= SHORT) return sumLong(b, start, end, initial);
  let sum = initial;
  let o = start;
  for (; o + 1 < end; o += 2) sum += ((b[o] as number) << 8) | (b[o + 1] as number);
  if (o < end) sum += (b[o] as number) << 8;
  sum = (sum & 0xffff) + (sum >>> 16);
  return (sum & 0xffff) + (sum >>> 16);
}

function sumLong(b: Uint8Array, start: number, end: number, initial: number): number {
  let sum = initial;
  let o = start;
  const d = viewOf(b, end - start);
  if (d !== undefined) {
    // Words as they lie for the machine, in a double, which holds them exactly: half the time of 16-bit halves. The order of octets changes no sum but for its own (RFC 1071 §2 B).
    while (o + 32 <= end) {
      const stop = Math.min(end, o + EXACT);
      let words = 0;
      for (; o + 32 <= stop; o += 32)
        words +=
          d.getUint32(o, true) +
          d.getUint32(o + 4, true) +
          d.getUint32(o + 8, true) +
          d.getUint32(o + 12, true) +
          d.getUint32(o + 16, true) +
          d.getUint32(o + 20, true) +
          d.getUint32(o + 24, true) +
          d.getUint32(o + 28, true);
      const above = Math.floor(words / 2 ** 32);
      const folded = foldSum((words & 0xffff) + ((words >>> 16) & 0xffff) + (above & 0xffff) + (above >>> 16));
      sum += ((folded & 0xff) << 8) | (folded >>> 8);
    }
  } else {
    // High and low octets apart: one multiplication at the end instead of a shift a word.
    let high = 0;
    for (; o + 8 <= end; o += 8) {
      high += (b[o] as number) + (b[o + 2] as number) + (b[o + 4] as number) + (b[o + 6] as number);
      sum += (b[o + 1] as number) + (b[o + 3] as number) + (b[o + 5] as number) + (b[o + 7] as number);
    }
    sum += high * 256;
  }
  for (; o + 1 < end; o += 2) sum += ((b[o] as number) << 8) | (b[o + 1] as number);
  if (o < end) sum += (b[o] as number) << 8;
  return foldSum(sum);
}

/** Folds a sum below 2^53 into 16 bits by adding the carries back (RFC 1071 §4.1). */
export function foldSum(sum: number): number {
  // The remainder is the folded sum but for 0, which a sum that is not 0 never folds to.
  if (sum > 0xffff_ffff) return sum % 0xffff || 0xffff;
  const folded = (sum & 0xffff) + (sum >>> 16);
  return (folded & 0xffff) + (folded >>> 16);
}

/** The sum of two folded sums, folded. */
export function addSums(a: number, b: number): number {
  const sum = a + b;
  return (sum & 0xffff) + (sum >>> 16);
}

/**
 * The checksum as a header carries it: the complement of {@link sumOctets}. UDP sends 0xffff in place of 0 (RFC 768): the caller must do
 * that.
 */
export function internetChecksum(b: Uint8Array, start = 0, end = b.length, initial = 0): number {
  return ~sumOctets(b, start, end, initial) & 0xffff;
}

/**
 * The new checksum after one 16-bit word that it covers changed from `before` to `after`: HC' = ~(~HC + ~m + m') (RFC 1624 §3, equation 3,
 * which unlike RFC 1141 never gives 0xffff where a full computation gives 0).
 */
export function updateChecksum(old: number, before: number, after: number): number {
  let sum = (~old & 0xffff) + (~before & 0xffff) + (after & 0xffff);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
}
