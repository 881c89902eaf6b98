/**
 * X.509 certificates: DER, by the names of RFC 5280. What is not in the form that we would write keeps its octets, so a certificate that was
 * read is written as it was, and its signature holds.
 */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { valueAt } from '../../../packet/fields/ber/tlv.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { plainOf } from '../../../packet/spec/inside.ts';
import { X509_Extension } from './extensions.ts';
import { distinguishedName } from './names.ts';

/** Algorithms of keys whose parts are told (RFC 3279 §2.3.1, RFC 5480 §2.1.1). */
const RSA = '1.2.840.113549.1.1.1';
const ELLIPTIC = '1.2.840.10045.2.1';

/** BIT STRING: how many bits at its end are none, and a field in it. @see X.690 §8.6 */
const BIT_STRING = 0x03;

/** @see RFC 5280 §4.1.1.2 */
export const X509_AlgorithmIdentifier = layer('X509_AlgorithmIdentifier', () => ({
  about: 'An algorithm, and its parameters.',
  source: 'RFC 5280 §4.1.1.2',
  fields: {
    algorithm: ber.oid({ default: RSA, wireshark: 'x509af.algorithm.id' }),
    parameters: choose(
      (self) => String(plainOf(self['algorithm'])),
      // Of a key on an elliptic curve which curve it is (RFC 5480 §2.1.1).
      { [ELLIPTIC]: ber.choice({ namedCurve: ber.oid({ default: '1.2.840.10045.3.1.7' }) }) },
      octets({ about: 'DER: 0500 is none' }),
    ),
  },
}));
const algorithm = () => ber.sequence(() => X509_AlgorithmIdentifier);

/** @see RFC 3279 §2.3.1 */
export const X509_RSAKey = layer('X509_RSAKey', () => ({
  about: 'A key of RSA: its modulus, whose bits are the size of the key, and its exponent.',
  source: 'RFC 3279 §2.3.1',
  fields: {
    unused: u8(),
    key: ber.sequence({
      modulus: ber.tagged(0x02, ber.octetString({ wireshark: 'pkcs1.modulus' })),
      publicExponent: ber.integer({ default: 65_537, wireshark: 'pkcs1.publicExponent' }),
    }),
  },
}));

/** @see RFC 5280 §4.1.2.7 */
export const X509_KeyBits = layer('X509_KeyBits', () => ({
  about: 'A key of another algorithm: on an elliptic curve a point.',
  source: 'RFC 5280 §4.1.2.7; RFC 5480 §2.2',
  fields: { unused: u8(), key: octets() },
}));

/** What stands in a BIT STRING, without its first octet. */
function bitsAt(b: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const id = valueAt(b, start, end);
  const bits = id === undefined ? undefined : valueAt(b, id.end, end);
  return bits?.tag === BIT_STRING && bits.end <= end ? b.subarray(bits.from + 1, bits.end) : undefined;
}

const algorithmOf = (id: unknown): string => {
  const plain = plainOf(id) as { readonly algorithm?: unknown } | undefined;
  return String(plainOf(plain?.algorithm));
};

/** @see RFC 5280 §4.1.2.7 */
export const X509_SubjectPublicKeyInfo = layer('X509_SubjectPublicKeyInfo', () => ({
  about: "The subject's key, and what sort of key it is.",
  source: 'RFC 5280 §4.1.2.7',
  fields: {
    signatureAlgorithm: algorithm(),
    subjectPublicKey: choose(
      (self) => algorithmOf(self['signatureAlgorithm']),
      {
        [RSA]: ber.tagged(
          BIT_STRING,
          ber.sequence(() => X509_RSAKey),
        ),
      },
      ber.tagged(
        BIT_STRING,
        ber.sequence(() => X509_KeyBits),
      ),
    ),
  },
  columns: { 'x509af.subjectPublicKey': (_info, { b, start, end }) => bitsAt(b, start, end) },
}));

/** `240131235959Z`, or with four digits of the year (generalTime) from 2050 on. */
const time = () => ber.choice({ utcTime: ber.text({ tag: 0x17, wireshark: 'x509af.utcTime' }), generalTime: ber.text({ tag: 0x18 }) });

/** @see RFC 5280 §4.1.2.5 */
export const X509_Validity = layer('X509_Validity', () => ({
  about: 'From when until when the certificate is good.',
  source: 'RFC 5280 §4.1.2.5',
  fields: { not_before: time(), not_after: time() },
}));
/** What is signed. @see RFC 5280 §4.1.2 */
export const X509_TBSCertificate = layer('X509_TBSCertificate', () => ({
  about: 'What a certificate says, which is what its signature covers.',
  source: 'RFC 5280 §4.1.2',
  fields: {
    version: ber.optional(ber.explicit(0xa0, ber.integer({ names: { v1: 0, v2: 1, v3: 2 }, wireshark: 'x509af.version' }))),
    serialNumber: ber.tagged(0x02, ber.octetString({ default: Uint8Array.of(1), wireshark: 'x509af.serialNumber' })),
    signature: algorithm(),
    issuer: distinguishedName(),
    validity: ber.sequence(() => X509_Validity),
    subject: distinguishedName(),
    subjectPublicKeyInfo: ber.sequence(() => X509_SubjectPublicKeyInfo),
    issuerUniqueID: ber.optional(ber.tagged(0x81, ber.octetString({ wireshark: 'x509af.issuerUniqueIdentifier' }))),
    subjectUniqueID: ber.optional(ber.tagged(0x82, ber.octetString({ wireshark: 'x509af.subjectUniqueIdentifier' }))),
    extensions: ber.optional(ber.explicit(0xa3, ber.sequenceOf(ber.sequence(() => X509_Extension)))),
  },
}));

/** @see RFC 5280 §4.1.1.3 */
export const X509_Signature = layer('X509_Signature', () => ({
  about: 'A signature.',
  source: 'RFC 5280 §4.1.1.3',
  fields: { unused: u8(), signature: octets({ wireshark: 'x509af.encrypted' }) },
}));

/** A certificate in a field: given and read by its names, or as `{ octets }`, which is DER. @see RFC 5280 §4.1 */
export const x509Certificate = () =>
  ber.sequence({
    tbsCertificate: ber.sequence(() => X509_TBSCertificate),
    signatureAlgorithm: algorithm(),
    signatureValue: ber.tagged(
      BIT_STRING,
      ber.sequence(() => X509_Signature),
    ),
  });

/** One certificate by itself, as a file of DER has it. @see RFC 5280 §4.1 */
export const X509_Cert = layer('X509_Cert', () => ({
  title: 'X.509 Certificate',
  about: 'A certificate: whose key it has, who says so, and for how long.',
  source: 'RFC 5280 §4.1',
  wireshark: '',
  fields: { certificate: x509Certificate() },
  begins: (b, start, end) => end - start > 4 && b[start] === 0x30,
  summary: () => 'X.509 certificate',
}));
