import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { CHDLC, CHDLC_CLNS } from '../../link/chdlc.ts';
import { Dot3 } from '../../link/ethernet.ts';
import { LLC } from '../../link/llc.ts';
import { dissect, packet } from '../../protocols.ts';
import { ISIS_CommonHdr, ISIS_L1_CSNP, ISIS_L1_LAN_Hello, ISIS_L1_PSNP, ISIS_L2_LSP, ISIS_P2P_Hello } from './isis.ts';

const origin = 'scapy 2.5.0 (contrib isis)';

layerSuite(
  'IS-IS',
  [
    {
      what: 'a Hello on a LAN',
      origin,
      first: ISIS_CommonHdr,
      chain: 'ISIS_CommonHdr/ISIS_L1_LAN_Hello',
      octets: '831b01000f01000001010203040506001e003301010203040506010104034900018102cc8e8404c00002010606020000000001',
      read: {
        ISIS_CommonHdr: { hdrlen: 27, pdutype: 15 },
        ISIS_L1_LAN_Hello: {
          circuittype: 'L1',
          sourceid: '0102.0304.0506',
          pdulength: 51,
          lanid: '0102.0304.0506.01',
          tlvs: [
            ['Area', [{ arealen: 3, areaid: '490001' }]],
            ['ProtocolsSupported', [0xcc, 0x8e]],
            ['IpInterfaceAddress', ['192.0.2.1']],
            ['IsNeighbour', ['02:00:00:00:00:01']],
          ],
        },
      },
      build: () => [
        ISIS_CommonHdr(),
        ISIS_L1_LAN_Hello({
          circuittype: 'L1',
          lanid: '0102.0304.0506.01',
          tlvs: [
            ['Area', [{ areaid: Uint8Array.of(0x49, 0, 1) }]],
            ['ProtocolsSupported', [0xcc, 0x8e]],
            ['IpInterfaceAddress', ['192.0.2.1']],
            ['IsNeighbour', ['02:00:00:00:00:01']],
          ],
        }),
      ],
      summary: 'ISIS L1 LAN Hello PDU / ISIS_L1_LAN_Hello',
    },
    {
      what: 'a Hello on a link of two',
      origin,
      first: ISIS_CommonHdr,
      chain: 'ISIS_CommonHdr/ISIS_P2P_Hello',
      octets: '831401001101000002010203040506001e002501f00f000000000111112222333300000002',
      build: () => [
        ISIS_CommonHdr(),
        ISIS_P2P_Hello({
          localcircuitid: 1,
          tlvs: [
            [
              'P2PAdjacencyState',
              { state: 'Up', extlocalcircuitid: 1, neighboursystemid: '1111.2222.3333', neighbourextlocalcircuitid: 2 },
            ],
          ],
        }),
      ],
    },
    {
      what: 'a link state packet',
      origin,
      first: ISIS_CommonHdr,
      chain: 'ISIS_CommonHdr/ISIS_L2_LSP',
      octets:
        '831b010014010000004804af0102030405060000000000070a13038902723116110102030405060700000a060604c000020187080000000a18c00002ec0a00000001002020010db8',
      read: {
        ISIS_L2_LSP: {
          lspid: '0102.0304.0506.00-00',
          checksum: 0x0a13,
          typeblock: 'L1+L2',
          tlvs: [
            ['DynamicHostname', 'r1'],
            ['ExtendedIsReachability', [{ metric: 10, subtlvs: [['IPv4InterfaceAddress', '192.0.2.1']] }]],
            ['ExtendedIpReachability', [{ metric: 10, pfxlen: 24, pfx: '192.0.2.0' }]],
            ['Ipv6Reachability', [{ pfxlen: 32, pfx: '2001:db8::' }]],
          ],
        },
      },
      build: () => [
        ISIS_CommonHdr(),
        ISIS_L2_LSP({
          seqnum: 7,
          tlvs: [
            ['DynamicHostname', 'r1'],
            ['ExtendedIsReachability', [{ metric: 10, subtlvs: [['IPv4InterfaceAddress', '192.0.2.1']] }]],
            ['ExtendedIpReachability', [{ metric: 10, pfxlen: 24, pfx: '192.0.2.0' }]],
            ['Ipv6Reachability', [{ pfxlen: 32, pfx: '2001:db8::' }]],
          ],
        }),
      ],
    },
    {
      what: 'complete sequence numbers',
      origin,
      first: ISIS_CommonHdr,
      chain: 'ISIS_CommonHdr/ISIS_L1_CSNP',
      octets: '83210100180100000033010203040506000000000000000000ffffffffffffffff091004b00102030405060708000000031234',
      build: () => [ISIS_CommonHdr(), ISIS_L1_CSNP({ tlvs: [['LspEntry', [{ seqnum: 3, checksum: 0x1234 }]]] })],
    },
    {
      what: 'partial sequence numbers',
      origin,
      first: ISIS_CommonHdr,
      chain: 'ISIS_CommonHdr/ISIS_L1_PSNP',
      octets: '831101001a010000002301020304050600091004b00102030405060708000000010000',
      build: () => [ISIS_CommonHdr(), ISIS_L1_PSNP({ tlvs: [['LspEntry', [{}]]] })],
    },
  ],
  { mutations: 400 },
);

describe('IS-IS', () => {
  it('follows LLC, and Cisco HDLC with or without its octet', () => {
    const on = packet(Dot3(), LLC(), ISIS_CommonHdr(), ISIS_L1_PSNP());
    expect(on.get(LLC)?.dsap).toBe(0xfe);
    expect(chainOf(dissect(on.bytes, Dot3))).toBe('Dot3/LLC/ISIS_CommonHdr/ISIS_L1_PSNP');
    const padded = packet(CHDLC(), CHDLC_CLNS({ padding: 3 }), ISIS_CommonHdr(), ISIS_L1_PSNP());
    expect(chainOf(dissect(padded.bytes, CHDLC))).toBe('CHDLC/CHDLC_CLNS/ISIS_CommonHdr/ISIS_L1_PSNP');
    expect(chainOf(dissect(packet(CHDLC({ proto: 0xfefe }), ISIS_CommonHdr(), ISIS_L1_PSNP()).bytes, CHDLC))).toBe(
      'CHDLC/ISIS_CommonHdr/ISIS_L1_PSNP',
    );
  });

  it('refuses what is no identifier', () => {
    expect(() => packet(ISIS_P2P_Hello({ sourceid: '0102.0304' })).bytes).toThrow(
      'is no identifier of 6 octets: expected the form 0102.0304.0506',
    );
  });
});
