/** LDAP: octets of captures. */
import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { CLDAP, LDAP } from './ldap.ts';

layerSuite(
  'LDAP',
  [
    {
      what: 'a search for a domain controller',
      origin: 'suricata-verify/tests/bug-8619/cldap-leak.pcap (MIT), packet 1; tshark 4.0 reads the same values',
      first: CLDAP,
      chain: 'CLDAP',
      octets:
        '306b020101636604000a01000a0100020100020100010100a047a3220409446e73446f6d61696e041573342e686f77746f2e61626172746c65742e6e' +
        '6574a3120404486f7374040a57494e444f5753372d33a30d04054e74566572040416000000300a04084e65746c6f676f6e',
      read: {
        CLDAP: {
          message: {
            messageID: 1,
            protocolOp: ['searchRequest', { baseObject: '', scope: 0, sizeLimit: 0, typesOnly: false, attributes: ['Netlogon'] }],
          },
        },
      },
      summary: 'CLDAP searchRequest',
    },
    {
      what: 'what was found, and the end of the search',
      origin: 'suricata-verify/tests/bug-8619/cldap-leak.pcap (MIT), packet 2',
      first: CLDAP,
      chain: 'CLDAP/CLDAP',
      octets:
        '3081860201016481800400307c307a04086e65746c6f676f6e316e046c17000000bd1100007497781f053bd7428bb28cf3d97a7f6a02733405686f77' +
        '746f0861626172746c6574036e657400c018046f626564c0180853342d484f57544f00044f42454400001744656661756c742d46697273742d536974' +
        '652d4e616d6500c04905000000ffffffff300c02010165070a010004000400',
      read: { CLDAP: { message: { messageID: 1, protocolOp: ['searchResEntry', { objectName: '' }] } } },
    },
    {
      what: 'a response to a bind, with lengths of four octets',
      origin: 'zeek/testing/btest/Traces/ldap/krb5-sign-seal-01.pcap (BSD-3-Clause), packet 9',
      first: LDAP,
      chain: 'LDAP',
      octets:
        '3084000000b9020200d76184000000af0a010004000400878200a4a181a130819ea0030a0100a10b06092a864882f712010202a28189048186608183' +
        '06092a864886f71201020202006f743072a003020105a10302010fa2663064a003020117a25d045b4a9f10ab8996fa43f2fb4092a76cc3fa6c1f0011' +
        '67fac904dab067f5f2da59a7549057bd3eb46cb467fd3b01d73f5051aa632ed8d6a6e581bbab1780faabac515284139cfb44c204ae1ec25a2d58909d' +
        '22ff52349e6d2e4d835b98',
      read: {
        LDAP: { message: { messageID: 215, protocolOp: ['bindResponse', { resultCode: 0, matchedDN: '', diagnosticMessage: '' }] } },
      },
      summary: 'LDAP bindResponse',
    },
  ],
  { mutations: 500 },
);

describe('LDAP', () => {
  it('is built as RFC 4511 §4.2 has it', () => {
    const bind = LDAP({
      message: { messageID: 7, protocolOp: ['bindRequest', { name: 'cn=a', authentication: ['simple', 'pw'] }] as never },
    });
    // Made by hand; tshark 4.0 reads a bindRequest(7) "cn=a" simple.
    expect(toHex(packet(bind).bytes)).toBe('3012020107600d0201030404636e3d6180027077');
  });

  it('is matched by the number of the request', () => {
    const of = (octets: string): any => dissect(fromHex(octets), LDAP).get(LDAP);
    const { match } = LDAP.spec;
    const search = of('3025020105632004000a01000a0100020100020100010100870b6f626a656374636c61737330' + '00');
    const done = of('300c02010565070a010004000400');
    expect(match?.answers(done, search)).toBe(true);
    expect(match?.answers(search, done)).toBe(false);
    expect(match?.answers(of('300c02010665070a010004000400'), search)).toBe(false);
  });

  it('begins where a message does', () => {
    for (const octets of ['30', '3003020105', '300502010566', '3006040105650400', '30050201059f'])
      expect(chainOf(dissect(fromHex(octets), LDAP))).toBe('Raw');
  });
});
