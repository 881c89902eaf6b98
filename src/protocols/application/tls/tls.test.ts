import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { tlsCipherSuites } from '../../registries/tls-cipher-suites.ts';
import { dissect, packet } from '../../protocols.ts';
import { TLSClientHello, TLSServerHello, TLSServerHelloDone } from './handshake.ts';
import { ja3Hash, ja3sText, ja3Text } from './ja3.ts';
import { SSLv2ClientHello } from './sslv2.ts';
import { TLS, TLSAlert, TLSApplicationData, TLSChangeCipherSpec } from './tls.ts';

const curl =
  '16030100e0010000dc0303f67a28b386b31c620d76c0026fdd9888edbe6bf0f5b715b2caca158f84ae9d66000038c02cc030009fcca9cca8ccaac02bc02f009ec024c0' +
  '28006bc023c0270067c00ac0140039c009c0130033009d009c003d003c0035002f00ff0100007b00000010000e00000b6578616d706c652e636f6d000b000403000102' +
  '000a000c000a001d0017001e00190018337400000010000b000908687474702f312e310016000000170000000d0030002e040305030603080708080809080a080b0804' +
  '08050806040105010601030302030301020103020202040205020602';

layerSuite('TLS', [
  {
    what: 'a client hello',
    origin: "wireshark/test/captures/tls12-dsb.pcapng, packet 1; tshark 4.0's ja3 is the same",
    first: TLS,
    chain: 'TLS/TLSClientHello',
    octets: curl,
    read: {
      TLS: { type: 22, version: 0x301, len: 224 },
      TLSClientHello: {
        msgtype: 1,
        msglen: 220,
        version: 0x303,
        sid: '',
        comp: [0],
        ext: [
          ['server_name', [{ nametype: 0, namelen: 11, servername: 'example.com' }]],
          ['ec_point_formats', [0, 1, 2]],
          ['supported_groups', [29, 23, 30, 25, 24]],
          ['next_protocol_negotiation', []],
          ['application_layer_protocol_negotiation', ['http/1.1']],
          ['encrypt_then_mac'],
          ['extended_master_secret'],
          [
            'signature_algorithms',
            [
              0x403, 0x503, 0x603, 0x807, 0x808, 0x809, 0x80a, 0x80b, 0x804, 0x805, 0x806, 0x401, 0x501, 0x601, 0x303, 0x203, 0x301, 0x201,
              0x302, 0x202, 0x402, 0x502, 0x602,
            ],
          ],
        ],
      },
    },
    summary: 'TLS / TLS Handshake - Client Hello',
  },
  {
    what: 'three records, the last of which is encrypted',
    origin: 'wireshark/test/captures/tls12-dsb.pcapng, packet 4',
    first: TLS,
    chain: 'TLS/TLSClientKeyExchange/TLS/TLSChangeCipherSpec/TLS/TLSOpaque',
    octets:
      '160303004610000042' +
      '4104f0e11b949a46b0c52ec3549b657b9723553149c9054c074e5810f4c97a05e9143b0342adcca7dd68b18e336ce559a2ee4095100de94f8edf9ec001e698b29099' +
      '140303000101' +
      '1603030028785be5630230e9af6ddc3b74ef1763f7bacbaf4c4e30892711460b4408877bf7c0c1ca5bf984bd14',
    read: { TLSClientKeyExchange: { msgtype: 16, msglen: 66 }, TLSChangeCipherSpec: { msgtype: 1 } },
  },
  {
    what: 'a server hello and its end, in one record',
    origin: 'scapy 2.5 (two records made one)',
    first: TLS,
    chain: 'TLS/TLSServerHello/TLSServerHelloDone',
    octets: `1603030039020000310303${'00000001'}${'02'.repeat(28)}0461626364c02f000005ff010001000e000000`,
    read: {
      TLSServerHello: {
        cipher: 0xc02f,
        sid: '61626364',
        ext: [['renegotiation_info', { reneg_conn_len: 0, renegotiated_connection: '' }]],
      },
      TLSServerHelloDone: { msglen: 0 },
    },
    build: () => [
      TLS(),
      TLSServerHello({
        gmt_unix_time: 1,
        random_bytes: new Uint8Array(28).fill(2),
        sid: 'abcd',
        cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        ext: [['renegotiation_info', {}]],
      }),
      TLSServerHelloDone(),
    ],
  },
  {
    what: 'an alert, a change of ciphers, application data',
    origin: 'scapy 2.5 (three records)',
    first: TLS,
    chain: 'TLS/TLSAlert/TLS/TLSChangeCipherSpec/TLS/TLSApplicationData',
    octets: '15030300020228' + '140303000101' + '1703030003616263',
    read: { TLSAlert: { level: 2, descr: 40 }, TLSApplicationData: { data: '616263' } },
    build: () => [
      TLS(),
      TLSAlert({ level: 'fatal', descr: 'handshake_failure' }),
      TLS(),
      TLSChangeCipherSpec(),
      TLS(),
      TLSApplicationData({ data: 'abc' }),
    ],
  },
]);

const sslv2 = '8028010301000f0000001000002f0000350000ff0100800700c0000102030405060708090a0b0c0d0e0f';

layerSuite('SSL 2.0', [
  {
    what: 'a hello that offers TLS 1.0',
    origin: 'scapy 2.5; tshark 4.0 reads the same values',
    first: SSLv2ClientHello as unknown as AnyLayer,
    chain: 'SSLv2ClientHello',
    octets: sslv2,
    read: {
      SSLv2ClientHello: {
        len: 40,
        version: 0x301,
        cipherslen: 15,
        sidlen: 0,
        challengelen: 16,
        ciphers: [0x2f, 0x35, 0xff, 0x10080, 0x700c0],
        challenge: '000102030405060708090a0b0c0d0e0f',
      },
    },
    build: () => [
      SSLv2ClientHello({
        version: 'TLS 1.0',
        ciphers: ['TLS_RSA_WITH_AES_128_CBC_SHA', 0x35, 0xff, 'SSL_CK_RC4_128_WITH_MD5', 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5'],
        challenge: Uint8Array.from({ length: 16 }, (_, i) => i),
      }),
    ],
    summary: 'SSLv2 Handshake - Client Hello',
  },
]);

layerSuite('TLS 1.3', [
  {
    what: 'a HelloRetryRequest',
    origin: 'scapy 2.5; tshark 4.0 calls it so',
    first: TLS,
    chain: 'TLS/TLSServerHello',
    octets:
      '16030300410200003d0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c001301000015002b00020304003300020017002c00050003616263',
    read: {
      TLSServerHello: {
        cipher: 0x1301,
        ext: [
          ['supported_versions', 0x304],
          ['key_share', { selected_group: 23 }],
          ['cookie', { cookie: '616263' }],
        ],
      },
    },
    build: () => [
      TLS(),
      TLSServerHello({
        gmt_unix_time: 0xcf21ad74,
        random_bytes: fromHex('e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'),
        ext: [
          ['supported_versions', 'TLS 1.3'],
          ['key_share', { selected_group: 'secp256r1' }],
          ['cookie', { cookie: 'abc' }],
        ],
      }),
    ],
    summary: 'TLS / TLS Handshake - Hello Retry Request',
  },
]);

const clientHello = (octets: string) => objectOf(dissect(fromHex(octets), TLS)).view(1) as never;

describe('TLS', () => {
  it('has fingerprints that tshark has as well', () => {
    expect(ja3Hash(ja3Text(clientHello(curl)))).toBe('00bcd759cb8ad485fdbf1e7a0c5b94b4');
    // RFC 8701: what means nothing says nothing.
    expect(
      ja3Text({
        version: 771,
        ciphers: [0x1a1a, 0x1301],
        ext: [
          [0x2a2a, new Uint8Array(0)],
          ['key_share', []],
        ],
      }),
    ).toBe('771,4865,51,,');
    expect(ja3sText({ version: 771, cipher: 0x1301, ext: undefined })).toBe('771,4865,');
  });

  it('reads extensions of TLS 1.3, and writes them again', () => {
    const ext = [
      ['supported_versions', [0x304, 0x303]],
      ['cookie', { cookie: 'mmm' }],
      ['psk_key_exchange_modes', [1]],
      ['key_share', [{ group: 'x25519', key_exchange: 'key' }]],
      ['encrypted_client_hello', { type: 0, kdf: 1, aead: 1, config_id: 9, enc: 'e', payload: 'p' }],
      ['pre_shared_key', { identities: [{ identity: 'tick', obfuscated_ticket_age: 7 }], binders: ['proof'] }],
    ] as const;
    const hello = packet(TLS(), TLSClientHello({ ext }));
    expect(plain(dissect(hello.bytes, TLS).get(TLSClientHello)?.ext)).toMatchObject([
      ['supported_versions', [0x304, 0x303]],
      ['cookie', { cookielen: 3, cookie: '6d6d6d' }],
      ['psk_key_exchange_modes', [1]],
      ['key_share', [{ group: 29, kxlen: 3, key_exchange: '6b6579' }]],
      ['encrypted_client_hello', { type: 0, config_id: 9, enc: '65', payload: '70' }],
      ['pre_shared_key', { identities: [{ identity: '7469636b', obfuscated_ticket_age: 7 }], binders: ['70726f6f66'] }],
    ]);
  });

  it('keeps parts of messages, and what is encrypted, as octets', () => {
    expect(chainOf(dissect(fromHex('160303000601000100aabb'), TLS))).toBe('TLS/TLSOpaque');
    // The counter of a cipher, which begins with zeros, is no hello request.
    expect(chainOf(dissect(fromHex(`1603030018${'00'.repeat(24)}`), TLS))).toBe('TLS/TLSOpaque');
    expect(chainOf(dissect(fromHex('160303000400000000'), TLS))).toBe('TLS/TLSHelloRequest');
  });

  it('stands for the hello of SSL 2.0 only where its lengths fill the record (RFC 5246 appendix E.2)', () => {
    const tcp = (octets: string, dport: number) =>
      packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 40_000, dport }), fromHex(octets)).bytes;
    for (const port of [443, 10_443]) expect(chainOf(dissect(tcp(sslv2, port)))).toBe('Ether/IP/TCP/SSLv2ClientHello');
    for (const octets of [sslv2.replace('8028', '8029'), sslv2.replace('8028', '0028'), sslv2.replace('802801', '802802')]) {
      expect(chainOf(dissect(tcp(octets, 443)))).toBe('Ether/IP/TCP/TLSContinuation');
      expect(chainOf(dissect(tcp(octets, 10_443)))).toBe('Ether/IP/TCP/Raw');
    }
    // Cut short it still is one.
    expect(chainOf(dissect(tcp(sslv2.slice(0, 40), 443)))).toBe('Ether/IP/TCP/SSLv2ClientHello');
  });

  it('begins only where a record does', () => {
    for (const octets of ['1603050004', '1303030004', '1603034900', '1603030003', '160303'])
      expect(chainOf(dissect(fromHex(octets), TLS))).toBe('Raw');
  });
});

it('cipher suites have the names of the registry', () => {
  // IANA "TLS Cipher Suites": some of each part of the table.
  expect(
    [
      0x0016, 0x002f, 0x006d, 0x008d, 0x009c, 0x00b9, 0x00c5, 0x1302, 0xc014, 0xc023, 0xc032, 0xc03b, 0xc079, 0xc09b, 0xc0ab, 0xc0af,
      0xccae,
    ].map((n) => tlsCipherSuites.name(n)),
  ).toEqual([
    'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_DH_anon_WITH_AES_256_CBC_SHA256',
    'TLS_PSK_WITH_AES_256_CBC_SHA',
    'TLS_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_RSA_PSK_WITH_NULL_SHA384',
    'TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
    'TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_PSK_WITH_NULL_SHA384',
    'TLS_ECDH_RSA_WITH_CAMELLIA_256_CBC_SHA384',
    'TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384',
    'TLS_PSK_DHE_WITH_AES_256_CCM_8',
    'TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8',
    'TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256',
  ]);
});
