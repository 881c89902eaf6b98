/** Requests that no host would take, and records that are none. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { DNS, DNSQR } from '../../protocols/application/dns/dns.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { answeringMachine } from './answering-machine.ts';
import { dnsMachine } from './dns/dns-machine.ts';
import { icmpEchoMachine } from './icmp-echo-machine.ts';
import { icmpv6EchoMachine } from './icmpv6-echo-machine.ts';
import { tcpSynMachine } from './tcp-syn-machine.ts';

const frame = Ether({ dst: '02:00:00:00:00:20', src: '02:00:00:00:00:10' });
const isOurs = (): boolean => true;
const there = { src: '192.0.2.10', dst: '192.0.2.20' };
const echo = icmpEchoMachine({ isOurs });
const dns = dnsMachine({ isOurs, zone: { 'a.test': { A: '192.0.2.1' } } });
const syn = tcpSynMachine({ isOurs, isOpen: (port) => port === 80, random: seededRandom(1) });
const asked = DNS({ qd: [DNSQR({ qname: 'a.test' })] });

describe('a machine does as hosts do', () => {
  it.each([
    ['IP', echo, [IP({ ...there, chksum: 1 }), ICMP()]],
    ['ICMP', echo, [IP(there), ICMP({ chksum: 0x1234 })]],
    ['ICMPv6', icmpv6EchoMachine({ isOurs }), [IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), ICMPv6EchoRequest({ cksum: 1 })]],
    ['UDP', dns, [IP(there), UDP({ sport: 9999, dport: 53, chksum: 0x1234 }), asked]],
    ['TCP', syn, [IP(there), TCP({ sport: 9999, dport: 80, flags: 'S', chksum: 1 })]],
  ] as const)('and drops a packet whose %s checksum is wrong, unless a card was yet to fill it in', (_, machine, layers) => {
    const received = dissect(packet(frame, ...(layers as unknown as [typeof asked])).bytes, Ether);
    expect(machine.answer(received)).toEqual([]);
    expect(machine.answer(received, { checksumsOpen: true })).toHaveLength(1);
  });

  it('and takes UDP without a checksum, and the partial sum that a host beside it leaves to its card', () => {
    const none = packet(frame, IP(there), UDP({ sport: 9999, dport: 53, chksum: 0 }), asked);
    expect(dns.answer(dissect(none.bytes, Ether))).toHaveLength(1);
  });

  it('but for one that wants them', () => {
    const received = dissect(packet(Ether(), IP(there), ICMP({ chksum: 0x1234 })).bytes, Ether);
    const machine = answeringMachine({ isRequest: () => true, makeReply: () => packet(Ether()), wrongChecksums: true });
    expect(machine.answer(received)).toHaveLength(1);
  });
});

describe('dnsMachine', () => {
  const made = (zone: object) => (): unknown => dnsMachine({ isOurs, zone: zone as never });
  it.each([
    [{ 'a.test': { MX: [[10, 'm.a.test']] } }, 'a.test. MX: '],
    [{ 'a.test': { A: '192.0.2.300' } }, 'a.test. A: '],
    [{ 'a.test': { AAAA: '192.0.2.1' } }, 'a.test. AAAA: '],
    [{ 'a.test': { AAA: '2001:db8::1' } }, "a.test.: AAA is no type of DNS records; did you mean 'AAAA'"],
    [{ 'a.test': { NS: ['ns..test'] } }, 'a.test. NS: '],
  ])('tells a record of a wrong form when it is made: %j', (zone, message) => {
    expect(made(zone)).toThrow(expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringContaining(message) }));
  });
});
