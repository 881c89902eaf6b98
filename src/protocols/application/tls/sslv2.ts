/** The hello of SSL 2.0, by which a client that also speaks SSL 2.0 begins a newer handshake. @see RFC 5246 appendix E.2; RFC 6176 */
import { bits, flag, u16, u24, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { lazyNames } from '../../../packet/spec/names.ts';
import { tlsCipherSuites } from '../../registries/tls-cipher-suites.ts';
import { tlsHandshakeTypes, tlsVersions } from '../../registries/tls.ts';

/** SSL 2.0's own, and behind a zero those of SSL 3.0 and later (RFC 5246 appendix E.2). Names are those of its draft, §C.4. */
const ciphers = /* @__PURE__ */ lazyNames(function* () {
  yield* [
    [0x01_00_80, 'SSL_CK_RC4_128_WITH_MD5'],
    [0x02_00_80, 'SSL_CK_RC4_128_EXPORT40_WITH_MD5'],
    [0x03_00_80, 'SSL_CK_RC2_128_CBC_WITH_MD5'],
    [0x04_00_80, 'SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5'],
    [0x05_00_80, 'SSL_CK_IDEA_128_CBC_WITH_MD5'],
    [0x06_00_40, 'SSL_CK_DES_64_CBC_WITH_MD5'],
    [0x07_00_c0, 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5'],
  ] as [number, string][];
  yield* tlsCipherSuites.entries();
});

/** What stands before the ciphers, without the length. */
const FIXED = 9;

/** Whether the three lengths inside fill the record's: nothing else looks so. */
function beginsHello(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2 + FIXED) return false;
  const at = (i: number): number => ((b[start + i] as number) << 8) | (b[start + i + 1] as number);
  const version = at(3),
    suites = at(5),
    sid = at(7),
    challenge = at(9);
  if (((b[start] as number) & 0x80) === 0 || b[start + 2] !== 1) return false;
  if (version !== 2 && (version < 0x300 || version > 0x304)) return false;
  if (suites === 0 || suites % 3 !== 0 || (sid !== 0 && sid !== 16) || challenge < 16 || challenge > 32) return false;
  return (at(0) & 0x7fff) === FIXED + suites + sid + challenge;
}

/** The hello of SSL 2.0, with its record's two octets. @see RFC 5246 appendix E.2 */
export const SSLv2ClientHello = layer('SSLv2ClientHello', () => ({
  title: 'SSLv2 Handshake - Client Hello',
  about: 'Begins a handshake in the form of SSL 2.0; includes the record header.',
  source: 'RFC 5246 appendix E.2',
  wireshark: 'tls',
  fields: {
    whole: flag({ default: true, about: 'no padding: a length of 15 bits' }),
    len: bits(15, { measures: 'header', bias: 2, about: 'octets that follow' }),
    msgtype: u8({ default: 1, names: tlsHandshakeTypes, wireshark: 'tls.handshake.type' }),
    version: u16({
      default: 0x0303,
      names: tlsVersions,
      hex: true,
      wireshark: 'tls.handshake.version',
      about: 'the highest version that the client supports',
    }),
    cipherslen: u16({ measures: 'ciphers', wireshark: 'tls.handshake.cipher_spec_len' }),
    sidlen: u16({ measures: 'sid', wireshark: 'tls.handshake.session_id_length', about: '0 or 16' }),
    challengelen: u16({ measures: 'challenge', wireshark: 'tls.handshake.challenge_length', about: '16 to 32' }),
    ciphers: list(u24({ names: ciphers, hex: true, wireshark: 'tls.handshake.cipherspec' }), { rest: true, default: [0x00_00_2f] }),
    sid: octets({ wireshark: 'tls.handshake.session_id', about: 'session id' }),
    challenge: octets({ default: new Uint8Array(16), about: 'the random of later versions, its last octets' }),
  },
  columns: {
    'tls.record.version': { hex: 16, of: () => 2 },
    // The flag is no part of it.
    'tls.record.length': ({ len }) => len,
  },
  begins: beginsHello,
  summary: () => 'SSLv2 Handshake - Client Hello',
}));
