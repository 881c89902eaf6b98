/** MD5, for fingerprints that are told in it (JA3). It protects nothing. @see RFC 1321 */

/** Shifts of the four rounds (RFC 1321 §3.4). */
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** The integer part of 2^32 × |sin(i + 1)|. */
const SINES = /* @__PURE__ */ Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));

/** What a step makes of three words, and which word of the block it takes, by its round. */
const MIX: readonly ((b: number, c: number, d: number) => number)[] = [
  (b, c, d) => (b & c) | (~b & d),
  (b, c, d) => (d & b) | (~d & c),
  (b, c, d) => b ^ c ^ d,
  (b, c, d) => c ^ (b | ~d),
];
const WORD = [
  [1, 0],
  [5, 1],
  [3, 5],
  [7, 0],
] as const;

/** The message with a 1 bit, zeros and its length in bits behind it: whole blocks of 64 octets. */
function padded(octets: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(64 * Math.ceil((octets.length + 9) / 64)));
  new Uint8Array(view.buffer).set(octets);
  view.setUint8(octets.length, 0x80);
  view.setUint32(view.byteLength - 8, octets.length << 3, true);
  view.setUint32(view.byteLength - 4, Math.floor(octets.length / 2 ** 29), true);
  return view;
}

/** MD5 of these octets, as 16 octets. */
export function md5(octets: Uint8Array): Uint8Array {
  const view = padded(octets);
  const sum = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = sum as [number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const [times, plus] = WORD[round] as readonly [number, number];
      const mix = MIX[round] as (b: number, c: number, d: number) => number;
      const shift = (SHIFTS[round] as readonly number[])[i & 3] as number;
      const x = (a + mix(b, c, d) + (SINES[i] as number) + view.getUint32(at + 4 * ((times * i + plus) & 15), true)) | 0;
      [a, d, c, b] = [d, c, b, (b + ((x << shift) | (x >>> (32 - shift)))) | 0];
    }
    [a, b, c, d].forEach((x, i) => {
      sum[i] = ((sum[i] as number) + x) | 0;
    });
  }
  const out = new DataView(new ArrayBuffer(16));
  for (const [i, x] of sum.entries()) out.setUint32(4 * i, x, true);
  return new Uint8Array(out.buffer);
}
