/** Packets of many kinds for tests of figures: from captures of other projects, and a hostile one of our own. */
import { join } from 'node:path';
import { rdpcap } from '../../../src/capture/node/captures.ts';
import { bind } from '../../../src/packet/chain/bindings.ts';
import { text } from '../../../src/packet/fields/octets.ts';
import type { Packet } from '../../../src/packet/laid/packet.ts';
import { layer } from '../../../src/packet/layer/layer.ts';
import { Ether } from '../../../src/protocols/link/ethernet.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { packet, protocols } from '../../../src/protocols/protocols.ts';
import { UDP } from '../../../src/protocols/transport/udp.ts';

export const CAPTURES = join(import.meta.dirname, '../../fixtures/captures');

/** Packets with lists, options, bit fields, records in records, long payloads: files of the fixtures, and the packet's number in each. */
const PACKETS: Readonly<Record<string, readonly [file: string, index: number]>> = {
  TCP: ['zeek+zeek/testing/btest/Traces/tls/irc-starttls.pcap', 11],
  IKEv2_payload_SA: ['OISF+suricata-verify/tests/ikev2-weak-dh/IKEv2_SA_INIT_2-8-weak.pcap', 0],
  SCTPChunkInitAck: ['the-tcpdump-group+tcpdump/tests/forces2.pcap', 1],
  DHCP: ['hadrielk+pcapng-test-generator/output_be/basic/test010.pcapng', 1],
  GRE: ['the-tcpdump-group+tcpdump/tests/nhrp-trace.pcap', 3],
  RIP: ['seladb+PcapPlusPlus/Tests/Packet++Test/PacketExamples/GrePackets.pcap', 4],
  DNS: ['seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/null_loopback.pcap', 2],
  TLSServerHello: ['seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/many_interfaces-1.pcapng', 28],
  OSPF_Hello: ['the-tcpdump-group+tcpdump/tests/erspan-type-i-4.pcap', 2],
  PTP: ['the-tcpdump-group+tcpdump/tests/ptp_corrections.pcap', 1],
  RadioTap: ['zeek+zeek/testing/btest/Traces/arp-who-has-radiotap.pcap', 1],
  ICMPv6ND_RA: ['zeek+zeek/testing/btest/Traces/communityid/icmp6.pcap', 31],
};

/** Each packet with the layer that it is here for. */
export async function packetsOfKinds(): Promise<[kind: string, packet: Packet][]> {
  const found: [string, Packet][] = [];
  for (const [kind, [file, index]] of Object.entries(PACKETS)) {
    const p = (await rdpcap(join(CAPTURES, file), { count: index + 1 }))[index];
    if (p?.layers().some(({ layerName }) => layerName === kind) !== true) throw new Error(`${file}: packet ${index} has no ${kind}`);
    found.push([kind, p]);
  }
  return found;
}

/** Text that ends strings, marks, comments and lines in the languages that figures are written in, and letters that few fonts have. */
export const HOSTILE = '(\\) \\( <svg onload="x">&amp; ]]> %%EOF\r\nendstream\u0000\u0007\u001b[31m \u202e żółć 漢字 😀 é…';

/** A layer whose value and name of an option say anything. */
export const Note = layer('Note', { title: 'Note (\\) <b>', fields: { words: text({ encoding: 'utf8' }) } });

/** A packet with such text in its fields. */
export const hostilePacket = (): Packet =>
  packet(
    Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' }),
    IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
    UDP({ sport: 1024, dport: 9999 }),
    Note({ words: HOSTILE }),
    { registry: protocols.with(bind(UDP, { dport: 9999 }, Note)) },
  ) as unknown as Packet;

/** The names of all fields of a packet's layers, as a figure has them: those inside lists not, nor octets of which there are none. */
export const fieldNames = (p: Packet): string[] =>
  p.layers().flatMap((one, depth) => {
    const view = (p as unknown as { view(i: number): Readonly<Record<string, unknown>> }).view(depth);
    const isThere = (value: unknown): boolean => value !== undefined && !(value instanceof Uint8Array && value.length === 0);
    return one.layout.slots.filter((slot) => isThere(view[slot.name])).map((slot) => slot.name);
  });
