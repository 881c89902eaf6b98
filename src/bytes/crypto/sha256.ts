/** SHA-256, HMAC and HKDF with it: for fingerprints (JA4) and for keys that everybody knows (QUIC's first packets). @see FIPS 180-4; RFC 2104; RFC 5869 */

const BLOCK = 64;
/** Rounds of a block, and words of the sum. */
const ROUNDS = 64,
  WORDS = 8;

/** The first primes (FIPS 180-4 §4.2.2, §5.3.3). */
function primes(n: number): number[] {
  const found: number[] = [];
  for (let x = 2; found.length < n; x++) if (found.every((p) => x % p !== 0)) found.push(x);
  return found;
}
/** The first 32 bits behind the point. */
const fraction = (x: number): number => Math.floor((x - Math.floor(x)) * 2 ** 32);

interface Constants {
  readonly rounds: Int32Array;
  readonly first: Int32Array;
}
let constants: Constants | undefined;
const constantsOf = (): Constants =>
  (constants ??= {
    rounds: Int32Array.from(primes(ROUNDS), (p) => fraction(Math.cbrt(p))),
    first: Int32Array.from(primes(WORDS), (p) => fraction(Math.sqrt(p))),
  });

const turned = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** One block into the sum (FIPS 180-4 §6.2.2). */
function takeBlock(sum: Int32Array, view: DataView, at: number, w: Int32Array, k: Int32Array): void {
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < ROUNDS; i++) {
    const x = w[i - 15] as number,
      y = w[i - 2] as number;
    const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3),
      high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    w[i] = (w[i - 16] as number) + low + (w[i - 7] as number) + high;
  }
  let [a, b, c, d, e, f, g, h] = sum as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < ROUNDS; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + (k[i] as number) + (w[i] as number)) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [i, x] of [a, b, c, d, e, f, g, h].entries()) sum[i] = (sum[i] as number) + x;
}

/** SHA-256 of these octets, as 32 octets. */
export function sha256(octets: Uint8Array): Uint8Array {
  const { rounds, first } = constantsOf();
  const view = new DataView(new ArrayBuffer(BLOCK * Math.ceil((octets.length + 9) / BLOCK)));
  new Uint8Array(view.buffer).set(octets);
  view.setUint8(octets.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(octets.length / 2 ** 29));
  view.setUint32(view.byteLength - 4, octets.length << 3);
  const sum = first.slice(),
    w = new Int32Array(ROUNDS);
  for (let at = 0; at < view.byteLength; at += BLOCK) takeBlock(sum, view, at, w, rounds);
  const out = new DataView(new ArrayBuffer(4 * WORDS));
  for (const [i, x] of sum.entries()) out.setInt32(4 * i, x);
  return new Uint8Array(out.buffer);
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** HMAC with SHA-256, of a key of no more than 64 octets. @see RFC 2104 §2 */
export function hmacSha256(key: Uint8Array, octets: Uint8Array): Uint8Array {
  const block = (with_: number): Uint8Array => Uint8Array.from({ length: BLOCK }, (_, i) => (key[i] ?? 0) ^ with_);
  return sha256(joined(block(0x5c), sha256(joined(block(0x36), octets))));
}

/** The first `n` octets, 32 at most, that HKDF makes of a key for this purpose. @see RFC 5869 §2.3 */
export const hkdfExpand = (key: Uint8Array, info: Uint8Array, n: number): Uint8Array =>
  hmacSha256(key, joined(info, Uint8Array.of(1))).subarray(0, n);
