/** AES with keys of 128 bits, and GCM to open what was sealed with it. For keys that everybody knows: it takes no care to take the same time. @see FIPS 197; NIST SP 800-38D */
import { equalOctets } from '../equal-octets.ts';

const BLOCK = 16;
const ROUNDS = 10;

/** Twice an octet in AES's field (FIPS 197 §4.2.1). */
const doubled = (x: number): number => ((x << 1) ^ (x & 0x80 ? 0x11b : 0)) & 0xff;

let boxes: Uint8Array | undefined;
/** The S-box: of each octet its inverse, turned (FIPS 197 §5.1.1). */
function boxOf(): Uint8Array {
  if (boxes !== undefined) return boxes;
  const box = new Uint8Array(256);
  // p runs over all octets but 0 as powers of 3, q over their inverses.
  let p = 1,
    q = 1;
  do {
    p = p ^ doubled(p);
    q ^= q << 1;
    q ^= q << 2;
    q = (q ^ (q << 4)) & 0xff;
    if (q & 0x80) q ^= 0x09;
    const turned = q ^ (q << 1) ^ (q << 2) ^ (q << 3) ^ (q << 4);
    box[p] = ((turned ^ (turned >> 8)) & 0xff) ^ 0x63;
  } while (p !== 1);
  box[0] = 0x63;
  boxes = box;
  return box;
}

/** The keys of the rounds, 16 octets each (FIPS 197 §5.2). */
export function roundKeys(key: Uint8Array): Uint8Array {
  const box = boxOf();
  const keys = new Uint8Array(BLOCK * (ROUNDS + 1));
  keys.set(key);
  for (let at = BLOCK, constant = 1; at < keys.length; at += 4) {
    const last = [0, 1, 2, 3].map((i) => keys[at - 4 + i] as number);
    if (at % BLOCK === 0) {
      last.push(last.shift() as number);
      for (let i = 0; i < 4; i++) last[i] = box[last[i] as number] as number;
      last[0] = (last[0] as number) ^ constant;
      constant = doubled(constant);
    }
    for (let i = 0; i < 4; i++) keys[at + i] = (keys[at - BLOCK + i] as number) ^ (last[i] as number);
  }
  return keys;
}

/** Encrypts 16 octets (FIPS 197 §5.1). */
export function aesBlock(keys: Uint8Array, block: Uint8Array): Uint8Array {
  const box = boxOf();
  let s = new Uint8Array(BLOCK);
  for (let i = 0; i < BLOCK; i++) s[i] = (block[i] as number) ^ (keys[i] as number);
  for (let round = 1; round <= ROUNDS; round++) {
    const t = new Uint8Array(BLOCK);
    // Columns of four octets; row r comes from r columns on.
    for (let i = 0; i < BLOCK; i++) t[i] = box[s[(i + 4 * (i & 3)) & 15] as number] as number;
    if (round < ROUNDS)
      for (let c = 0; c < BLOCK; c += 4) {
        const [a, b, d, e] = t.subarray(c, c + 4) as unknown as [number, number, number, number];
        const all = a ^ b ^ d ^ e;
        t[c] = a ^ all ^ doubled(a ^ b);
        t[c + 1] = b ^ all ^ doubled(b ^ d);
        t[c + 2] = d ^ all ^ doubled(d ^ e);
        t[c + 3] = e ^ all ^ doubled(e ^ a);
      }
    for (let i = 0; i < BLOCK; i++) t[i] = (t[i] as number) ^ (keys[BLOCK * round + i] as number);
    s = t;
  }
  return s;
}

/** Multiplies a sum by the hash's key, in GCM's field (SP 800-38D §6.3). Four words of 32 bits, the highest first. */
function multiply(x: Int32Array, h: Int32Array): void {
  let [v0, v1, v2, v3] = h as unknown as [number, number, number, number];
  let z0 = 0,
    z1 = 0,
    z2 = 0,
    z3 = 0;
  for (let i = 0; i < 128; i++) {
    if (((x[i >> 5] as number) << (i & 31)) & 0x80000000) {
      z0 ^= v0;
      z1 ^= v1;
      z2 ^= v2;
      z3 ^= v3;
    }
    const last = v3 & 1;
    v3 = (v3 >>> 1) | (v2 << 31);
    v2 = (v2 >>> 1) | (v1 << 31);
    v1 = (v1 >>> 1) | (v0 << 31);
    v0 = (v0 >>> 1) ^ (last ? 0xe1000000 : 0);
  }
  x.set([z0, z1, z2, z3]);
}

/** GHASH over these pieces, each filled up with zeros, and their lengths in bits (SP 800-38D §6.4, §7.1). */
function hashed(key: Uint8Array, pieces: readonly Uint8Array[]): Uint8Array {
  const words = (octets: Uint8Array, at: number): number[] =>
    [0, 4, 8, 12].map((i) => [0, 1, 2, 3].reduce((n, k) => (n << 8) | (octets[at + i + k] ?? 0), 0));
  const h = Int32Array.from(words(key, 0)),
    sum = new Int32Array(4);
  const take = (block: readonly number[]): void => {
    for (let i = 0; i < 4; i++) sum[i] = (sum[i] as number) ^ (block[i] as number);
    multiply(sum, h);
  };
  for (const piece of pieces) for (let at = 0; at < piece.length; at += BLOCK) take(words(piece, at));
  take(pieces.flatMap(({ length }) => [0, length << 3]));
  const out = new DataView(new ArrayBuffer(BLOCK));
  for (const [i, x] of sum.entries()) out.setInt32(4 * i, x);
  return new Uint8Array(out.buffer);
}

/**
 * What was sealed with this key, nonce (12 octets) and associated data; undefined where its tag, the last 16 octets, is not right.
 * @see NIST SP 800-38D §7.2
 */
export function openGcm(keys: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < BLOCK) return undefined;
  const text = sealed.subarray(0, sealed.length - BLOCK);
  const counter = new Uint8Array(BLOCK);
  counter.set(nonce);
  const count = new DataView(counter.buffer);
  count.setUint32(12, 1);
  const mask = aesBlock(keys, counter);
  const tag = hashed(aesBlock(keys, new Uint8Array(BLOCK)), [associated, text]).map((x, i) => x ^ (mask[i] as number));
  if (!equalOctets(tag, sealed.subarray(text.length))) return undefined;
  const plain = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += BLOCK) {
    count.setUint32(12, 2 + at / BLOCK);
    const stream = aesBlock(keys, counter);
    for (let i = 0; i < BLOCK && at + i < text.length; i++) plain[at + i] = (text[at + i] as number) ^ (stream[i] as number);
  }
  return plain;
}
