import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { dissect, packet } from '../protocols.ts';
import {
  SCTP,
  SCTPChunkAbort,
  SCTPChunkCookieEcho,
  SCTPChunkData,
  SCTPChunkInit,
  SCTPChunkInitAck,
  SCTPChunkShutdownAck,
  SCTPChunkUnknown,
} from './sctp.ts';

const hex = (text: string): string => text.replaceAll(' ', '');

layerSuite('SCTP', [
  {
    what: 'INIT',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/SCTP/SCTPChunkInit',
    octets: hex('45000034000100004084f641c0000201c0000202 03e807d00000000507cedeef 01000014112233440000000000020003 00000007'),
    read: {
      SCTP: { sport: 1000, dport: 2000, tag: 5, chksum: 0x07cedeef },
      SCTPChunkInit: { type: 1, len: 20, init_tag: 0x11223344, n_out_streams: 2, n_in_streams: 3, init_tsn: 7, params: '' },
    },
    build: () => [
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      SCTP({ sport: 1000, dport: 2000, tag: 5 }),
      SCTPChunkInit({ init_tag: 0x11223344, a_rwnd: 0, n_out_streams: 2, n_in_streams: 3, init_tsn: 7 }),
    ],
  },
  {
    what: 'DATA with padding, and ABORT behind it',
    origin: 'scapy 2.5',
    first: SCTP,
    chain: 'SCTP/SCTPChunkData/SCTPChunkAbort',
    octets: hex('03e807d0000000050be9348f 0003001500000001000200030000000468656c6c6f000000 06000004'),
    read: {
      SCTPChunkData: {
        len: 21,
        beginning: true,
        ending: true,
        tsn: 1,
        stream_id: 2,
        stream_seq: 3,
        proto_id: 4,
        data: '68656c6c6f',
        pad: '000000',
      },
      SCTPChunkAbort: { len: 4, TCB: false, error_causes: '' },
    },
    build: () => [
      SCTP({ sport: 1000, dport: 2000, tag: 5 }),
      SCTPChunkData({ beginning: true, ending: true, tsn: 1, stream_id: 2, stream_seq: 3, proto_id: 4, data: 'hello' }),
      SCTPChunkAbort(),
    ],
  },
  {
    what: 'COOKIE ECHO and SHUTDOWN ACK',
    origin: 'scapy 2.5',
    first: SCTP,
    chain: 'SCTP/SCTPChunkCookieEcho/SCTPChunkShutdownAck',
    octets: hex('00500051000000008ad49e2b 0a000009616263646500000008000004'),
    read: { SCTPChunkCookieEcho: { len: 9, cookie: '6162636465' }, SCTPChunkShutdownAck: { len: 4 } },
    build: () => [SCTP({ sport: 80, dport: 81 }), SCTPChunkCookieEcho({ cookie: 'abcde' }), SCTPChunkShutdownAck()],
  },
  {
    what: 'chunks of other types',
    origin: 'RFC 9260 §3.2, §3.3.4 (SACK), by hand',
    first: SCTP,
    chain: 'SCTP/SCTPChunkUnknown/SCTPChunkUnknown',
    octets: hex('0050005100000000 00000000 0b000004 030000100000000100010000 00000000'),
    read: { SCTPChunkUnknown: { type: 11, len: 4, data: '' } },
  },
]);

describe('SCTP', () => {
  it('is found over IPv6, and its checksum covers no pseudo-header', () => {
    const four = packet(IP(), SCTP({ sport: 1, dport: 2 }), SCTPChunkInitAck()).get(SCTP).chksum;
    const six = packet(IPv6(), SCTP({ sport: 1, dport: 2 }), SCTPChunkInitAck());
    expect(six.get(SCTP).chksum).toBe(four);
    expect(six.get(IPv6).nh).toBe(132);
    expect(dissect(six.bytes, IPv6).get(SCTPChunkInitAck)?.type).toBe(2);
  });

  it('a chunk that was cut short is one of no known kind', () => {
    const whole = packet(SCTP(), SCTPChunkInit()).bytes;
    const p = dissect(whole.subarray(0, 20), SCTP);
    expect(p.layers().map((layer) => layer.layerName)).toEqual(['SCTP', 'SCTPChunkUnknown']);
    expect(p.issues.length).toBeGreaterThan(0);
  });

  it('a chunk that claims fewer octets than it has does not stop the next', () => {
    const p = dissect(Uint8Array.of(0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 11, 0, 0, 0, 11, 0, 0, 4), SCTP);
    expect(p.layers().filter((layer) => layer.layerName === 'SCTPChunkUnknown').length).toBe(2);
    expect(p.get(SCTPChunkUnknown, 2)?.len).toBe(4);
  });
});
