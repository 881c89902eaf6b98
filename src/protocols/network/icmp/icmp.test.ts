import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { ICMP } from './icmp.ts';
import { IP } from '../ipv4/ipv4.ts';
import { IPerror, TCPerror, UDPerror } from '../quoted.ts';

const a = '192.0.2.1',
  b = '192.0.2.2';

layerSuite('ICMP', [
  {
    what: 'echo request',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/ICMP',
    octets: '4500001c000100004001f6dcc0000201c00002020800f7ff00000000',
    read: { ICMP: { type: 8, code: 0, id: 0, seq: 0 } },
    build: () => [IP({ src: a, dst: b }), ICMP()],
    summary: 'IP / ICMP 192.0.2.1 > 192.0.2.2 echo-request 0',
  },
  {
    what: 'host unreachable, quoting UDP',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/ICMP/IPerror/UDPerror',
    octets: '45000038000100004001f6c0c0000201c00002020301811c000000004500001c000100004011f6ccc0000202c00002010001000200087bd7',
    read: { ICMP: { type: 3, code: 1, nexthopmtu: 0 }, IPerror: { src: b, dst: a, proto: 17 }, UDPerror: { sport: 1, dport: 2 } },
    build: () => [
      IP({ src: a, dst: b }),
      ICMP({ type: 3, code: 'host-unreachable' }),
      IPerror({ src: b, dst: a }),
      UDPerror({ sport: 1, dport: 2 }),
    ],
    summary: 'IP / ICMP 192.0.2.1 > 192.0.2.2 dest-unreach host-unreachable / IPerror / UDPerror',
  },
  {
    what: 'timestamp request',
    origin: 'scapy 2.5: ICMP(type=13, ts_ori=36356372, ts_rx=…, ts_tx=…)',
    first: ICMP,
    chain: 'ICMP',
    octets: '0d009d4300000000022ac514022ac514022ac514',
    read: { ICMP: { type: 13, ts_ori: 36_357_396, ts_rx: 36_357_396, ts_tx: 36_357_396 } },
    build: () => [ICMP({ type: 'timestamp-request', ts_ori: 36_357_396, ts_rx: 36_357_396, ts_tx: 36_357_396 })],
  },
  {
    what: 'redirect',
    origin: 'scapy 2.5',
    first: ICMP,
    chain: 'ICMP',
    octets: '0500faff00000000',
    read: { ICMP: { type: 5, gw: '0.0.0.0' } },
    build: () => [ICMP({ type: 5 })],
  },
]);

describe('ICMP errors', () => {
  const eight = '45000038000100004001f6c0c0000201c000020203010000000000004500003c000100004006f6ccc0000202c000020100010002deadbeef';

  it('quote as little as 8 octets of TCP', () => {
    const p = dissect(fromHex(eight), IP);
    expect(p.get(TCPerror)).toMatchObject({ sport: 1, dport: 2, seq: 0xdeadbeef });
    expect(p.get(TCPerror)?.ack).toBeUndefined();
    expect(p.get(TCPerror)?.flags).toBeUndefined();
    expect(p.get(TCPerror)?.cut).toEqual(new Uint8Array(0));
    // The quoted header is no header of this packet, and its length no claim on it.
    expect(p.get(TCP)).toBeUndefined();
    expect(p.issues).toEqual([]);
  });

  it('read whole fields that are there, and keep the octets of those that are not', () => {
    const p = dissect(fromHex(`${eight}00000007509900`.replace('45000038', '4500003f')), IP);
    expect(p.get(TCPerror)?.ack).toBe(7);
    expect(p.get(TCPerror)?.window).toBeUndefined();
    expect(p.get(TCPerror)?.cut).toEqual(fromHex('00000007509900'));
  });

  it('may have more behind a short quote, which is theirs', () => {
    const p = dissect(
      packet(
        IP({ src: a, dst: b }),
        ICMP({ type: 11, length: 32 }),
        IPerror({ src: b, dst: a, len: 28 }),
        UDPerror({ len: 8 }),
        new Uint8Array(104),
      ).bytes,
      IP,
    );
    expect(chainOf(p)).toBe('IP/ICMP/IPerror/UDPerror/Raw');
    const before = p.get(IP)?.chksum;
    p.set(IP, { ttl: 9 }).set(ICMP, { code: 1 });
    expect(p.get(IP)).toMatchObject({ len: 160 });
    expect(p.get(IPerror)?.len).toBe(28);
    expect(p.get(IP)?.chksum).not.toBe(before);
    expect(p.get(ICMP)?.chksum).toBe(packet(ICMP({ type: 11, code: 1, length: 32 }), p.payload(ICMP)).get(ICMP).chksum);
  });

  it('take type 3 when nothing else is said', () => {
    expect(packet(IP({ src: a, dst: b }), ICMP(), IPerror(), UDPerror()).get(ICMP).type).toBe(3);
    expect(packet(IP({ src: a, dst: b }), ICMP({ type: 11 }), IPerror(), UDPerror()).get(ICMP).type).toBe(11);
  });

  it('answer what they quote', () => {
    const request = packet(IP({ src: a, dst: b, id: 0x1234 }), TCP({ sport: 1, dport: 2, seq: 9 }));
    const error = packet(
      IP({ src: '198.51.100.1', dst: a }),
      ICMP({ type: 11 }),
      IPerror({ src: a, dst: b, id: 0x1234, ttl: 1 }),
      TCPerror({ sport: 1, dport: 2, seq: 9 }),
    );
    expect(IPerror.spec.match?.answers(error.get(IPerror), request.get(IP))).toBe(true);
    expect(TCPerror.spec.match?.answers(error.get(TCPerror), request.get(TCP))).toBe(true);
    expect(IPerror.spec.match?.hash(error.get(IPerror), 'request', 1)).toBe(IP.spec.match?.hash(request.get(IP), 'request', 1));
    expect(TCPerror.spec.match?.hash(error.get(TCPerror), 'request', 1)).toBe(TCP.spec.match?.hash(request.get(TCP), 'request', 1));
    expect(
      TCPerror.spec.match?.answers(
        packet(IP(), ICMP(), IPerror(), TCPerror({ sport: 1, dport: 2, seq: 8 })).get(TCPerror),
        request.get(TCP),
      ),
    ).toBe(false);
  });
});

describe('fields that depend on the type', () => {
  // RFC 792 and RFC 8335 §2: type, code, checksum, then what the type says.
  const messages = [
    '0800000012340005',
    '05000000c0000207',
    '2a000000123405ff',
    '0c00000007020304',
    '0d00000012340006000000010000000200000003',
    '63000000fedcba98',
  ].map((octets) => fromHex(octets));

  it('are read where they are, and nowhere else', () => {
    const read = (name: string) => messages.map((m) => (dissect(m, ICMP).get(ICMP) as unknown as Record<string, unknown>)[name]);
    expect(read('id')).toEqual([0x1234, undefined, 0x1234, undefined, 0x1234, undefined]);
    expect(read('seq')).toEqual([5, undefined, 5, undefined, 6, undefined]);
    expect(read('state')).toEqual([undefined, undefined, 255, undefined, undefined, undefined]);
    expect(read('gw')).toEqual([undefined, '192.0.2.7', undefined, undefined, undefined, undefined]);
    expect(read('unused')).toEqual([undefined, undefined, undefined, 0x304, undefined, 0xfedcba98]);
    expect(read('ts_tx')).toEqual([undefined, undefined, undefined, undefined, 3, undefined]);
  });
});
