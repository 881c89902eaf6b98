import { expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { dissect } from '../../protocols.ts';
import { DHCP6_Advertise, DHCP6_InfoRequest, DHCP6_Reply, DHCP6_Solicit } from './dhcpv6.ts';
import { DHCP6, DHCP6_RelayForward } from './options.ts';

const origin = 'scapy 2.5: the same options';
const SOLICIT =
  '01df372f0001000e0001000121697673080027166659000300281208002700000000000000000005001820010db800000000000000000000000100000064000000c8000800020065000600080018001700110027000e0000';

layerSuite(
  'DHCPv6',
  [
    {
      what: 'a client that looks for servers',
      origin,
      first: DHCP6,
      chain: 'DHCP6_Solicit',
      octets: SOLICIT,
      read: {
        DHCP6_Solicit: {
          msgtype: 1,
          trid: 0xdf372f,
          options: [
            ['ClientId', [1, { type: 1, hwtype: 1, timeval: 0x21697673, lladdr: '08:00:27:16:66:59' }]],
            [
              'IA_NA',
              { iaid: 0x12080027, T1: 0, ianaopts: [['IAAddress', { addr: '2001:db8::1', preflft: 100, validlft: 200, iaaddropts: [] }]] },
            ],
            ['ElapsedTime', 101],
            ['OptReq', [24, 23, 17, 39]],
            ['RapidCommit'],
          ],
        },
      },
      build: () => [
        DHCP6_Solicit({
          trid: 0xdf372f,
          options: [
            ['ClientId', [1, { timeval: 0x21697673, lladdr: '08:00:27:16:66:59' }]],
            ['IA_NA', { iaid: 0x12080027, ianaopts: [['IAAddress', { addr: '2001:db8::1', preflft: 100, validlft: 200 }]] }],
            ['ElapsedTime', 101],
            ['OptReq', [24, 23, 17, 39]],
            'RapidCommit',
          ],
        }),
      ],
      summary: 'DHCP6 SOLICIT',
    },
    {
      what: 'a message that a relay passes on',
      origin,
      first: DHCP6,
      chain: 'DHCP6_RelayForward',
      octets: '0c0120010db8000000000000000000000001fe80000000000000000000000000000100120004657468300009000a0b000005000800020000',
      read: {
        DHCP6_RelayForward: {
          hopcount: 1,
          peeraddr: 'fe80::1',
          options: [
            ['IfaceId', '65746830'],
            ['RelayMsg', [11, { msgtype: 11, trid: 5, options: [['ElapsedTime', 0]] }]],
          ],
        },
      },
      build: () => [
        DHCP6_RelayForward({
          hopcount: 1,
          linkaddr: '2001:db8::1',
          peeraddr: 'fe80::1',
          options: [
            ['IfaceId', 'eth0'],
            ['RelayMsg', [11, { msgtype: 11, trid: 5, options: [['ElapsedTime', 0]] }]],
          ],
        }),
      ],
    },
    {
      what: 'an answer',
      origin,
      first: DHCP6,
      chain: 'DHCP6_Reply',
      octets:
        '070000070002000a000300010200000000010017001020010db800000000000000000000005300180013076578616d706c65036f726700047465737400000d000400006f6b00190029000000010000000200000003001a001900000001000000023820010db8000100000000000000000000',
      read: {
        DHCP6_Reply: {
          options: [
            ['ServerId', [3, { lladdr: '02:00:00:00:00:01' }]],
            ['DNSServers', ['2001:db8::53']],
            ['DNSDomains', ['example.org.', 'test.']],
            ['StatusCode', { statuscode: 0, statusmsg: 'ok' }],
            ['IA_PD', { iaid: 1, T2: 3, iapdopt: [['IAPrefix', { plen: 56, prefix: '2001:db8:1::' }]] }],
          ],
        },
      },
    },
    {
      what: 'a request with what vendors say',
      origin,
      first: DHCP6,
      chain: 'DHCP6_Request',
      octets:
        '030000090010000e0000013700084d53465420352e30000f00030001780027000f0104686f7374076578616d706c65000011000a000000090001000261620007000107000b000e0301000000000000000000616263',
      read: {
        DHCP6_Request: {
          options: [
            ['VendorClass', { enterprisenum: 311 }],
            ['UserClass', ['78']],
            ['ClientFQDN', {}],
            ['VendorSpecificInfo', { enterprisenum: 9, vso: [[1, '6162']] }],
            ['Pref', 7],
            ['Auth', { proto: 3, authinfo: '616263' }],
          ],
        },
      },
    },
  ],
  { mutations: 300 },
);

it('an answer has the number of its question', () => {
  const { match } = DHCP6_Solicit.spec;
  const of = (hex: string): unknown => {
    const p = dissect(fromHex(hex), DHCP6);
    return p.get(DHCP6_Reply) ?? p.get(DHCP6_Solicit) ?? p.get(DHCP6_Advertise);
  };
  expect(match?.answers(of('02df372f') as never, of('01df372f') as never)).toBe(true);
  expect(match?.answers(of('02df372e') as never, of('01df372f') as never)).toBe(false);
  expect(DHCP6_InfoRequest.spec.below).toEqual({ UDP: { sport: 546, dport: 547 } });
});
