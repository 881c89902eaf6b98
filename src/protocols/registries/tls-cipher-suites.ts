/** Cipher suites of TLS, after IANA's registry "TLS Cipher Suites". Large, so it is made when first asked for. */
import { lazyNames, type Names } from '../../packet/spec/names.ts';

/** Ciphers that several rows have, two numbers for each key exchange. */
const GCM = 'AES_128_GCM_SHA256 AES_256_GCM_SHA384';
const CBC_SHA2 = 'AES_128_CBC_SHA256 AES_256_CBC_SHA384';
const CCM = 'AES_128_CCM AES_256_CCM';
const CCM_8 = 'AES_128_CCM_8 AES_256_CCM_8';
const ARIA_CBC = 'ARIA_128_CBC_SHA256 ARIA_256_CBC_SHA384';
const ARIA_GCM = 'ARIA_128_GCM_SHA256 ARIA_256_GCM_SHA384';
const CAMELLIA_CBC = 'CAMELLIA_128_CBC_SHA256 CAMELLIA_256_CBC_SHA384';
const CAMELLIA_GCM = 'CAMELLIA_128_GCM_SHA256 CAMELLIA_256_GCM_SHA384';
const DH = 'RSA DH_DSS DH_RSA DHE_DSS DHE_RSA DH_anon';
const GCM_ORDER = 'RSA DHE_RSA DH_RSA DHE_DSS DH_DSS DH_anon';
const PSK = 'PSK DHE_PSK RSA_PSK';
const EC = 'ECDHE_ECDSA ECDH_ECDSA ECDHE_RSA ECDH_RSA';

/** From this number on: each of the key exchanges with each of the ciphers, in order. */
const ROWS: readonly (readonly [from: number, exchanges: string, ciphers: string])[] = [
  [0x0000, 'NULL', 'NULL_NULL'],
  [0x0001, 'RSA', 'NULL_MD5 NULL_SHA'],
  [0x0003, 'RSA_EXPORT', 'RC4_40_MD5'],
  [0x0004, 'RSA', 'RC4_128_MD5 RC4_128_SHA'],
  [0x0006, 'RSA_EXPORT', 'RC2_CBC_40_MD5'],
  [0x0007, 'RSA', 'IDEA_CBC_SHA'],
  [0x0008, 'RSA_EXPORT', 'DES40_CBC_SHA'],
  [0x0009, 'RSA', 'DES_CBC_SHA 3DES_EDE_CBC_SHA'],
  [0x000b, 'DH_DSS_EXPORT', 'DES40_CBC_SHA'],
  [0x000c, 'DH_DSS', 'DES_CBC_SHA 3DES_EDE_CBC_SHA'],
  [0x000e, 'DH_RSA_EXPORT', 'DES40_CBC_SHA'],
  [0x000f, 'DH_RSA', 'DES_CBC_SHA 3DES_EDE_CBC_SHA'],
  [0x0011, 'DHE_DSS_EXPORT', 'DES40_CBC_SHA'],
  [0x0012, 'DHE_DSS', 'DES_CBC_SHA 3DES_EDE_CBC_SHA'],
  [0x0014, 'DHE_RSA_EXPORT', 'DES40_CBC_SHA'],
  [0x0015, 'DHE_RSA', 'DES_CBC_SHA 3DES_EDE_CBC_SHA'],
  [0x0017, 'DH_anon_EXPORT', 'RC4_40_MD5'],
  [0x0018, 'DH_anon', 'RC4_128_MD5'],
  [0x0019, 'DH_anon_EXPORT', 'DES40_CBC_SHA'],
  [0x001a, 'DH_anon', 'DES_CBC_SHA 3DES_EDE_CBC_SHA'],
  [0x001e, 'KRB5', 'DES_CBC_SHA 3DES_EDE_CBC_SHA RC4_128_SHA IDEA_CBC_SHA DES_CBC_MD5 3DES_EDE_CBC_MD5 RC4_128_MD5 IDEA_CBC_MD5'],
  [0x0026, 'KRB5_EXPORT', 'DES_CBC_40_SHA RC2_CBC_40_SHA RC4_40_SHA DES_CBC_40_MD5 RC2_CBC_40_MD5 RC4_40_MD5'],
  [0x002c, PSK, 'NULL_SHA'],
  [0x002f, DH, 'AES_128_CBC_SHA'],
  [0x0035, DH, 'AES_256_CBC_SHA'],
  [0x003b, 'RSA', 'NULL_SHA256 AES_128_CBC_SHA256 AES_256_CBC_SHA256'],
  [0x003e, 'DH_DSS DH_RSA DHE_DSS', 'AES_128_CBC_SHA256'],
  [0x0041, DH, 'CAMELLIA_128_CBC_SHA'],
  [0x0067, 'DHE_RSA', 'AES_128_CBC_SHA256'],
  [0x0068, 'DH_DSS DH_RSA DHE_DSS DHE_RSA', 'AES_256_CBC_SHA256'],
  [0x006c, 'DH_anon', 'AES_128_CBC_SHA256 AES_256_CBC_SHA256'],
  [0x0084, DH, 'CAMELLIA_256_CBC_SHA'],
  [0x008a, PSK, 'RC4_128_SHA 3DES_EDE_CBC_SHA AES_128_CBC_SHA AES_256_CBC_SHA'],
  [0x0096, DH, 'SEED_CBC_SHA'],
  [0x009c, GCM_ORDER, GCM],
  [0x00a8, PSK, GCM],
  [0x00ae, PSK, `${CBC_SHA2} NULL_SHA256 NULL_SHA384`],
  [0x00ba, DH, 'CAMELLIA_128_CBC_SHA256'],
  [0x00c0, DH, 'CAMELLIA_256_CBC_SHA256'],
  [0x00c6, '', 'SM4_GCM_SM3 SM4_CCM_SM3'],
  [0x00ff, '', 'EMPTY_RENEGOTIATION_INFO_SCSV'],
  [0x1301, '', 'AES_128_GCM_SHA256 AES_256_GCM_SHA384 CHACHA20_POLY1305_SHA256 AES_128_CCM_SHA256 AES_128_CCM_8_SHA256'],
  [0x1306, '', 'AEGIS_256_SHA512 AEGIS_128L_SHA256'],
  [0x5600, '', 'FALLBACK_SCSV'],
  [0xc001, 'ECDH_ECDSA ECDHE_ECDSA ECDH_RSA ECDHE_RSA ECDH_anon', 'NULL_SHA RC4_128_SHA 3DES_EDE_CBC_SHA AES_128_CBC_SHA AES_256_CBC_SHA'],
  [0xc01a, 'SRP_SHA SRP_SHA_RSA SRP_SHA_DSS', '3DES_EDE_CBC_SHA'],
  [0xc01d, 'SRP_SHA SRP_SHA_RSA SRP_SHA_DSS', 'AES_128_CBC_SHA'],
  [0xc020, 'SRP_SHA SRP_SHA_RSA SRP_SHA_DSS', 'AES_256_CBC_SHA'],
  [0xc023, EC, CBC_SHA2],
  [0xc02b, EC, GCM],
  [0xc033, 'ECDHE_PSK', `RC4_128_SHA 3DES_EDE_CBC_SHA AES_128_CBC_SHA AES_256_CBC_SHA ${CBC_SHA2} NULL_SHA NULL_SHA256 NULL_SHA384`],
  [0xc03c, DH, ARIA_CBC],
  [0xc048, EC, ARIA_CBC],
  [0xc050, GCM_ORDER, ARIA_GCM],
  [0xc05c, EC, ARIA_GCM],
  [0xc064, PSK, ARIA_CBC],
  [0xc06a, PSK, ARIA_GCM],
  [0xc070, 'ECDHE_PSK', ARIA_CBC],
  [0xc072, EC, CAMELLIA_CBC],
  [0xc07a, GCM_ORDER, CAMELLIA_GCM],
  [0xc086, EC, CAMELLIA_GCM],
  [0xc08e, PSK, CAMELLIA_GCM],
  [0xc094, `${PSK} ECDHE_PSK`, CAMELLIA_CBC],
  [0xc09c, 'RSA DHE_RSA', CCM],
  [0xc0a0, 'RSA DHE_RSA', CCM_8],
  [0xc0a4, 'PSK DHE_PSK', CCM],
  [0xc0a8, 'PSK PSK_DHE', CCM_8],
  [0xc0ac, 'ECDHE_ECDSA', `${CCM} ${CCM_8}`],
  [0xc0b0, 'ECCPWD', `${GCM} AES_128_CCM_SHA256 AES_256_CCM_SHA384`],
  [0xc0b4, '', 'SHA256_SHA256 SHA384_SHA384'],
  [
    0xc100,
    'GOSTR341112_256',
    'KUZNYECHIK_CTR_OMAC MAGMA_CTR_OMAC 28147_CNT_IMIT KUZNYECHIK_MGM_L MAGMA_MGM_L KUZNYECHIK_MGM_S MAGMA_MGM_S',
  ],
  [0xcca8, 'ECDHE_RSA ECDHE_ECDSA DHE_RSA PSK ECDHE_PSK DHE_PSK RSA_PSK', 'CHACHA20_POLY1305_SHA256'],
  [0xd001, 'ECDHE_PSK', `${GCM} AES_128_CCM_8_SHA256`],
  [0xd005, 'ECDHE_PSK', 'AES_128_CCM_SHA256'],
];

/** Cipher suites by IANA's names; those that stand for nothing (RFC 8701) as `GREASE_0x0a0a` … */
export const tlsCipherSuites: Names = /* @__PURE__ */ lazyNames(function* () {
  for (const [from, exchanges, ciphers] of ROWS) {
    let number = from;
    for (const exchange of exchanges.split(' '))
      for (const cipher of ciphers.split(' ')) yield [number++, `TLS_${exchange === '' ? '' : `${exchange}_WITH_`}${cipher}`];
  }
  yield* grease();
});

/** Numbers that mean nothing, so that nobody gets used to there being no unknown ones. @see RFC 8701 §2 */
export function* grease(): Iterable<[number, string]> {
  for (let i = 0; i < 16; i++) yield [0x0a0a + i * 0x1010, `GREASE_0x${i.toString(16)}a${i.toString(16)}a`];
}
