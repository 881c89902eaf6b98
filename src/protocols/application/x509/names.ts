/** Names in certificates: of issuers and subjects, and the other sorts that extensions have. @see RFC 5280 §4.1.2.4, §4.2.1.6 */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { recordOf } from '../../../packet/fields/alternatives.ts';
import { ber } from '../../../packet/fields/ber/ber.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { plainOf } from '../../../packet/spec/inside.ts';

const COUNTRY = '2.5.4.6';

/** The texts of X.520's DirectoryString, and IA5String, which addresses of mail have. UTF-16 stays octets. @see RFC 5280 Appendix A.1 */
const anyText = () =>
  ber.choice({
    utf8: ber.text({ tag: 0x0c, encoding: 'utf8', wireshark: 'x509sat.uTF8String' }),
    printable: ber.text({ tag: 0x13, wireshark: 'x509sat.printableString' }),
    ia5: ber.text({ tag: 0x16, wireshark: 'x509sat.IA5String' }),
    teletex: ber.text({ tag: 0x14, wireshark: 'x509sat.teletexString' }),
    bmp: ber.tagged(0x1e, ber.octetString()),
    universal: ber.tagged(0x1c, ber.octetString({ wireshark: 'x509sat.universalString' })),
  });
/** Two letters. */
const country = () => {
  const wireshark = 'x509sat.CountryName';
  return ber.choice({ printable: ber.text({ tag: 0x13, wireshark }), utf8: ber.text({ tag: 0x0c, encoding: 'utf8', wireshark }) });
};

/** @see RFC 5280 §4.1.2.4 */
export const X509_AttributeTypeAndValue = layer('X509_AttributeTypeAndValue', () => ({
  about: 'A part of a name: what it is (2.5.4.3: common name, 2.5.4.10: organization …), and its text.',
  source: 'RFC 5280 §4.1.2.4',
  fields: {
    type: ber.oid({ default: '2.5.4.3', wireshark: 'x509if.oid' }),
    value: choose((self) => String(plainOf(self['type'])), { [COUNTRY]: country() }, anyText()),
  },
}));

/** A distinguished name: a list of parts, of which several may belong together. @see RFC 5280 §4.1.2.4 */
export const distinguishedName = () => ber.sequenceOf(ber.tagged(0x31, ber.sequenceOf(ber.sequence(() => X509_AttributeTypeAndValue))));

/** @see RFC 5280 §4.2.1.6 */
export const X509_IPv4 = layer('X509_IPv4', () => ({
  about: 'An address of IPv4.',
  source: 'RFC 5280 §4.2.1.6',
  fields: { ipv4: ipv4({ wireshark: 'x509ce.IPAddress.ipv4' }) },
}));

/** @see RFC 5280 §4.2.1.6 */
export const X509_IPv6 = layer('X509_IPv6', () => ({
  about: 'An address of IPv6.',
  source: 'RFC 5280 §4.2.1.6',
  fields: { ipv6: ipv6({ wireshark: 'x509ce.IPAddress.ipv6' }) },
}));

/** A name of any sort, as `['dNSName', 'example.com']`. @see RFC 5280 §4.2.1.6 */
export const generalName = () =>
  ber.choice({
    dNSName: ber.text({ tag: 0x82, wireshark: 'x509ce.dNSName' }),
    rfc822Name: ber.text({ tag: 0x81, wireshark: 'x509ce.rfc822Name' }),
    uniformResourceIdentifier: ber.text({ tag: 0x86, wireshark: 'x509ce.uniformResourceIdentifier' }),
    iPAddress: ber.explicit(
      0x87,
      recordOf(
        () => X509_IPv4,
        () => X509_IPv6,
      ),
    ),
    directoryName: ber.explicit(0xa4, distinguishedName()),
    registeredID: ber.tagged(0x88, ber.oid({ wireshark: 'x509ce.registeredID' })),
    otherName: ber.tagged(0xa0, ber.octetString()),
    x400Address: ber.tagged(0xa3, ber.octetString()),
    ediPartyName: ber.tagged(0xa5, ber.octetString()),
  });

export const generalNames = () => ber.sequenceOf(generalName());
