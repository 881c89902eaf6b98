/** What answers what, protocol by protocol, beside scapy's own answers(): one request, its answers, and what only looks like one. */
import { describe, expect, it } from 'vitest';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireScapy } from '../../../test/support/require.ts';
import { toHex } from '../../bytes/hex.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Session } from '../../packet/object/session.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { BOOTP, DHCP } from '../../protocols/application/dhcp/dhcp.ts';
import { DHCP6_Advertise, DHCP6_Reply, DHCP6_Solicit } from '../../protocols/application/dhcpv6/dhcpv6.ts';
import { DNS, DNSQR, DNSRR } from '../../protocols/application/dns/dns.ts';
import { MDNS, MDNSQR, MDNSRR } from '../../protocols/application/dns/multicast.ts';
import { NTPHeader } from '../../protocols/application/ntp/ntp.ts';
import { SNMP, SNMPv3 } from '../../protocols/application/snmp/snmp.ts';
import { TFTP, TFTP_ACK, TFTP_DATA, TFTP_ERROR, TFTP_OACK, TFTP_Option, TFTP_RRQ, TFTP_WRQ } from '../../protocols/application/tftp.ts';
import { Dot1AD, Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { ICMPv6TimeExceeded } from '../../protocols/network/icmpv6/errors.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { DCCP } from '../../protocols/transport/dccp.ts';
import { SCTP, SCTPChunkAbort, SCTPChunkData, SCTPChunkInit, SCTPChunkInitAck, SCTPChunkSACK } from '../../protocols/transport/sctp.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../../protocols/transport/udp.ts';
import { GRE } from '../../protocols/tunnel/gre.ts';
import { MatchTable, type Probe } from './match-table.ts';

const US = '192.0.2.1',
  THEM = '192.0.2.2',
  ROUTER = '192.0.2.254';
const US6 = '2001:db8::1',
  THEM6 = '2001:db8::2';
const out = IP({ src: US, dst: THEM }),
  back = IP({ src: THEM, dst: US });
const out6 = IPv6({ src: US6, dst: THEM6 }),
  back6 = IPv6({ src: THEM6, dst: US6 });
const MAC = '02:00:00:00:00:01';

interface Case {
  readonly request: Packet<any>;
  readonly group?: true;
  readonly answers: Readonly<Record<string, Packet<any>>>;
  readonly others: Readonly<Record<string, Packet<any>>>;
  /** Where scapy says otherwise, and why it does. */
  readonly scapy?: Readonly<Record<string, string>>;
}

const quote = (p: Packet<any>, octets = 28): Packet<any> =>
  packet(IP({ src: ROUTER, dst: US }), ICMP({ type: 11 }), p.bytes.subarray(0, octets));
const quote6 = (p: Packet<any>): Packet<any> => packet(IPv6({ src: '2001:db8::fe', dst: US6 }), ICMPv6TimeExceeded(), p.bytes);
const udp = (sport: number, dport: number) => UDP({ sport, dport });

const syn = packet(out, TCP({ sport: 4000, dport: 80, seq: 0xffff_ffff, flags: 'S' }));
const init = packet(out, SCTP({ sport: 4000, dport: 80 }), SCTPChunkInit({ init_tag: 7 }));
const data = packet(out, SCTP({ sport: 4002, dport: 80, tag: 5 }), SCTPChunkData({ tsn: 1 }), 'x');
const lite = packet(out, UDPLite({ sport: 4000, dport: 9 }), 'x');
const dccp = packet(out, DCCP({ sport: 4000, dport: 9 }));
const dgram = packet(out, udp(4000, 9), 'x');
const ping = packet(out, ICMP({ id: 1, seq: 2 }));
const ping6 = packet(out6, ICMPv6EchoRequest({ id: 1, seq: 2 }));
const odd = packet(IP({ src: US, dst: THEM, proto: 200 }), 'x');
const ipip = packet(out, IP({ src: '10.0.0.1', dst: '10.0.0.2' }), ICMP({ id: 1, seq: 2 }));
const gre = packet(out, GRE(), IP({ src: '10.0.0.1', dst: '10.0.0.2' }), ICMP({ id: 1, seq: 2 }));
const keyed = packet(out, GRE({ key_present: true, key: 5 }), IP({ src: '10.0.0.1', dst: '10.0.0.2' }), ICMP({ id: 3, seq: 2 }));
const discover = (o: object = {}): readonly [any, any] => [
  BOOTP({ xid: 5, chaddr: MAC, ...o }),
  DHCP({ options: [['message-type', 'discover']] }),
];
const offer = (o: object = {}): readonly [any, any] => [
  BOOTP({ op: 2, xid: 5, chaddr: MAC, yiaddr: '192.0.2.77', ...o }),
  DHCP({ options: [['message-type', 'offer']] }),
];
const sntp = { mode: 3, version: 4, sent: 3_900_000_000 } as const;
const get = (id: number, kind: 'get' | 'response' = 'get') => SNMP({ message: { PDU: [kind, { id }] } } as never);
const get3 = (id: number, pdu: readonly [string, object]) =>
  SNMPv3({ message: { header: { id }, data: ['plain', { PDU: pdu }] } } as never);
const secret = (id: number) => SNMPv3({ message: { header: { id }, data: ['encrypted', Uint8Array.of(1, 2, 3)] } } as never);
const mdnsGroup = IP({ src: US, dst: '224.0.0.251', ttl: 255 });

const CASES: Readonly<Record<string, Case>> = {
  ARP: {
    request: packet(Ether({ src: MAC, dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ op: 1, hwsrc: MAC, psrc: US, pdst: THEM })),
    answers: { reply: packet(Ether({ dst: MAC }), ARP({ op: 2, psrc: THEM, hwdst: MAC, pdst: US })) },
    others: {
      request: packet(Ether({ dst: MAC }), ARP({ op: 1, psrc: THEM, pdst: US })),
      'of another': packet(Ether({ dst: MAC }), ARP({ op: 2, psrc: ROUTER, pdst: US })),
    },
  },
  'ICMP timestamp': {
    request: packet(out, ICMP({ type: 13, id: 1, seq: 2 })),
    answers: { reply: packet(back, ICMP({ type: 14, id: 1, seq: 2 })) },
    others: { 'echo reply': packet(back, ICMP({ type: 0, id: 1, seq: 2 })), 'other seq': packet(back, ICMP({ type: 14, id: 1, seq: 3 })) },
  },
  'ICMP address mask': {
    request: packet(out, ICMP({ type: 17, id: 1, seq: 2 })),
    answers: { reply: packet(back, ICMP({ type: 18, id: 1, seq: 2 })) },
    others: { 'other id': packet(back, ICMP({ type: 18, id: 2, seq: 2 })) },
  },
  'ICMP echo': {
    request: ping,
    answers: { reply: packet(back, ICMP({ type: 0, id: 1, seq: 2 }), 'data'), quoted: quote(ping) },
    others: { 'quote of another': quote(packet(out, ICMP({ id: 1, seq: 3 }))) },
  },
  'ICMPv6 echo': {
    request: ping6,
    answers: { reply: packet(back6, ICMPv6EchoReply({ id: 1, seq: 2 })), quoted: quote6(ping6) },
    others: { 'other seq': packet(back6, ICMPv6EchoReply({ id: 1, seq: 3 })) },
  },
  'neighbour discovery': {
    request: packet(IPv6({ src: US6, dst: 'ff02::1:ff00:2' }), ICMPv6ND_NS({ tgt: THEM6 })),
    group: true,
    answers: { advertisement: packet(back6, ICMPv6ND_NA({ tgt: THEM6 })) },
    others: {
      'for another': packet(back6, ICMPv6ND_NA({ tgt: '2001:db8::3' })),
      solicitation: packet(back6, ICMPv6ND_NS({ tgt: THEM6 })),
    },
  },
  'router discovery': {
    request: packet(IPv6({ src: 'fe80::1', dst: 'ff02::2' }), ICMPv6ND_RS()),
    group: true,
    answers: {
      'to us': packet(IPv6({ src: 'fe80::2', dst: 'fe80::1' }), ICMPv6ND_RA()),
      'to all': packet(IPv6({ src: 'fe80::2', dst: 'ff02::1' }), ICMPv6ND_RA()),
    },
    others: { 'to another': packet(IPv6({ src: 'fe80::2', dst: 'fe80::3' }), ICMPv6ND_RA()) },
  },
  TCP: {
    request: syn,
    answers: {
      // The number wraps: RFC 9293 §3.4.
      'SYN and ACK': packet(back, TCP({ sport: 80, dport: 4000, flags: 'SA', ack: 0 })),
      reset: packet(back, TCP({ sport: 80, dport: 4000, flags: 'RA', ack: 0 })),
      'quoted, 8 octets': quote(syn),
    },
    others: {
      'acknowledges nothing of ours': packet(back, TCP({ sport: 80, dport: 4000, flags: 'SA', ack: 0x8000_0000 })),
      'other port': packet(back, TCP({ sport: 81, dport: 4000, flags: 'SA', ack: 0 })),
      'quote of another number': quote(packet(out, TCP({ sport: 4000, dport: 80, seq: 1, flags: 'S' }))),
    },
    scapy: {
      'SYN and ACK': 'does not count around',
      reset: 'does not count around',
      'quote of another number': 'compares the ports only',
    },
  },
  UDP: {
    request: dgram,
    answers: { datagram: packet(back, udp(9, 4000), 'y'), quoted: quote(dgram) },
    others: { 'other port of ours': packet(back, udp(9, 4001), 'y') },
  },
  'UDP-Lite': { request: lite, answers: { datagram: packet(back, UDPLite({ sport: 9, dport: 4000 })), quoted: quote(lite) }, others: {} },
  DCCP: {
    request: dccp,
    answers: {
      response: packet(back, DCCP({ sport: 9, dport: 4000, type: 1 })),
      'quoted, 8 octets': quote(dccp),
      'quoted, more': quote(dccp, 40),
    },
    others: { 'quote of another': quote(packet(out, DCCP({ sport: 4001, dport: 9 }))) },
    scapy: { 'quote of another': 'knows no DCCP' },
  },
  'SCTP INIT': {
    request: init,
    answers: {
      'INIT ACK': packet(back, SCTP({ sport: 80, dport: 4000, tag: 7 }), SCTPChunkInitAck()),
      ABORT: packet(back, SCTP({ sport: 80, dport: 4000, tag: 7 }), SCTPChunkAbort()),
      'quoted, 8 octets': quote(init),
      'quoted, more': quote(init, 52),
      'quoted in IPv4 as far as the tag': quote(init, 40),
    },
    others: {
      'other port': packet(back, SCTP({ sport: 80, dport: 4001, tag: 7 }), SCTPChunkInitAck()),
      'other tag': packet(back, SCTP({ sport: 80, dport: 4000, tag: 8 }), SCTPChunkInitAck()),
      'ABORT of another': packet(back, SCTP({ sport: 80, dport: 4000, tag: 0 }), SCTPChunkAbort({ TCB: true })),
      'quote of another': quote(packet(out, SCTP({ sport: 4001, dport: 80 }), SCTPChunkInit())),
      'quote of another INIT': quote(packet(out, SCTP({ sport: 4000, dport: 80 }), SCTPChunkInit({ init_tag: 9 })), 40),
    },
    scapy: {
      'other tag': 'compares the ports only',
      'ABORT of another': 'compares the ports only',
      'quote of another INIT': 'compares the ports only',
    },
  },
  'SCTP DATA': {
    request: data,
    answers: {
      SACK: packet(back, SCTP({ sport: 80, dport: 4002, tag: 99 }), SCTPChunkSACK()),
      'ABORT of who knows of nothing': packet(back, SCTP({ sport: 80, dport: 4002, tag: 5 }), SCTPChunkAbort({ TCB: true })),
      'quoted, 8 octets': quote(data),
    },
    others: {
      'ABORT with the T bit, of another tag': packet(back, SCTP({ sport: 80, dport: 4002, tag: 6 }), SCTPChunkAbort({ TCB: true })),
      'quote of another tag': quote(packet(out, SCTP({ sport: 4002, dport: 80, tag: 6 }), SCTPChunkData({ tsn: 1 }), 'x')),
    },
    scapy: {
      'ABORT with the T bit, of another tag': 'compares the ports only',
      'quote of another tag': 'compares the ports only',
    },
  },
  'a protocol without a layer': {
    request: odd,
    answers: { reply: packet(IP({ src: THEM, dst: US, proto: 200 }), 'y'), quoted: quote(odd, 21) },
    others: { 'other protocol': packet(IP({ src: THEM, dst: US, proto: 201 }), 'y') },
  },
  'IP in IP': {
    request: ipip,
    answers: { reply: packet(back, IP({ src: '10.0.0.2', dst: '10.0.0.1' }), ICMP({ type: 0, id: 1, seq: 2 })), quoted: quote(ipip, 48) },
    others: { 'other inner end': packet(back, IP({ src: '10.0.0.3', dst: '10.0.0.1' }), ICMP({ type: 0, id: 1, seq: 2 })) },
  },
  GRE: {
    request: gre,
    answers: {
      reply: packet(back, GRE(), IP({ src: '10.0.0.2', dst: '10.0.0.1' }), ICMP({ type: 0, id: 1, seq: 2 })),
      'quoted, 8 octets': quote(gre),
      'quoted, more': quote(gre, 52),
    },
    others: {
      'other inner end': packet(back, GRE(), IP({ src: '10.0.0.3', dst: '10.0.0.1' }), ICMP({ type: 0, id: 1, seq: 2 })),
      'quote of another protocol inside': quote(packet(out, GRE({ proto: 0x86dd }), 'x')),
    },
    scapy: { 'quoted, 8 octets': 'reads no tunnel in a quote', 'quoted, more': 'reads no tunnel in a quote' },
  },
  'GRE with a key': {
    request: keyed,
    answers: {
      reply: packet(back, GRE({ key_present: true, key: 5 }), IP({ src: '10.0.0.2', dst: '10.0.0.1' }), ICMP({ type: 0, id: 3, seq: 2 })),
      'quoted, 8 octets': quote(keyed),
    },
    others: { 'quote of another key': quote(packet(out, GRE({ key_present: true, key: 6 }), 'x')) },
    scapy: { 'quoted, 8 octets': 'reads no tunnel in a quote' },
  },
  DNS: {
    request: packet(out, udp(4000, 53), DNS({ id: 9, qd: [DNSQR({ qname: 'a.example' })] })),
    answers: {
      answer: packet(back, udp(53, 4000), DNS({ id: 9, qr: 1, qd: [DNSQR({ qname: 'A.EXAMPLE' })], an: [DNSRR({ rrname: 'a.example' })] })),
      refusal: packet(back, udp(53, 4000), DNS({ id: 9, qr: 1, rcode: 5, qd: [] })),
    },
    others: {
      'other id': packet(back, udp(53, 4000), DNS({ id: 8, qr: 1, qd: [DNSQR({ qname: 'a.example' })] })),
      'other question': packet(back, udp(53, 4000), DNS({ id: 9, qr: 1, qd: [DNSQR({ qname: 'b.example' })] })),
    },
    scapy: { 'other question': 'compares the number only' },
  },
  mDNS: {
    request: packet(mdnsGroup, udp(5353, 5353), MDNS({ qd: [MDNSQR({ qname: 'a.local' })] })),
    group: true,
    answers: {
      'to all': packet(
        IP({ src: THEM, dst: '224.0.0.251', ttl: 255 }),
        udp(5353, 5353),
        MDNS({ qr: 1, an: [MDNSRR({ rrname: 'a.local', rdata: THEM })] }),
      ),
      'to us': packet(back, udp(5353, 5353), MDNS({ qr: 1, an: [MDNSRR({ rrname: 'a.local', rdata: THEM })] })),
    },
    others: {
      'other name': packet(back, udp(5353, 5353), MDNS({ qr: 1, an: [MDNSRR({ rrname: 'b.local', rdata: THEM })] })),
      'another question': packet(IP({ src: THEM, dst: '224.0.0.251' }), udp(5353, 5353), MDNS({ qd: [MDNSQR({ qname: 'a.local' })] })),
    },
    scapy: { 'to us': 'compares the source with the group that was asked' },
  },
  'DHCP, broadcast': {
    request: packet(IP({ src: '0.0.0.0', dst: '255.255.255.255' }), udp(68, 67), ...discover()),
    group: true,
    answers: {
      'to all': packet(IP({ src: THEM, dst: '255.255.255.255' }), udp(67, 68), ...offer()),
      'to the address that is offered': packet(IP({ src: THEM, dst: '192.0.2.77' }), udp(67, 68), ...offer()),
    },
    others: {
      'other transaction': packet(IP({ src: THEM, dst: '255.255.255.255' }), udp(67, 68), ...offer({ xid: 6 })),
      'a request': packet(IP({ src: THEM, dst: '255.255.255.255' }), udp(67, 68), ...discover()),
    },
    scapy: { 'to all': 'compares the addresses', 'to the address that is offered': 'compares the addresses' },
  },
  'DHCP, relayed': {
    request: packet(out, udp(67, 67), ...discover({ hops: 1, giaddr: US })),
    answers: { offer: packet(back, udp(67, 67), ...offer({ giaddr: US })) },
    others: { 'other transaction': packet(back, udp(67, 67), ...offer({ xid: 6, giaddr: US })) },
  },
  DHCPv6: {
    request: packet(IPv6({ src: 'fe80::1', dst: 'ff02::1:2' }), udp(546, 547), DHCP6_Solicit({ trid: 9 })),
    group: true,
    answers: {
      advertise: packet(IPv6({ src: 'fe80::2', dst: 'fe80::1' }), udp(547, 546), DHCP6_Advertise({ trid: 9 })),
      'rapid commit': packet(IPv6({ src: 'fe80::2', dst: 'fe80::1' }), udp(547, 546), DHCP6_Reply({ trid: 9 })),
    },
    others: { 'other transaction': packet(IPv6({ src: 'fe80::2', dst: 'fe80::1' }), udp(547, 546), DHCP6_Advertise({ trid: 8 })) },
    scapy: { advertise: 'source and destination of groups', 'rapid commit': 'knows the answer to a request only' },
  },
  NTP: {
    request: packet(out, udp(123, 123), NTPHeader(sntp as never)),
    answers: { answer: packet(back, udp(123, 123), NTPHeader({ mode: 4, orig: sntp.sent } as never)) },
    others: {
      'of another question': packet(back, udp(123, 123), NTPHeader({ mode: 4, orig: sntp.sent + 1 } as never)),
      'a question': packet(back, udp(123, 123), NTPHeader({ mode: 3, orig: sntp.sent } as never)),
    },
    scapy: { 'of another question': 'does not compare the times', 'a question': 'compares the versions only' },
  },
  'TFTP read': {
    request: packet(out, udp(4000, 69), TFTP(), TFTP_RRQ({ filename: 'a' })),
    answers: {
      'from another port': packet(back, udp(5001, 4000), TFTP(), TFTP_DATA({ block: 1 }), 'abc'),
      options: packet(back, udp(5001, 4000), TFTP(), TFTP_OACK({ options: [TFTP_Option({ oname: 'blksize', value: '1428' })] })),
      error: packet(back, udp(5001, 4000), TFTP(), TFTP_ERROR({ errorcode: 1 })),
    },
    others: {
      'not the first block': packet(back, udp(5001, 4000), TFTP(), TFTP_DATA({ block: 2 })),
      'an acknowledgement': packet(back, udp(5001, 4000), TFTP(), TFTP_ACK({ block: 0 })),
      'of somebody else': packet(IP({ src: ROUTER, dst: US }), udp(5001, 4000), TFTP(), TFTP_DATA({ block: 1 })),
      'to another port': packet(back, udp(5001, 4001), TFTP(), TFTP_DATA({ block: 1 })),
    },
    scapy: { 'not the first block': 'sees octets only', 'an acknowledgement': 'sees octets only' },
  },
  'TFTP write': {
    request: packet(out, udp(4002, 69), TFTP(), TFTP_WRQ({ filename: 'a' })),
    answers: { acknowledgement: packet(back, udp(5001, 4002), TFTP(), TFTP_ACK({ block: 0 })) },
    others: { data: packet(back, udp(5001, 4002), TFTP(), TFTP_DATA({ block: 1 })) },
    scapy: { data: 'sees octets only' },
  },
  'SNMP v2c': {
    request: packet(out, udp(4000, 161), get(77)),
    answers: { response: packet(back, udp(161, 4000), get(77, 'response')) },
    others: {
      'other number': packet(back, udp(161, 4000), get(78, 'response')),
      'a request': packet(back, udp(161, 4000), get(77)),
    },
  },
  'SNMP v3': {
    request: packet(out, udp(4000, 161), get3(5, ['get', { id: 77 }])),
    answers: {
      response: packet(back, udp(161, 4000), get3(5, ['response', { id: 77 }])),
      report: packet(back, udp(161, 4000), get3(5, ['report', { id: 0 }])),
      encrypted: packet(back, udp(161, 4000), secret(5)),
    },
    others: { 'other message': packet(back, udp(161, 4000), get3(6, ['response', { id: 77 }])) },
    scapy: { 'other message': 'has no version 3' },
  },
  'SNMP v3, encrypted': {
    request: packet(out, udp(4000, 161), secret(15)),
    answers: { encrypted: packet(back, udp(161, 4000), secret(15)) },
    others: { 'other message': packet(back, udp(161, 4000), secret(6)) },
    scapy: { 'other message': 'has no version 3' },
  },
  'in a VLAN': {
    request: packet(Ether(), Dot1Q({ vlan: 5, prio: 3 }), out, ICMP({ id: 1, seq: 2 })),
    answers: { 'in the same': packet(Ether(), Dot1Q({ vlan: 5 }), back, ICMP({ type: 0, id: 1, seq: 2 })) },
    others: {
      'in another': packet(Ether(), Dot1Q({ vlan: 6 }), back, ICMP({ type: 0, id: 1, seq: 2 })),
      untagged: packet(Ether(), back, ICMP({ type: 0, id: 1, seq: 2 })),
      'in two': packet(Ether(), Dot1Q({ vlan: 5 }), Dot1Q({ vlan: 5 }), back, ICMP({ type: 0, id: 1, seq: 2 })),
    },
  },
  'in no VLAN': {
    request: packet(Ether(), out, ICMP({ id: 1, seq: 2 })),
    answers: { 'with a priority': packet(Ether(), Dot1Q({ vlan: 0, prio: 3 }), back, ICMP({ type: 0, id: 1, seq: 2 })) },
    others: { tagged: packet(Ether(), Dot1Q({ vlan: 5 }), back, ICMP({ type: 0, id: 1, seq: 2 })) },
    scapy: { 'with a priority': 'types of the frames differ' },
  },
  "ARP in a provider's and a customer's VLAN": {
    request: packet(Ether({ src: MAC }), Dot1AD({ vlan: 7 }), Dot1Q({ vlan: 5 }), ARP({ hwsrc: MAC, psrc: US, pdst: THEM })),
    answers: { 'in the same': packet(Ether({ dst: MAC }), Dot1AD({ vlan: 7 }), Dot1Q({ vlan: 5 }), ARP({ op: 2, psrc: THEM, pdst: US })) },
    others: {
      'of another customer': packet(Ether({ dst: MAC }), Dot1AD({ vlan: 7 }), Dot1Q({ vlan: 6 }), ARP({ op: 2, psrc: THEM, pdst: US })),
    },
  },
};

const received = (p: Packet<any>): Packet => dissect(p.bytes, p.layers()[0] as AnyLayer);

function isAnswer({ request, group }: Case, reply: Packet<any>): boolean {
  const table = new MatchTable();
  const others: Probe[] = Object.values(CASES)
    .filter((other) => other.request !== request && other.request.layers()[0] === request.layers()[0])
    .map((other) => ({ sent: other.request as Packet, group: other.group === true, answers: 0 }));
  const probe = { sent: request as Packet, group: group === true, answers: 0 };
  for (const one of [...others, probe]) table.add(one);
  const session = new Session();
  session.read(received(request));
  return table.find(session.read(received(reply))) === probe;
}

describe.each(Object.entries(CASES))('%s', (_name, one) => {
  it.each(Object.entries(one.answers))('is answered: %s', (_what, reply) => expect(isAnswer(one, reply)).toBe(true));
  const others = Object.entries(one.others);
  if (others.length > 0) it.each(others)('is not answered: %s', (_what, reply) => expect(isAnswer(one, reply)).toBe(false));
});

describeIf(requireScapy(), 'beside scapy', () => {
  it('the same packets are answers, but where its own answers() looks at less', () => {
    const pairs = Object.entries(CASES).flatMap(([name, { request, answers, others }]) =>
      [...Object.entries(answers), ...Object.entries(others)].map(([what, reply]) => ({
        name,
        what,
        layer: request.layers()[0]?.layerName,
        request: toHex(request.bytes),
        reply: toHex(reply.bytes),
      })),
    );
    const theirs = askPython(
      `
from scapy.all import *
conf.checkIPsrc = True
def of(first, octets): return {'IP': IP, 'IPv6': IPv6, 'Ether': Ether}[first](bytes.fromhex(octets))
answer = []
for one in given['pairs']:
    a, b = of(one['layer'], one['reply']), of(one['layer'], one['request'])
    answer.append(bool(a.hashret() == b.hashret() and a.answers(b)))
`,
      { pairs },
    ) as boolean[];
    const differences = pairs.flatMap(({ name, what }, i) => {
      const ours = CASES[name]?.answers[what] !== undefined;
      return ours === theirs[i] ? [] : [`${name}: ${what}`];
    });
    const known = Object.entries(CASES).flatMap(([name, { scapy = {} }]) => Object.keys(scapy).map((what) => `${name}: ${what}`));
    expect(differences).toEqual(known);
  });
});
