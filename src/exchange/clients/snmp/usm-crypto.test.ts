/** Keys of RFC 3414 A.3, and ciphers there and back. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { authenticationOf, decrypt, digestOctets, encrypt, localKey, privacyOf } from './usm-crypto.ts';

const ENGINE = fromHex('000000000000000000000002');

describe('the User-based Security Model', () => {
  it('makes the keys of RFC 3414 A.3.1 and A.3.2', () => {
    expect(toHex(localKey('MD5', 'maplesyrup', ENGINE))).toBe('526f5eed9fcce26f8964c2930787d82b');
    expect(toHex(localKey('SHA', 'maplesyrup', ENGINE))).toBe('6695febc9288e36282235fc7151f128497b38f3f');
    expect(() => localKey('SHA', 'short', ENGINE)).toThrow(/8 octets/);
  });

  it.each(['AES', 'DES'] as const)('decrypts what it encrypted: %s', (privacy) => {
    const terms = { privacy, key: localKey('SHA', 'maplesyrup', ENGINE), boots: 3, time: 77, salt: fromHex('0102030405060708') };
    const plain = fromHex('300a04000400a00402000000ff');
    const secret = encrypt(terms, plain);
    expect(secret.length).toBe(privacy === 'DES' ? 16 : plain.length);
    expect(toHex(decrypt(terms, secret) ?? new Uint8Array(0)).slice(0, plain.length * 2)).toBe(toHex(plain));
    expect(decrypt({ ...terms, salt: new Uint8Array(7) }, secret)).toBeUndefined();
  });

  it('knows protocols by the names that net-snmp has', () => {
    expect([authenticationOf('sha256'), authenticationOf('SHA-512'), authenticationOf('md5'), privacyOf('aes128')]).toEqual([
      'SHA-256',
      'SHA-512',
      'MD5',
      'AES',
    ]);
    expect(() => authenticationOf('SHA-255')).toThrow(/did you mean/);
    expect(digestOctets('SHA-256')).toBe(24);
  });
});
