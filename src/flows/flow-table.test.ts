import { describe, expect, it } from 'vitest';
import { batchOf } from '../../test/support/batch-of.ts';
import type { PacketBatch } from '../capture/batch.ts';
import { Dot1Q, Ether } from '../protocols/link/ethernet.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment, IPv6ExtHdrHopByHop } from '../protocols/network/ipv6/ipv6-extensions.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { flowJson } from './flow-json.ts';
import type { Flow } from './flow.ts';
import type { FlowOptions } from './flow-options.ts';
import { FlowTable } from './flow-table.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** A packet, and when it came: seconds. */
type Timed = readonly [sec: number, octets: Uint8Array];

function batch(timed: readonly Timed[]): PacketBatch {
  const made = batchOf(timed.map(([, octets]) => octets));
  return {
    ...made,
    sec: Float64Array.from(timed, ([sec]) => Math.floor(sec)),
    nsec: Uint32Array.from(timed, ([sec]) => Math.round((sec % 1) * 1e9)),
  };
}

function run(timed: readonly Timed[], o: FlowOptions = {}): { flows: Flow[]; table: FlowTable } {
  const flows: Flow[] = [];
  const table = new FlowTable(o, (flow) => flows.push(flow.copy()), []);
  table.take(batch(timed));
  table.flush();
  return { flows, table };
}

const tcp = (src: string, dst: string, sport: number, dport: number, flags: string, data = ''): Uint8Array =>
  packet(Ether(), IP({ src, dst }), TCP({ sport, dport, flags }), new TextEncoder().encode(data)).bytes;
const udp = (sport: number, dport = 53): Uint8Array => packet(Ether(), IP({ src: A, dst: B }), UDP({ sport, dport })).bytes;
const told = (flows: readonly Flow[]): unknown[] =>
  flows.map((f) => [`${f.src}:${f.sport}`, `${f.dst}:${f.dport}`, f.there.packets, f.there.octets, f.end]);

describe('flows', () => {
  it('count packets and octets of IP by ends and protocol, a direction each', () => {
    const { flows, table } = run([
      [10, tcp(A, B, 1000, 80, 'S')],
      [10.5, tcp(B, A, 80, 1000, 'SA')],
      [11, tcp(A, B, 1000, 80, 'PA', 'hello')],
    ]);
    expect(told(flows)).toEqual([
      [`${A}:1000`, `${B}:80`, 2, 85, 'forced'],
      [`${B}:80`, `${A}:1000`, 1, 40, 'forced'],
    ]);
    expect(flowJson(flows[0] as Flow)).toMatchObject({ first: '10.000000000', last: '11.000000000', tcpFlags: 'SPA', protocol: 6 });
    expect(table.stats).toMatchObject({ packets: 3, octets: 125, otherPackets: 0, active: 0, told: { forced: 2 } });
  });

  it('have both directions where that is asked for: the first packet says which is which', () => {
    const { flows } = run(
      [
        [10, tcp(B, A, 80, 1000, 'SA')],
        [9.5, tcp(A, B, 1000, 80, 'S')],
      ],
      { bidirectional: true },
    );
    expect(flowJson(flows[0] as Flow)).toEqual({
      schema: 1,
      src: B,
      sport: 80,
      dst: A,
      dport: 1000,
      protocol: 6,
      packets: 1,
      octets: 40,
      first: '10.000000000',
      last: '10.000000000',
      tos: 0,
      tcpFlags: 'SA',
      back: { packets: 1, octets: 40, first: '9.500000000', last: '9.500000000', tos: 0, tcpFlags: 'S' },
      end: 'forced',
    });
  });

  it('end when they were quiet for too long, and when they are too old, by the time of packets', () => {
    const at = (sec: number): Timed => [sec, udp(1)];
    expect(told(run([at(0), at(60), at(120.1)]).flows).map((one) => (one as unknown[]).slice(2))).toEqual([
      [2, 56, 'idle'],
      [1, 28, 'forced'],
    ]);
    const often = Array.from({ length: 13 }, (_, i) => at(i * 50));
    expect(run(often).flows.map((f) => [f.there.packets, f.end])).toEqual([
      [7, 'active'],
      [6, 'forced'],
    ]);
  });

  it('that are quiet are told while others go on, each kind after its own time', () => {
    const flows: Flow[] = [];
    const table = new FlowTable(
      { idleMs: { general: 60_000, tcp: 3600_000, tcpFin: 10_000 }, activeMs: 0 },
      (f) => flows.push(f.copy()),
      [],
    );
    table.take(
      batch([
        [0, udp(1)],
        [0, tcp(A, B, 1, 80, 'S')],
        [0, tcp(A, B, 2, 80, 'FA')],
        [0, udp(2)],
      ]),
    );
    table.take(batch([[59, udp(3)]]));
    expect(flows.map((f) => f.sport)).toEqual([2]);
    table.passTo(63e6);
    expect(flows.map((f) => f.sport)).toEqual([2, 1, 2]);
    table.passTo(3700e6);
    expect(flows).toHaveLength(5);
    expect(table.stats).toMatchObject({ active: 0, told: { idle: 5 } });
  });

  it('are no more than there may be: the one that was quiet for longest is told', () => {
    const { flows, table } = run(
      [
        [0, udp(1)],
        [1, udp(2)],
        [2, udp(1)],
        [3, udp(3)],
        [4, udp(4)],
      ],
      { maxFlows: 2 },
    );
    expect(flows.map((f) => [f.sport, f.end])).toEqual([
      [2, 'room'],
      [1, 'room'],
      [3, 'forced'],
      [4, 'forced'],
    ]);
    expect(table.stats.told).toMatchObject({ room: 2, forced: 2 });
  });

  it('have type and code of ICMP for a port, and no ports where a fragment hides them', () => {
    const first = packet(Ether(), IP({ src: A, dst: B, flags: 'MF' }), UDP({ sport: 7, dport: 9, len: 100 }), new Uint8Array(16)).bytes;
    const later = packet(Ether(), IP({ src: A, dst: B, proto: 17, frag: 3 }), new Uint8Array(16)).bytes;
    const six = packet(
      Ether(),
      IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }),
      IPv6ExtHdrHopByHop(),
      IPv6ExtHdrFragment({ offset: 4, nh: 17 }),
      new Uint8Array(16),
    ).bytes;
    const { flows } = run([
      [0, packet(Ether(), IP({ src: A, dst: B }), ICMP({ type: 3, code: 1 })).bytes],
      [0, first],
      [0, later],
      [0, six],
    ]);
    expect(flows.map((f) => [f.protocol, f.sport, f.dport, f.octets])).toEqual([
      [1, 0, 769, 28],
      [17, 7, 9, 44],
      [17, 0, 0, 36],
      [17, 0, 0, 40 + 8 + 8 + 16],
    ]);
    expect(flowJson(flows[0] as Flow)).toMatchObject({ icmpType: 3, icmpCode: 1 });
  });

  it('are told apart by VLAN, MAC addresses and any field, if that is asked for', () => {
    const one = (vlan: number, ttl: number, src: string): Timed => [
      0,
      packet(Ether({ src }), Dot1Q({ vlan }), IP({ src: A, dst: B, ttl }), UDP()).bytes,
    ];
    const all = [one(1, 9, '02:00:00:00:00:01'), one(2, 9, '02:00:00:00:00:01'), one(2, 8, '02:00:00:00:00:02')];
    const count = (o: FlowOptions): number => run(all, o).flows.length;
    expect([
      count({}),
      count({ track: 'vlan' }),
      count({ track: 'ether' }),
      count({ keys: ['ip.ttl'] }),
      count({ keys: ['vlan.id', 'IP.ttl'] }),
    ]).toEqual([1, 2, 3, 2, 3]);
    const [flow] = run(all, { track: 'ether', keys: ['ip.ttl', 'dns.id'] }).flows;
    expect(flowJson(flow as Flow, ['ip.ttl', 'dns.id'])).toMatchObject({
      vlan: 1,
      macs: { src: '02:00:00:00:00:01' },
      keys: { 'ip.ttl': 9 },
    });
  });

  it('are fewer where less tells them apart', () => {
    const all: Timed[] = [
      [0, udp(1)],
      [0, udp(2)],
      [0, tcp(A, B, 1, 1, 'S')],
    ];
    expect((['full', 'proto', 'ip'] as const).map((track) => run(all, { track }).flows.length)).toEqual([3, 2, 1]);
  });

  it('are of one packet in so many with sampling', () => {
    const { flows, table } = run(
      Array.from({ length: 10 }, (): Timed => [0, udp(1)]),
      { sampling: 4 },
    );
    expect(flows[0]?.packets).toBe(3);
    expect(table.stats.notSampled).toBe(7);
  });

  it('go on after one packet with a wrong time', () => {
    const timed: Timed[] = [[0, udp(1)], [4e9, udp(2)], ...Array.from({ length: 3000 }, (_, i): Timed => [1 + i, udp(3 + (i % 500))])];
    const flows: Flow[] = [];
    const table = new FlowTable({}, (f) => flows.push(f.copy()), []);
    for (const one of timed) table.take(batch([one]));
    // Each comes again after 500 s, so it has ended by then: nearly all are told though the clock had gone to 2096.
    expect(table.stats.active).toBeLessThan(600);
    table.flush();
    expect(flows.reduce((sum, f) => sum + f.packets, 0)).toBe(3002);
  });

  it('refuse options that mean nothing', () => {
    for (const o of [{ idleMs: 0 }, { maxFlows: -1 }, { track: 'fulll' as 'full' }, { sampling: 1.5 }, { idle: 3 } as FlowOptions])
      expect(() => new FlowTable(o, () => undefined, [])).toThrow(/expected|has no option/);
    expect(() => new FlowTable({ keys: ['ip.tttl'] }, () => undefined, [])).toThrow(/ip.ttl/);
  });
});
