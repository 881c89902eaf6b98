/** Extensions of certificates, by their object identifiers; the value of any other is octets. @see RFC 5280 §4.2 */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { plainOf } from '../../../packet/spec/inside.ts';
import { generalName, generalNames } from './names.ts';

/** What bits of the usage mean, from the first on. @see RFC 5280 §4.2.1.3 */
const USAGES = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];
const isUsage =
  (i: number) =>
  ({ usage }: { readonly usage: Uint8Array }): boolean =>
    (((usage[i >> 3] ?? 0) << (i & 7)) & 0x80) !== 0;

/** @see RFC 5280 §4.2.1.3 */
export const X509_KeyUsage = layer('X509_KeyUsage', () => ({
  about: 'What the key is for: a bit each, the first for signatures.',
  source: 'RFC 5280 §4.2.1.3',
  fields: {
    unused: u8({ about: 'bits at the end that are none' }),
    usage: octets({
      wireshark: 'x509ce.KeyUsage',
      about: '0x80: signatures, 0x40: commitment, 0x20: keys, 0x10: data, 8: key agreement, 4: certificates, 2: revocation lists',
    }),
  },
  columns: Object.fromEntries(USAGES.map((name, i) => [`x509ce.KeyUsage.${name}`, isUsage(i)])),
}));

/** RFC 5280 §4.2.1.13: where lists of what was revoked are. */
const distributionPoint = () =>
  ber.sequence({
    distributionPoint: ber.optional(
      ber.explicit(
        0xa0,
        ber.choice({ fullName: ber.tagged(0xa0, generalNames()), nameRelativeToCRLIssuer: ber.tagged(0xa1, ber.octetString()) }),
      ),
    ),
    reasons: ber.optional(ber.tagged(0x81, ber.octetString())),
    cRLIssuer: ber.optional(ber.tagged(0xa2, generalNames())),
  });

/** The values that RFC 5280 §4.2 has a form for, each in an OCTET STRING. */
const values = () => ({
  // Subject key identifier.
  '2.5.29.14': ber.explicit(0x04, ber.octetString({ wireshark: 'x509ce.SubjectKeyIdentifier' })),
  '2.5.29.15': ber.explicit(
    0x04,
    ber.tagged(
      0x03,
      ber.sequence(() => X509_KeyUsage),
    ),
  ),
  // Other names of the subject, and of the issuer.
  '2.5.29.17': ber.explicit(0x04, generalNames()),
  '2.5.29.18': ber.explicit(0x04, generalNames()),
  // Basic constraints.
  '2.5.29.19': ber.explicit(
    0x04,
    ber.sequence({
      cA: ber.optional(ber.boolean({ wireshark: 'x509ce.cA' })),
      pathLenConstraint: ber.optional(ber.integer({ wireshark: 'x509ce.pathLenConstraint' })),
    }),
  ),
  '2.5.29.31': ber.explicit(0x04, ber.sequenceOf(distributionPoint())),
  // Policies.
  '2.5.29.32': ber.explicit(
    0x04,
    ber.sequenceOf(
      ber.sequence({
        policyIdentifier: ber.oid({ wireshark: 'x509ce.policyIdentifier' }),
        policyQualifiers: ber.optional(ber.tagged(0x30, ber.octetString())),
      }),
    ),
  ),
  // Authority key identifier.
  '2.5.29.35': ber.explicit(
    0x04,
    ber.sequence({
      keyIdentifier: ber.optional(ber.tagged(0x80, ber.octetString({ wireshark: 'x509ce.keyIdentifier' }))),
      authorityCertIssuer: ber.optional(ber.tagged(0xa1, generalNames())),
      authorityCertSerialNumber: ber.optional(ber.tagged(0x82, ber.octetString({ wireshark: 'x509ce.authorityCertSerialNumber' }))),
    }),
  ),
  // Extended key usage.
  '2.5.29.37': ber.explicit(0x04, ber.sequenceOf(ber.oid({ wireshark: 'x509ce.KeyPurposeId' }))),
  // Authority information access (§4.2.2.1).
  '1.3.6.1.5.5.7.1.1': ber.explicit(
    0x04,
    ber.sequenceOf(ber.sequence({ accessMethod: ber.oid({ wireshark: 'pkix1implicit.accessMethod' }), accessLocation: generalName() })),
  ),
});

/** @see RFC 5280 §4.1 */
export const X509_Extension = layer('X509_Extension', () => ({
  about: 'An extension: what it is, whether it must be understood, and its value.',
  source: 'RFC 5280 §4.1, §4.2',
  fields: {
    extnID: ber.oid({ default: '2.5.29.14', wireshark: 'x509af.extension.id' }),
    critical: ber.optional(ber.boolean({ wireshark: 'x509af.critical' })),
    extnValue: choose((self) => String(plainOf(self['extnID'])), values(), ber.octetString()),
  },
}));
