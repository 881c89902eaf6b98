import { createCipheriv } from 'node:crypto';
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../hex.ts';
import { aesBlock, openGcm, roundKeys } from './aes-gcm.ts';

it('encrypts a block as FIPS 197 does', () => {
  // Appendix C.1.
  const keys = roundKeys(fromHex('000102030405060708090a0b0c0d0e0f'));
  expect(toHex(aesBlock(keys, fromHex('00112233445566778899aabbccddeeff')))).toBe('69c4e0d86a7b0430d8cdb78070b4c55a');
});

it('opens what node:crypto sealed, and nothing that was changed', () => {
  for (const n of [0, 1, 15, 16, 17, 100, 1200]) {
    const octets = (count: number, step: number) => Uint8Array.from({ length: count }, (_, i) => (i * step + n) & 255);
    const key = octets(16, 3),
      nonce = octets(12, 5),
      associated = octets(n % 40, 7),
      text = octets(n, 11);
    const cipher = createCipheriv('aes-128-gcm', key, nonce).setAAD(associated);
    const sealed = Uint8Array.from(Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]));
    const keys = roundKeys(key);
    expect(toHex(openGcm(keys, nonce, associated, sealed) ?? nonce)).toBe(toHex(text));
    sealed[n >> 1] = (sealed[n >> 1] as number) ^ 1;
    expect(openGcm(keys, nonce, associated, sealed)).toBeUndefined();
  }
  expect(openGcm(roundKeys(new Uint8Array(16)), new Uint8Array(12), new Uint8Array(0), new Uint8Array(3))).toBeUndefined();
});
