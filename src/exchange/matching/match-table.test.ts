import { describe, expect, it } from 'vitest';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireScapy } from '../../../test/support/require.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { DNS, DNSQR, DNSRR } from '../../protocols/application/dns/dns.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { ICMPv6DestUnreach } from '../../protocols/network/icmpv6/errors.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6ExtHdrRouting } from '../../protocols/network/ipv6/ipv6-routing.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { MatchTable } from './match-table.ts';

const OURS = '192.0.2.1',
  THEIRS = '192.0.2.2',
  ROUTER = '192.0.2.254';
const out = { src: OURS, dst: THEIRS },
  back = { src: THEIRS, dst: OURS };
const out6 = { src: '2001:db8::1', dst: '2001:db8::2' },
  back6 = { src: '2001:db8::2', dst: '2001:db8::1' };

/** As it comes from a wire. */
const received = (p: Packet): Packet => dissect(p.bytes, p.layers()[0] as AnyLayer);

const echo = (o: object, ends = out): Packet => packet(IP(ends), ICMP({ id: 7, seq: 1, ...o }), 'data');
const syn = (dport: number): Packet => packet(IP(out), TCP({ sport: 1025, dport, seq: 100, flags: 'S' }));
const question = (id: number, sport = 5000): Packet =>
  packet(IP(out), UDP({ sport, dport: 53 }), DNS({ id, qd: [DNSQR({ qname: 'example.org' })] }));
const answer = (id: number, dport = 5000, ends = back): Packet =>
  packet(
    IP(ends),
    UDP({ sport: 53, dport }),
    DNS({ id, qr: 1, qd: [DNSQR({ qname: 'example.org' })], an: [DNSRR({ rrname: 'example.org', rdata: '192.0.2.80' })] }),
  );
/** A router's word about a packet of ours; `octets` of it are quoted. */
const error = (about: Packet, octets = 1000, type = 3): Packet =>
  packet(IP({ src: ROUTER, dst: OURS }), ICMP({ type, code: type === 3 ? 1 : 0 }), about.bytes.subarray(0, octets));
const error6 = (about: Packet): Packet => packet(IPv6({ src: '2001:db8::fe', dst: out6.src }), ICMPv6DestUnreach(), about.bytes);

const requests: Record<string, Packet> = {
  echo: echo({}),
  'echo, other id': echo({ id: 8 }),
  'echo, other seq': echo({ seq: 2 }),
  timestamp: packet(IP(out), ICMP({ type: 13, id: 7, seq: 1 })),
  'syn 80': syn(80),
  'syn 81': syn(81),
  'dns 1': question(1),
  'dns 2': question(2),
  'dns, other port': question(1, 5001),
  'plain udp': packet(IP(out), UDP({ sport: 5000, dport: 9 }), 'x'),
  echo6: packet(IPv6(out6), ICMPv6EchoRequest({ id: 7, seq: 1 })),
  udp6: packet(IPv6(out6), UDP({ sport: 5000, dport: 9 }), 'x'),
};
const replies: Record<string, Packet> = {
  echo: echo({ type: 0 }, back),
  'echo, from somebody else': echo({ type: 0 }, { src: ROUTER, dst: OURS }),
  'echo request back': echo({}, back),
  timestamp: packet(IP(back), ICMP({ type: 14, id: 7, seq: 1 })),
  'syn ack 80': packet(IP(back), TCP({ sport: 80, dport: 1025, ack: 101, flags: 'SA' })),
  'reset 81': packet(IP(back), TCP({ sport: 81, dport: 1025, ack: 101, flags: 'RA' })),
  'syn ack of another port': packet(IP(back), TCP({ sport: 80, dport: 1026, ack: 101, flags: 'SA' })),
  'syn back': packet(IP(back), TCP({ sport: 80, dport: 1025, flags: 'S' })),
  'dns 1': answer(1),
  'dns 2': answer(2),
  'dns, other port': answer(1, 5001),
  'dns, from somebody else': answer(1, 5000, { src: ROUTER, dst: OURS }),
  'udp, other protocol': packet(IP(back), UDP({ sport: 80, dport: 1025 }), 'x'),
  'plain udp': packet(IP(back), UDP({ sport: 9, dport: 5000 }), 'y'),
  'unreachable echo': error(requests['echo'] as Packet),
  'exceeded syn, 8 octets of it': error(requests['syn 80'] as Packet, 28, 11),
  'unreachable udp, 8 octets of it': error(requests['plain udp'] as Packet, 28),
  'unreachable dns': error(requests['dns 2'] as Packet),
  echo6: packet(IPv6(back6), ICMPv6EchoReply({ id: 7, seq: 1 })),
  'echo6, other id': packet(IPv6(back6), ICMPv6EchoReply({ id: 8, seq: 1 })),
  'unreachable echo6': error6(requests['echo6'] as Packet),
  'unreachable udp6': error6(requests['udp6'] as Packet),
};

const matches = (reply: Packet, request: Packet): boolean => {
  const table = new MatchTable();
  table.add({ sent: request, group: false, answers: 0 });
  return table.find(received(reply)) !== undefined;
};

describe('matching', () => {
  it('finds of all requests the one that each reply answers', () => {
    const table = new MatchTable();
    const names = new Map<Packet, string>();
    for (const [name, sent] of Object.entries(requests)) {
      names.set(sent, name);
      table.add({ sent, group: false, answers: 0 });
    }
    const found = Object.fromEntries(
      Object.entries(replies).map(([name, p]) => [name, names.get(table.find(received(p))?.sent as Packet) ?? 'nothing']),
    );
    expect(found).toEqual({
      echo: 'echo',
      'echo, from somebody else': 'nothing',
      'echo request back': 'nothing',
      timestamp: 'timestamp',
      'syn ack 80': 'syn 80',
      'reset 81': 'syn 81',
      'syn ack of another port': 'nothing',
      'syn back': 'nothing',
      'dns 1': 'dns 1',
      'dns 2': 'dns 2',
      'dns, other port': 'dns, other port',
      'dns, from somebody else': 'nothing',
      'udp, other protocol': 'nothing',
      'plain udp': 'plain udp',
      'unreachable echo': 'echo',
      'exceeded syn, 8 octets of it': 'syn 80',
      'unreachable udp, 8 octets of it': 'plain udp',
      // Both questions have the same ports: the first that nobody answered yet.
      'unreachable dns': 'dns 1',
      echo6: 'echo6',
      'echo6, other id': 'nothing',
      'unreachable echo6': 'echo6',
      'unreachable udp6': 'udp6',
    });
  });

  it('prefers the probe that has no answer yet', () => {
    const table = new MatchTable();
    const first = { sent: echo({}), group: false, answers: 0 };
    const second = { sent: echo({}), group: false, answers: 0 };
    table.add(first);
    table.add(second);
    const reply = received(echo({ type: 0 }, back));
    expect(table.find(reply)).toBe(first);
    first.answers++;
    expect(table.find(reply)).toBe(second);
    second.answers++;
    expect(table.find(reply)).toBe(first);
  });

  it('takes octets for a request where the reply has a layer', () => {
    expect(matches(answer(1), packet(IP(out), UDP({ sport: 5000, dport: 53 }), (requests['dns 1'] as Packet).payload(UDP)))).toBe(true);
  });

  it('matches ARP and neighbour discovery', () => {
    const who = packet(Ether({ src: '02:00:00:00:00:01' }), ARP({ hwsrc: '02:00:00:00:00:01', psrc: OURS, pdst: THEIRS }));
    const isAt = (psrc: string, op = 2): Packet =>
      packet(Ether({ dst: '02:00:00:00:00:01' }), ARP({ op, hwsrc: '02:00:00:00:00:02', psrc, hwdst: '02:00:00:00:00:01', pdst: OURS }));
    expect([matches(isAt(THEIRS), who), matches(isAt(ROUTER), who), matches(isAt(THEIRS, 1), who)]).toEqual([true, false, false]);
    const table = new MatchTable();
    const ask = { sent: packet(IPv6({ src: out6.src, dst: 'ff02::1:ff00:2' }), ICMPv6ND_NS({ tgt: out6.dst })), group: true, answers: 0 };
    table.add(ask);
    expect(table.find(received(packet(IPv6(back6), ICMPv6ND_NA({ tgt: out6.dst }))))).toBe(ask);
    expect(table.find(received(packet(IPv6(back6), ICMPv6ND_NA({ tgt: '2001:db8::3' }))))).toBeUndefined();
  });

  it('takes an answer from anybody when all were asked', () => {
    const table = new MatchTable();
    const probe = { sent: packet(IP({ src: OURS, dst: '192.0.2.255' }), ICMP({ id: 7, seq: 1 })), group: true, answers: 0 };
    table.add(probe);
    for (const src of [THEIRS, ROUTER]) expect(table.find(received(echo({ type: 0 }, { src, dst: OURS })))).toBe(probe);
    expect(table.find(received(echo({ type: 0, id: 9 }, back)))).toBeUndefined();
    // Who has no address yet is answered at the one that he is given, or at all (RFC 2131 §4.1).
    const early = {
      sent: packet(IP({ src: '0.0.0.0', dst: '255.255.255.255' }), UDP({ sport: 68, dport: 67 }), 'x'),
      group: true,
      answers: 0,
    };
    table.add(early);
    for (const dst of ['255.255.255.255', '192.0.2.77'])
      expect(table.find(received(packet(IP({ src: ROUTER, dst }), UDP({ sport: 67, dport: 68 }), 'y')))).toBe(early);
  });

  it('says no before dissecting only where the answer is no', () => {
    const table = new MatchTable();
    table.add({ sent: echo({}), group: false, answers: 0 });
    const look = (p: Packet): boolean => table.mayAnswer(p.bytes, 0, p.bytes.length, 0x0800);
    expect(look(echo({ type: 0 }, back))).toBe(true);
    expect(look(error(echo({})))).toBe(true);
    expect(look(packet(IP({ src: ROUTER, dst: OURS }), UDP()))).toBe(false);
    expect(table.mayAnswer(new Uint8Array(3), 0, 3, 0x0800)).toBe(false);
  });

  it('finds one of ten thousand', () => {
    const table = new MatchTable();
    const probes = Array.from({ length: 10_000 }, (_, i) => ({
      sent: packet(IP({ src: OURS, dst: `10.0.${i >> 8}.${i & 255}` }), ICMP({ id: 7, seq: 1 })) as Packet,
      group: false,
      answers: 0,
    }));
    for (const probe of probes) table.add(probe);
    for (const i of [0, 4999, 9999])
      expect(table.find(received(echo({ type: 0 }, { src: `10.0.${i >> 8}.${i & 255}`, dst: OURS })))).toBe(probes[i]);
  });

  it('never throws, whatever comes in', () => {
    const table = new MatchTable();
    for (const sent of Object.values(requests)) table.add({ sent, group: false, answers: 0 });
    let seed = 1;
    for (const p of Object.values(replies)) {
      for (let n = 0; n < 200; n++) {
        const b = new Uint8Array(p.bytes.subarray(0, p.bytes.length - (n % 7 === 0 ? n % p.bytes.length : 0)));
        for (let k = 0; k < 3 && b.length > 0; k++) {
          seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
          b[(seed >>> 8) % b.length] = seed >>> 24;
        }
        table.mayAnswer(b, 0, b.length, 0x0800);
        table.find(dissect(b, p.layers()[0] as AnyLayer));
      }
    }
  });
});

describeIf(requireScapy(), 'matching, beside scapy', () => {
  it('finds answers where scapy does', () => {
    const given = {
      requests: Object.values(requests).map((p) => [toHex(p.bytes), p.layers()[0]?.layerName]),
      replies: Object.values(replies).map((p) => [toHex(p.bytes), p.layers()[0]?.layerName]),
    };
    const theirs = askPython(
      `
from scapy.all import *
def of(x): return {'IP': IP, 'IPv6': IPv6}[x[1]](bytes.fromhex(x[0]))
q = [of(x) for x in given['requests']]
answer = [[bool(a.hashret() == b.hashret() and a.answers(b)) for b in q] for a in map(of, given['replies'])]
`,
      given,
    ) as boolean[][];
    const differences: string[] = [];
    Object.entries(replies).forEach(([reply, a], i) => {
      Object.entries(requests).forEach(([request, b], j) => {
        const ours = matches(a, dissect(fromHex(toHex(b.bytes)), b.layers()[0] as AnyLayer));
        if (ours !== theirs[i]?.[j]) differences.push(`${reply} for ${request}: ${ours ? 'ours' : 'theirs'} says yes`);
      });
    });
    // scapy does not look at the port that a UDP answer comes from.
    expect(differences).toEqual(['plain udp for dns 1: theirs says yes', 'plain udp for dns 2: theirs says yes']);
  });
});

describe('a probe with a route', () => {
  const LAST = '198.51.100.9',
    LAST6 = '2001:db8:9::9';
  const loose = { ...out, options: [['LSRR', { pointer: 4, routers: [LAST] }]] } as const;
  const routed: Record<string, [Packet, Packet, Packet]> = {
    'LSRR, echo': [packet(IP(loose), ICMP({ id: 7, seq: 1 })), echo({ type: 0 }, { src: LAST, dst: OURS }), echo({ type: 0 }, back)],
    'LSRR, nothing else': [
      packet(IP({ ...loose, proto: 200 })),
      packet(IP({ src: LAST, dst: OURS, proto: 200 })),
      packet(IP({ ...back, proto: 200 })),
    ],
    'routing header': [
      packet(IPv6(out6), IPv6ExtHdrRouting({ addresses: [LAST6] }), ICMPv6EchoRequest({ id: 7, seq: 1 })),
      packet(IPv6({ src: LAST6, dst: out6.src }), ICMPv6EchoReply({ id: 7, seq: 1 })),
      packet(IPv6(back6), ICMPv6EchoReply({ id: 7, seq: 1 })),
    ],
  };

  it.each(Object.entries(routed))('%s: is answered by the end of its route', (_name, [sent, reply, other]) => {
    const table = new MatchTable();
    const probe = { sent, group: false, answers: 0 };
    table.add(probe);
    const b = reply.bytes;
    expect(table.mayAnswer(b, 0, b.length, (b[0] as number) >> 4 === 4 ? 0x800 : 0x86dd)).toBe(true);
    expect(table.find(received(reply))).toBe(probe);
    expect(table.find(received(other))).toBeUndefined();
  });

  it('is found by an error about it after the first stop', () => {
    const table = new MatchTable();
    const probe = { sent: packet(IP(loose), UDP({ sport: 5000, dport: 9 }), 'x'), group: false, answers: 0 };
    table.add(probe);
    // The first stop has put its own address into the route (RFC 791 §3.1); one beyond it sends the error.
    const later = packet(
      IP({ ...out, dst: '192.0.2.3', options: [['LSRR', { pointer: 8, routers: [THEIRS, LAST] }]] }),
      UDP({ sport: 5000, dport: 9 }),
      'x',
    );
    expect(table.find(received(error(later)))).toBe(probe);
  });
});
