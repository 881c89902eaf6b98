import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { namedValue } from '../../../../test/support/named-value.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { IP } from './ipv4.ts';

const a = '192.0.2.1',
  b = '192.0.2.2',
  ends = 'c0000201c0000202';

layerSuite('IPv4', [
  {
    what: 'nothing but a header',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP',
    octets: `45000014000100004000f6e5${ends}`,
    read: { IP: { version: 4, ihl: 5, len: 20, id: 1, flags: '', ttl: 64, proto: 0, src: a, dst: b } },
    build: () => [IP({ src: a, dst: b })],
    summary: '192.0.2.1 > 192.0.2.2 hopopt',
  },
  {
    what: 'later fragment',
    origin: 'scapy 2.5: IP(frag=3)/b"xx"',
    first: IP,
    chain: 'IP/Raw',
    octets: `45000016000100034000f6e0${ends}7878`,
    read: { IP: { frag: 3 } },
    build: () => [IP({ src: a, dst: b, frag: 3 }), 'xx'],
    summary: '192.0.2.1 > 192.0.2.2 hopopt frag:3 / Raw',
  },
  {
    what: 'options',
    origin: 'RFC 791 §3.1, RFC 2113, RFC 1393: NOP, RR, router alert, SID, a time stamp, an unknown one; by hand',
    first: IP,
    chain: 'IP',
    octets: `4d00003400010000400000 00${ends}01 0707 04c0000209 94040000 88041234 440c0501 c000020a 00000064 6303aa00`.replaceAll(' ', ''),
    read: {
      IP: {
        options: [
          ['NOP'],
          ['RR', { pointer: 4, routers: ['192.0.2.9'] }],
          ['RouterAlert', 0],
          ['SID', 0x1234],
          ['Timestamp', { pointer: 5, oflw: 0, flg: 1, stamps: [{ address: '192.0.2.10', time: 100 }] }],
          [99, 'aa'],
          ['EOL'],
        ],
      },
    },
    build: () => [
      IP({
        src: a,
        dst: b,
        chksum: 0,
        options: [
          'NOP',
          ['RR', { routers: ['192.0.2.9'] }],
          ['RouterAlert', 0],
          ['SID', 0x1234],
          ['Timestamp', { flg: 1, stamps: [{ address: '192.0.2.10', time: 100 }] }],
          [99, Uint8Array.of(0xaa)],
          'EOL',
        ],
      }),
    ],
  },
]);

const column = (p: Packet, name: string): unknown => namedValue(p, IP, name);

describe('IP', () => {
  it('takes options that do not fit their kind as octets', () => {
    const p = dissect(
      packet(
        IP({
          options: [
            ['RR', Uint8Array.of(4, 1, 2, 3, 4, 5)],
            ['SID', Uint8Array.of(1)],
          ],
        }),
      ).bytes,
      IP,
    );
    expect(plain(p.get(IP)?.options)).toEqual([['RR', '040102030405'], ['SID', '01'], ['EOL']]);
  });

  it('has columns of options', () => {
    const p = dissect(packet(IP({ options: ['NOP', ['RouterAlert', 7]] })).bytes, IP);
    expect(column(p, 'ip.opt.type')).toEqual([1, 148, 0]);
    expect(column(p, 'ip.opt.len')).toEqual([4]);
    expect(column(p, 'ip.opt.ra')).toEqual([7]);
    expect(column(p, 'ip.hdr_len')).toBe(28);
  });

  it('of length 0 runs to the end: the card was to fill it in', () => {
    const p = dissect(packet(IP({ len: 0 }), UDP({ len: 0 }), 'segment').bytes, IP);
    expect(new TextDecoder().decode(p.payload(UDP))).toBe('segment');
  });

  it('keeps lengths right that were right, and wrong that were wrong', () => {
    const right = dissect(packet(IP({ src: a, dst: b }), UDP(), 'x').bytes, IP);
    right.set(IP, { options: ['NOP'] });
    expect(right.get(IP)).toMatchObject({ ihl: 6, len: 33 });
    const wrong = dissect(packet(IP({ src: a, dst: b, len: 500, chksum: 7 }), UDP(), 'x').bytes, IP);
    wrong.set(IP, { ttl: 1 });
    expect(wrong.get(IP)).toMatchObject({ len: 500, chksum: 7, ttl: 1 });
  });

  it('answers with its ends changed, with the same hash', () => {
    const { match } = IP.spec;
    const request = packet(IP({ src: a, dst: b }), UDP()).get(IP),
      reply = packet(IP({ src: b, dst: a }), UDP()).get(IP);
    expect(match?.hash(reply, 'reply', 99)).toBe(match?.hash(request, 'request', 99));
    expect(match?.answers(reply, request)).toBe(true);
    expect(match?.answers(request, request)).toBe(false);
  });

  it('lets any host answer what was sent to a group', () => {
    const request = packet(IP({ src: '192.0.2.1', dst: '224.0.0.251' })).get(IP),
      reply = packet(IP({ src: '192.0.2.9', dst: '192.0.2.1' })).get(IP);
    expect(IP.spec.match?.answers(reply, request)).toBe(true);
    expect(IP.spec.match?.answers(reply, packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' })).get(IP))).toBe(false);
  });
});
