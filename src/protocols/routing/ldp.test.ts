import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex } from '../../bytes/hex.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP } from '../transport/udp.ts';
import { dissect, packet } from '../protocols.ts';
import { LDP, LDPHello, LDPKeepAlive, LDPLabelMM } from './ldp.ts';

const origin = 'tcpdump/tests/ldp-common-session.pcap (BSD-3-Clause)';

layerSuite(
  'LDP',
  [
    {
      what: 'a Hello',
      origin,
      first: LDP,
      chain: 'LDP/LDPHello',
      octets: '00010026aca8000200000100001c0000003804000004000f000004010004aca800028701000440000000',
      read: {
        LDP: { len: 38, id: '172.168.0.2', space: 0 },
        LDPHello: {
          type: 0x0100,
          len: 28,
          id: 0x38,
          tlvs: [
            ['CommonHello', { hold: 15, targeted: false }],
            ['IPv4Transport', '172.168.0.2'],
            [0x8701, '40000000'],
          ],
        },
      },
      build: () => [
        LDP({ id: '172.168.0.2' }),
        LDPHello({
          id: 0x38,
          tlvs: [
            ['CommonHello', { hold: 15 }],
            ['IPv4Transport', '172.168.0.2'],
            [0x8701, Uint8Array.of(0x40, 0, 0, 0)],
          ],
        }),
      ],
      summary: 'LDP 172.168.0.2:0 / LDPHello',
    },
    {
      what: 'two units, of which the second has two messages',
      origin,
      first: LDP,
      chain: 'LDP/LDPKeepAlive/LDP/LDPLabelMM/LDPLabelMM',
      octets:
        '0001000ec0a800020000020100040000000200010058c0a800020000' +
        '04000025000000050100000802000120c0a800020200000400000003010300010101040004c0a80002' +
        '04000025000000060100000802000120c0a801020200000400000003010300010101040004c0a80002',
      read: {
        LDPLabelMM: {
          tlvs: [
            ['FEC', [{ type: 2, value: { family: 1, length: 32, prefix: '192.168.0.2' } }]],
            ['GenericLabel', 3],
            ['HopCount', 1],
            ['PathVector', ['192.168.0.2']],
          ],
        },
      },
    },
    {
      what: 'an Initialization',
      origin,
      first: LDP,
      chain: 'LDP/LDPInit',
      octets: '00010025c0a8000200000200001b000000010500000e0001001e40200000c0a800010000850b000180',
      read: {
        LDPInit: {
          tlvs: [
            ['CommonSession', { version: 1, keepalive: 30, detectsLoops: true, pathLimit: 32, receiver: '192.168.0.1' }],
            [0x850b, '80'],
          ],
        },
      },
    },
  ],
  { mutations: 400 },
);

describe('LDP', () => {
  it('is found by its port in both transports', () => {
    const unit = packet(LDP(), LDPKeepAlive({ id: 1 })).bytes;
    expect(chainOf(dissect(packet(UDP({ sport: 646, dport: 646 }), unit).bytes, UDP))).toBe('UDP/LDP/LDPKeepAlive');
    expect(chainOf(dissect(packet(TCP({ sport: 646, dport: 646 }), unit).bytes, TCP))).toBe('TCP/LDP/LDPKeepAlive');
    expect(chainOf(dissect(packet(TCP({ sport: 646, dport: 646 }), fromHex('0002000e0000')).bytes, TCP))).toBe('TCP/Raw');
  });

  it('has networks of as few octets as they need', () => {
    const p = packet(LDP(), LDPLabelMM({ tlvs: [['FEC', [{ type: 'prefix', value: { length: 9, prefix: '10.128.0.0' } }]]] }));
    expect(p.bytes.length).toBe(10 + 8 + 4 + 6);
  });
});
