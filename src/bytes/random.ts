export interface Random { u32(): number; below(n: number): number; float(): number; octets(n: number): Uint8Array; bigint64(): bigint; pick<T>(list: readonly T[]): T; shuffle<T>(list: T[]): T[] }
export function seededRandom(seed: number | string | bigint): Random {
  let a = Number(BigInt.asUintN(32, typeof seed === 'string' ? BigInt(seed.length) : BigInt(seed))) || 1;
  const u32 = (): number => { a |= 0; a = (a + 0x6d2b79f5) | 0; let t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return (t ^ (t >>> 14)) >>> 0; };
  const r: Random = { u32, below: (n) => u32() % n, float: () => u32() / 2 ** 32, octets: (n) => Uint8Array.from({ length: n }, () => u32() & 255), bigint64: () => (BigInt(u32()) << 32n) | BigInt(u32()), pick: (l) => l[u32() % l.length] as never, shuffle: (l) => l };
  return r;
}
export const secureRandom = (): Random => seededRandom(Math.floor(Math.random() * 2 ** 32));
