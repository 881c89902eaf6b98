import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../hex.ts';
import { hkdfExpand, hmacSha256, sha256 } from './sha256.ts';

it('sums as FIPS 180-4 and node:crypto do, whatever the length', () => {
  // FIPS 180-4's example "abc" (NIST, Examples with Intermediate Values).
  expect(toHex(sha256(fromHex('616263')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  for (let n = 0; n < 200; n++) {
    const octets = Uint8Array.from({ length: n }, (_, i) => (i * n + 7) & 255);
    expect(toHex(sha256(octets))).toBe(createHash('sha256').update(octets).digest('hex'));
    expect(toHex(hmacSha256(octets.subarray(0, 64), octets))).toBe(
      createHmac('sha256', octets.subarray(0, 64)).update(octets).digest('hex'),
    );
  }
});

it('makes keys as RFC 5869 does', () => {
  // Appendix A.1, its first 32 octets.
  const key = fromHex('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
  expect(toHex(hkdfExpand(key, fromHex('f0f1f2f3f4f5f6f7f8f9'), 32))).toBe(
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf',
  );
});
