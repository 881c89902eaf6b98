/** X.509: certificates of openssl, and what node:crypto reads in them. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { TLSCertificate } from '../tls/handshake.ts';
import { X509_Cert } from './certificate.ts';

/** `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256`, OpenSSL 3.0.19, with a name of each sort. */
const elliptic =
  '308202673082020da00302010202091234567890abcdef12300a06082a8648ce3d0403023047310b300906035504061302434831153013060355040a0c0c' +
  '5061636b65747772696768743115301306035504030c0c746573742e6578616d706c65310a30080603550405130137301e170d3236313132393035313033' +
  '355a170d3336313132363035313033355a3047310b300906035504061302434831153013060355040a0c0c5061636b657477726967687431153013060355' +
  '04030c0c746573742e6578616d706c65310a300806035504051301373059301306072a8648ce3d020106082a8648ce3d03010703420004d8bccd400deea7' +
  '0cabef700144422c58972b86dcf951b45cb735976084dad7986c37be95c171cac72d5a64e8c7be57301359f30d99c805375203953cf06028a4a381e13081' +
  'de301d0603551d0e0416041424d10cc0ed26c26eab9af619f460741091c0773e301f0603551d2304183016801424d10cc0ed26c26eab9af619f460741091' +
  'c0773e300f0603551d130101ff040530030101ff30660603551d11045f305d820c746573742e6578616d706c65820e2a2e746573742e6578616d706c6587' +
  '04c0000201871020010db8000000000000000000000001810e6140746573742e6578616d706c65861568747470733a2f2f746573742e6578616d706c652f' +
  '300e0603551d0f0101ff04040302018230130603551d25040c300a06082b06010505070301300a06082a8648ce3d0403020348003045022100b4de2aa01f' +
  '3e60dc59a8a663f487a1f2eb4928a6e92e9170f5604a638dd5b8f6022056eb2e1a8cfa2a9e57188735808b2820f15adad3775b548f4021411146c38a8a';
/** `openssl req -x509 -newkey rsa:1024`. */
const rsa =
  '308201f53082015ea003020102020105300d06092a864886f70d01010b050030163114301206035504030c0b7273612e6578616d706c65301e170d323631' +
  '3132393035313033355a170d3336313132363035313033355a30163114301206035504030c0b7273612e6578616d706c6530819f300d06092a864886f70d' +
  '010101050003818d0030818902818100b6b7ff3a07211bf915b8044ff1e7aa5930044b90ad4b9cd0d83ccfc3605d931a061a834fe60b54824270006c2b47' +
  'baad862010dd864b0329260c41f27f281712d00a9c6268d6e3bbaa9569a0f3d8ed11124ffcb5990e041001f314a11ebb228fb9fefcb5760304e5d34dfeb9' +
  'f437e3918bc0b978378cecde6521f64ea95a25950203010001a3533051301d0603551d0e04160414a57d64aa3e6e43b3f88175fb462f0a1f8d5a381a301f' +
  '0603551d23041830168014a57d64aa3e6e43b3f88175fb462f0a1f8d5a381a300f0603551d130101ff040530030101ff300d06092a864886f70d01010b05' +
  '000381810023d3a42c48abbb2dad5b1703b0890a0492c493d44dd5441d2c98adbc922c37c9f10f28da7bec502cce6f15869e09983fdae4d2c746d817428c' +
  '779bd29f0984f6526ee5aaa54f55edff4cef56e0dea47ff321e7c6f0436c089d44cc049fd91fd4eeea41bbe212ef0adef56bb7cb4bed9bf7446714acdaa3' +
  'fee5908a8b54089c34';

layerSuite(
  'X.509',
  [
    {
      what: 'a certificate of a key on an elliptic curve',
      origin: 'openssl req -x509, OpenSSL 3.0.19',
      first: X509_Cert,
      chain: 'X509_Cert',
      octets: elliptic,
      summary: 'X.509 certificate',
    },
    {
      what: 'a certificate of a key of RSA',
      origin: 'openssl req -x509, OpenSSL 3.0.19',
      first: X509_Cert,
      chain: 'X509_Cert',
      octets: rsa,
    },
  ],
  { mutations: 300 },
);

const read = (octets: string): any => (plain(dissect(fromHex(octets), X509_Cert).get(X509_Cert)?.certificate) as any).tbsCertificate;

/** A certificate as it is, for who builds. */
const asOctets = (hex: string) => {
  const octets = fromHex(hex);
  return { octets };
};

describe('X.509', () => {
  it('tells whose key it is, for how long, and by which names', () => {
    const is = new X509Certificate(fromHex(elliptic));
    expect(is.subjectAltName).toBe(
      'DNS:test.example, DNS:*.test.example, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1, email:a@test.example, URI:https://test.example/',
    );
    expect(is.serialNumber).toBe('1234567890ABCDEF12');
    expect(read(elliptic)).toMatchObject({
      version: 2,
      serialNumber: '1234567890abcdef12',
      signature: { algorithm: '1.2.840.10045.4.3.2' },
      subject: [
        [{ type: '2.5.4.6', value: ['printable', 'CH'] }],
        [{ type: '2.5.4.10', value: ['utf8', 'Packetwright'] }],
        [{ type: '2.5.4.3', value: ['utf8', 'test.example'] }],
        [{ type: '2.5.4.5', value: ['printable', '7'] }],
      ],
      validity: { not_before: ['utcTime', '261129051035Z'], not_after: ['utcTime', '361126051035Z'] },
      subjectPublicKeyInfo: { signatureAlgorithm: { parameters: ['namedCurve', '1.2.840.10045.3.1.7'] } },
    });
    const of = (id: string) => read(elliptic).extensions.find((one: any) => one.extnID === id);
    expect(of('2.5.29.17').extnValue).toEqual([
      ['dNSName', 'test.example'],
      ['dNSName', '*.test.example'],
      ['iPAddress', { ipv4: '192.0.2.1' }],
      ['iPAddress', { ipv6: '2001:db8::1' }],
      ['rfc822Name', 'a@test.example'],
      ['uniformResourceIdentifier', 'https://test.example/'],
    ]);
    expect(of('2.5.29.15')).toMatchObject({ critical: true, extnValue: { unused: 1, usage: '82' } });
    expect(of('2.5.29.37').extnValue).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(of('2.5.29.19')).toMatchObject({ extnValue: { cA: true } });
  });

  it('has the size of a key of RSA in its modulus', () => {
    const details = new X509Certificate(fromHex(rsa)).publicKey.asymmetricKeyDetails;
    const { modulus, publicExponent } = read(rsa).subjectPublicKeyInfo.subjectPublicKey.key;
    expect([4 * modulus.replace(/^00/, '').length, BigInt(publicExponent)]).toEqual([details?.modulusLength, details?.publicExponent]);
  });

  it('is given by its octets or by its names, and stays as it is', () => {
    const message = packet(TLSCertificate({ certs: [elliptic, rsa].map(asOctets) })).bytes;
    const certs = dissect(message, TLSCertificate).get(TLSCertificate)?.certs as any;
    expect(plain(certs)).toHaveLength(2);
    expect(toHex(packet(TLSCertificate({ certs })).bytes)).toBe(toHex(message));
    expect(
      columnOf(dissect(message, TLSCertificate), TLSCertificate, 'tls.handshake.certificate', {
        b: message,
        start: 0,
        end: message.length,
      }),
    ).toEqual([fromHex(elliptic), fromHex(rsa)]);
  });

  it('keeps what is no certificate as octets', () => {
    const message = packet(TLSCertificate({ certs: [asOctets('0500')] })).bytes;
    expect(plain(dissect(message, TLSCertificate).get(TLSCertificate)?.certs)).toEqual([{ octets: '0500' }]);
  });
});
