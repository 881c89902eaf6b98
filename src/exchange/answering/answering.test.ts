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
import { dnsMachine } from './dns-machine.ts';
import { icmpEchoMachine } from './icmp-echo-machine.ts';
import { tcpSynMachine } from './tcp-syn-machine.ts';

const OURS = '192.0.2.20',
  THEIRS = '192.0.2.10';
const isOurs = (address: string): boolean => address === OURS;
const frame = Ether({ dst: '02:00:00:00:00:20', src: '02:00:00:00:00:10' });
const there = { src: THEIRS, dst: OURS };

const machines = (): AnsweringMachine[] => [
  arpMachine({ macOf: (address) => (isOurs(address) ? '02:00:00:00:00:20' : undefined) }),
  icmpEchoMachine({ isOurs }),
  dnsMachine({ isOurs, zone: { 'a.example': { A: '192.0.2.1' }, 'loop.example': { CNAME: 'loop.example.' } } }),
  tcpSynMachine({ isOurs, isOpen: (port) => port === 80, random: seededRandom(1) }),
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
      packet(frame, IP(there), TCP({ dport: 80 })),
      packet(frame, IP(there), UDP({ dport: 53 }), DNS({ qd: [DNSQR({ qname: 'a.example' })] })),
    ] as const;
    for (let n = 0; n < 4000; n++) {
      const octets = new Uint8Array(random.pick(seeds).bytes);
      for (let k = 0; k < 4; k++) octets[random.below(octets.length)] = random.below(256);
      const received = dissect(octets.subarray(0, random.below(4) === 0 ? random.below(octets.length) : octets.length));
      const replies = all.flatMap((m) => m.answer(received));
      expect(replies.length).toBeLessThanOrEqual(1);
    }
    expect(all.map((m) => m.stats.failures)).toEqual([0, 0, 0, 0]);
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
