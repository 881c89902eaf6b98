import { expect, it } from 'vitest';
import { fletcherChecksum } from './fletcher.ts';
import { fromHex } from './hex.ts';
import { seededRandom } from './random.ts';

/** Both sums over all octets, as a receiver computes them. @see RFC 1008 §7 */
function received(b: Uint8Array): readonly number[] {
  let c0 = 0,
    c1 = 0;
  for (const x of b) {
    c0 = (c0 + x) % 255;
    c1 = (c1 + c0) % 255;
  }
  return [c0, c1];
}

it('is what others compute', () => {
  // An advertisement of a router by scapy 2.5.0, whose checksum tshark 4.0 finds right.
  const lsa = fromHex('00010201c0000201c000020180000001c99b003001000002c0000200ffffff000300000ac0000202c000020102000001');
  expect(fletcherChecksum(lsa, 2, lsa.length, 16)).toBe(((lsa[16] as number) << 8) | (lsa[17] as number));
});

it('makes both sums 0, wherever it stands and however many octets there are', () => {
  const r = seededRandom(3);
  for (let i = 0; i < 500; i++) {
    const b = r.octets(2 + r.below(i < 490 ? 60 : 65_000));
    if (i % 7 === 0) b.fill(255);
    const at = r.below(b.length - 1);
    const sum = fletcherChecksum(b, 0, b.length, at);
    b[at] = sum >> 8;
    b[at + 1] = sum & 0xff;
    expect(received(b)).toEqual([0, 0]);
    expect(b[at]).not.toBe(0);
    expect(b[at + 1]).not.toBe(0);
  }
});
