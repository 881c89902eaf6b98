import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { toHex } from './hex.ts';
import { md5 } from './md5.ts';
import { utf8Octets } from './text.ts';

it('is MD5 (RFC 1321 appendix A.5)', () => {
  expect(toHex(md5(new Uint8Array(0)))).toBe('d41d8cd98f00b204e9800998ecf8427e');
  expect(toHex(md5(utf8Octets('abc')))).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(toHex(md5(utf8Octets('message digest')))).toBe('f96b697d7cb7938d525a2f31aaf161d0');
});

it('agrees with OpenSSL at every length around the blocks', () => {
  for (let n = 0; n < 200; n++) {
    const octets = Uint8Array.from({ length: n }, (_, i) => (i * 7 + n) & 0xff);
    expect(toHex(md5(octets))).toBe(createHash('md5').update(octets).digest('hex'));
  }
});
