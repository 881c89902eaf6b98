import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { DNS, DNSQR } from '../../protocols/application/dns/dns.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { lab } from '../../lab/lab.ts';
import { sr1, srp1 } from '../send-receive.ts';
import { type AnsweringMachine, answeringMachine, startAnswering } from './answering-machine.ts';
import { arpMachine } from './arp-machine.ts';
import { dnsMachine } from './dns/dns-machine.ts';
import { icmpEchoMachine } from './icmp-echo-machine.ts';
import { tcpSynMachine } from './tcp-syn-machine.ts';
import { answer } from './answer.ts';
import { icmpv6EchoMachine } from './icmpv6-echo-machine.ts';
import { ndMachine } from './nd-machine.ts';
import { ntpMs } from '../../packet/fields/special/times.ts';
import type { PacketMeta } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { withLength } from '../clients/stream/length-prefixed.ts';
import { ntpMachine } from './ntp-machine.ts';
import { snmpMachine } from './snmp-machine.ts';
import { tftpMachine } from './tftp-machine.ts';
import { SNMP } from '../../protocols/application/snmp/snmp.ts';
import { NTPHeader } from '../../protocols/application/ntp/ntp.ts';
import { TFTP, TFTP_RRQ, TFTP_WRQ } from '../../protocols/application/tftp.ts';
import { Dot1AD, Dot1Q } from '../../protocols/link/ethernet.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';

const OURS = '192.0.2.20',
  THEIRS = '192.0.2.10';
const OURS_6 = '2001:db8::20',
  THEIRS_6 = '2001:db8::10';
const isOurs = (address: string): boolean => address === OURS || address === OURS_6;
const there6 = { src: THEIRS_6, dst: OURS_6 };
const MAC = '02:00:00:00:00:20';
const macOf = (address: string): string | undefined => (isOurs(address) || address === 'fe80::20' ? MAC : undefined);
/** A clock that stands still: what a machine does by itself is not looked at here. */
const clock = { now: () => 1_800_000_000_000, monotonic: () => 0, sleep: () => Promise.resolve(), timer: () => () => undefined };
const frame = Ether({ dst: '02:00:00:00:00:20', src: '02:00:00:00:00:10' });
const there = { src: THEIRS, dst: OURS };

const machines = (): AnsweringMachine[] => [
  arpMachine({ macOf: (address) => (isOurs(address) ? '02:00:00:00:00:20' : undefined) }),
  icmpEchoMachine({ isOurs }),
  dnsMachine({ isOurs, tcp: false, zone: { 'a.example': { A: '192.0.2.1' }, 'loop.example': { CNAME: 'loop.example.' } } }),
  tcpSynMachine({ isOurs, isOpen: (port) => port === 80, random: seededRandom(1) }),
  icmpv6EchoMachine({ isOurs }),
  ndMachine({ macOf, router: { address: 'fe80::20', prefixes: ['2001:db8::/64'], mtu: 1400, dns: [OURS_6] } }),
  ntpMachine({ isOurs, clock }),
  snmpMachine({ isOurs, objects: { '1.3.6.1.2.1.1.5.0': 'box' } }),
  tftpMachine({ isOurs, clock, random: seededRandom(2), files: { a: 'one' }, onWrite: () => undefined }),
  answer({ when: (p) => p.get(UDP)?.dport === 7, reply: (p) => [p.payload(UDP).slice()], isOurs }),
];

/** All replies to a packet, as they come from a wire. */
const ask = (p: Packet): Packet[] =>
  machines()
    .flatMap((m) => m.answer(dissect(p.bytes)))
    .map((r) => dissect(r.bytes));

describe('answering machines', () => {
  it('answer only for their own address', () => {
    const elsewhere = { src: THEIRS, dst: '192.0.2.21' };
    expect(ask(packet(Ether(), ARP({ psrc: THEIRS, pdst: '192.0.2.21' })))).toEqual([]);
    expect(ask(packet(frame, IP(elsewhere), ICMP()))).toEqual([]);
    expect(ask(packet(frame, IP(elsewhere), TCP({ dport: 80 })))).toEqual([]);
    expect(ask(packet(frame, IP(elsewhere), UDP({ dport: 53 }), DNS()))).toEqual([]);
  });

  it('do not answer fragments, groups, replies and resets', () => {
    expect(ask(packet(frame, IP({ ...there, flags: 'MF' }), ICMP()))).toEqual([]);
    expect(ask(packet(frame, IP({ ...there, src: '255.255.255.255' }), ICMP()))).toEqual([]);
    expect(ask(packet(frame, IP({ ...there, src: '0.0.0.0' }), TCP({ dport: 80 })))).toEqual([]);
    expect(ask(packet(frame, IP(there), ICMP({ type: 0 })))).toEqual([]);
    expect(ask(packet(frame, IP(there), TCP({ dport: 81, flags: 'R' })))).toEqual([]);
    expect(ask(packet(frame, IP(there), UDP({ dport: 53 }), DNS({ qr: 1 })))).toEqual([]);
    expect(ask(packet(Ether(), ARP({ op: 2, psrc: THEIRS, pdst: OURS })))).toEqual([]);
  });

  it('reset by the rules of RFC 9293 §3.10.7.1', () => {
    const [toAck] = ask(packet(frame, IP(there), TCP({ sport: 5, dport: 81, flags: 'A', seq: 10, ack: 77 })));
    expect([toAck?.get(TCP)?.flags.text, toAck?.get(TCP)?.seq]).toEqual(['R', 77]);
    const [toData] = ask(packet(frame, IP(there), TCP({ sport: 5, dport: 81, flags: 'SF', seq: 0xffff_ffff }), 'abc'));
    // SYN, three octets and FIN, and the number wraps.
    expect([toData?.get(TCP)?.flags.text, toData?.get(TCP)?.ack]).toEqual(['RA', 4]);
  });

  it('are not caught in a circle of aliases, nor asked two things at once', () => {
    const dns = (o: object): number | undefined =>
      ask(packet(frame, IP(there), UDP({ sport: 5, dport: 53 }), DNS({ id: 3, ...o })))[0]?.get(DNS)?.rcode;
    expect(dns({ qd: [DNSQR({ qname: 'loop.example' })] })).toBe(0);
    expect(dns({ qd: [DNSQR(), DNSQR()] })).toBe(1);
    expect(dns({ qd: [] })).toBe(1);
    expect(dns({ opcode: 4 })).toBe(4);
  });

  it('turn the headers round, with their VLAN tags, over IPv4 and IPv6', () => {
    const [reply] = ask(
      packet(
        frame,
        Dot1AD({ vlan: 9, prio: 3 }),
        Dot1Q({ vlan: 5 }),
        Dot1Q({ vlan: 6 }),
        IPv6(there6),
        UDP({ sport: 9, dport: 7 }),
        'hello',
      ),
    );
    expect(reply?.layers().map(({ layerName }) => layerName)).toEqual(['Ether', 'Dot1AD', 'Dot1Q', 'Dot1Q', 'IPv6', 'UDP', 'Raw']);
    expect(reply?.get(Ether)).toMatchObject({ dst: '02:00:00:00:00:10', src: MAC });
    expect([reply?.get(Dot1AD)?.vlan, reply?.get(Dot1AD)?.prio, reply?.get(Dot1Q)?.vlan, reply?.get(Dot1Q, 2)?.vlan]).toEqual([9, 3, 5, 6]);
    expect(reply?.get(IPv6)).toMatchObject({ src: OURS_6, dst: THEIRS_6 });
    expect(reply?.get(UDP)).toMatchObject({ sport: 7, dport: 9 });
    expect(reply?.issues).toEqual([]);
  });

  it('answer frames to a group only with a MAC of their own', () => {
    const group = packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff', src: '02:00:00:00:00:10' }), IP(there), UDP({ sport: 9, dport: 7 }), 'x');
    expect(ask(group)).toEqual([]);
    const named = answer({ when: UDP, reply: ({ sport, dport }) => [UDP({ sport: dport, dport: sport }), 'y'], mac: MAC });
    expect(named.answer(dissect(group.bytes)).map((p) => p.get(Ether)?.src)).toEqual([MAC]);
  });

  it('answer neighbours as RFC 4861 §7.2.4 says, and nobody from beyond a router (§7.1.1)', () => {
    const [solicited] = ask(packet(frame, IPv6({ ...there6, hlim: 255 }), ICMPv6ND_NS({ tgt: OURS_6 })));
    expect(solicited?.get(ICMPv6ND_NA)).toMatchObject({ R: 0, S: 1, O: 1, tgt: OURS_6, options: [['DstLLAddr', MAC]] });
    expect(solicited?.get(IPv6)).toMatchObject({ src: OURS_6, dst: THEIRS_6, hlim: 255 });
    const probe = IPv6({ src: '::', dst: 'ff02::1:ff00:20', hlim: 255 });
    const [taken] = ask(packet(Ether({ dst: '33:33:ff:00:00:20', src: '02:00:00:00:00:10' }), probe, ICMPv6ND_NS({ tgt: OURS_6 })));
    expect([taken?.get(ICMPv6ND_NA)?.S, taken?.get(IPv6)?.dst, taken?.get(Ether)?.dst]).toEqual([0, 'ff02::1', '33:33:00:00:00:01']);
    expect(ask(packet(frame, IPv6({ ...there6, hlim: 64 }), ICMPv6ND_NS({ tgt: OURS_6 })))).toEqual([]);
    expect(ask(packet(frame, IPv6({ src: '::', dst: OURS_6, hlim: 255 }), ICMPv6ND_NS({ tgt: OURS_6 })))).toEqual([]);
    const [router] = ask(packet(frame, IPv6({ src: 'fe80::10', dst: 'ff02::2', hlim: 255 }), ICMPv6ND_RS()));
    expect(router?.get(ICMPv6ND_RA)).toMatchObject({ routerlifetime: 1800, chlim: 64 });
    expect(router?.get(ICMPv6ND_RA)?.options.map(([name]) => name)).toEqual(['SrcLLAddr', 'MTU', 'PrefixInfo', 'RDNSS']);
    expect(router?.issues).toEqual([]);
  });

  it('answer pings over IPv6 with their data, and clients of NTP with their time', () => {
    const [echo] = ask(packet(frame, IPv6(there6), ICMPv6EchoRequest({ id: 1, seq: 2, data: 'abc' })));
    expect(new TextDecoder().decode(echo?.get(ICMPv6EchoReply)?.data)).toBe('abc');
    const [time] = ask(packet(frame, IP(there), UDP({ sport: 123, dport: 123 }), NTPHeader({ mode: 3, version: 3, sent: 77n })));
    expect(time?.get(NTPHeader)).toMatchObject({ mode: 4, version: 3, stratum: 1, orig: 77n });
    expect(ask(packet(frame, IP(there), UDP({ sport: 123, dport: 123 }), NTPHeader({ mode: 4 })))).toEqual([]);
  });

  it('of NTP say when the request came by its stamp, not when they had a turn, and never after they answer', () => {
    const ms = 1_700_000_000_000;
    const late = ntpMachine({ isOurs, clock: { ...clock, now: () => ms + 250 } });
    const stamped = (meta: PacketMeta) => {
      const request = dissect(packet(frame, IP(there), UDP({ sport: 123, dport: 123 }), NTPHeader({ mode: 3, sent: 77n })).bytes);
      objectOf(request).x = { meta };
      const time = late.answer(request)[0]?.get(NTPHeader);
      return [ntpMs(time?.recv ?? 0n) - ms, ntpMs(time?.sent ?? 0n) - ms].map((x) => Math.round(x));
    };
    expect(stamped({ sec: ms / 1000, nsec: 40_000_000 })).toEqual([40, 250]);
    // None, one of the future, one of a capture of long ago: another clock's.
    for (const meta of [{}, { sec: ms / 1000 + 1 }, { sec: 5 }]) expect(stamped(meta)).toEqual([250, 250]);
  });

  it('of DNS survive any octets over TCP, too, and send nothing but segments', () => {
    const random = seededRandom(6);
    const machine = dnsMachine({ isOurs, random, zone: { 'a.example': { A: '192.0.2.1' } } });
    const question = withLength(packet(DNS({ qd: [DNSQR({ qname: 'a.example' })] })).bytes);
    const seed = packet(frame, IP(there), TCP({ sport: 4002, dport: 53, flags: 'PA', seq: 5, ack: 9 }), question).bytes;
    const [answered] = machine.answer(dissect(seed));
    // It goes on where the other side is, and takes all that came.
    expect(answered?.get(TCP)).toMatchObject({ sport: 53, dport: 4002, seq: 9, ack: 5 + question.length });
    let replies = 0;
    for (let n = 0; n < 4000; n++) {
      const octets = new Uint8Array(seed);
      // Behind the ports, so that most are for it.
      for (let k = 0; k < 3; k++) octets[38 + random.below(octets.length - 38)] = random.below(256);
      // Else nearly all would fail at their checksums, and show nothing of what is behind.
      for (const reply of machine.answer(dissect(octets), { checksumsOpen: true })) {
        expect(reply.get(TCP)?.sport).toBe(53);
        replies++;
      }
    }
    expect(replies).toBeGreaterThan(1000);
    expect(machine.stats.failures).toBe(0);
  });

  it('go on after a function that throws, and count it', () => {
    const machine = answeringMachine({
      isRequest: (p) => p.has(UDP),
      makeReply: () => {
        throw new Error('no');
      },
    });
    expect(machine.answer(packet(frame, IP(there), UDP()))).toEqual([]);
    expect(machine.stats).toEqual({ requests: 1, replies: 0, failures: 1 });
    expect((machine.lastFailure as Error).message).toBe('no');
  });

  it('survive any octets, and answer none with more than one frame', () => {
    const random = seededRandom(4);
    const all = machines();
    const seeds = [
      packet(Ether(), ARP({ psrc: THEIRS, pdst: OURS })),
      packet(frame, IP(there), ICMP(), 'data'),
      packet(frame, IPv6(there6), ICMPv6EchoRequest({ id: 1, seq: 2 })),
      packet(frame, IPv6({ ...there6, hlim: 255 }), ICMPv6ND_NS({ tgt: OURS_6 })),
      packet(frame, IPv6({ src: 'fe80::10', dst: 'ff02::2', hlim: 255 }), ICMPv6ND_RS()),
      packet(frame, IP(there), UDP({ sport: 123, dport: 123 }), NTPHeader({ sent: 7n })),
      packet(frame, IP(there), UDP({ sport: 4000, dport: 69 }), TFTP(), TFTP_RRQ({ filename: 'a' })),
      packet(
        frame,
        IP(there),
        UDP({ sport: 4000, dport: 161 }),
        SNMP({ message: { PDU: ['bulk', { max_repetitions: 9, varbindlist: [{ oid: '1.3.6' }] }] } }),
      ),
      packet(frame, IPv6(there6), UDP({ sport: 4001, dport: 69 }), TFTP(), TFTP_WRQ({ filename: 'b' })),
      packet(frame, Dot1Q({ vlan: 5 }), IP(there), UDP({ sport: 9, dport: 7 }), 'hello'),
      packet(frame, IP(there), TCP({ dport: 80 })),
      packet(frame, IP(there), UDP({ dport: 53 }), DNS({ qd: [DNSQR({ qname: 'a.example' })] })),
    ] as const;
    for (let n = 0; n < 4000; n++) {
      const octets = new Uint8Array(random.pick(seeds).bytes);
      for (let k = 0; k < 4; k++) octets[random.below(octets.length)] = random.below(256);
      const received = dissect(octets.subarray(0, random.below(4) === 0 ? random.below(octets.length) : octets.length));
      const replies = all.flatMap((m) => m.answer(received, { checksumsOpen: true }));
      expect(replies.length).toBeLessThanOrEqual(1);
    }
    expect(all.map((m) => [m.name, m.stats.failures, m.lastFailure])).toEqual(all.map(({ name }) => [name, 0, undefined]));
    expect(all.every((m) => m.stats.replies > 0)).toBe(true);
  });

  it('run on any host, until they are stopped', async () => {
    const net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
    const [alice, bob] = [net.host('alice'), net.host('bob')];
    // Bob answers for an address that is not his, and says what time it is to whoever asks.
    const running = await startAnswering(
      [
        arpMachine({ macOf: (address) => (address === '192.0.2.99' ? bob.mac : undefined) }),
        answeringMachine({
          isRequest: (p) => p.get(UDP)?.dport === 13,
          makeReply: (p) =>
            packet(
              Ether({ dst: p.get(Ether)?.src ?? '', src: bob.mac }),
              IP({ src: '192.0.2.99', dst: p.get(IP)?.src ?? '' }),
              UDP({ sport: 13, dport: p.get(UDP)?.sport ?? 0 }),
              'noon',
            ),
        }),
      ],
      { host: bob, iface: 'eth0' },
    );
    const daytime = packet(IP({ dst: '192.0.2.99' }), UDP({ sport: 4000, dport: 13 }));
    expect(new TextDecoder().decode((await sr1(daytime, { host: alice }))?.payload(UDP))).toBe('noon');
    await running.stop();
    expect(await sr1(daytime, { host: alice })).toBeUndefined();
    expect(await srp1(packet(Ether(), ARP({ pdst: '192.0.2.99' })), { host: alice, iface: 'eth0' })).toBeUndefined();
    await net.close();
  });
});
