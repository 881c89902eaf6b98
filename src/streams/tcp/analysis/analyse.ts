/** TCP analysis of packets and of sources, for users. */
import type { PacketSource } from '../../../capture/batch.ts';
import { dissectAt, firstLayer } from '../../../capture/dissect-batch.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { dissectorOf } from '../../../packet/object/dissector.ts';
import { objectOf, type PacketObject } from '../../../packet/object/packet-object.ts';
import { protocols } from '../../../protocols/protocols.ts';
import { Defragmenter, KEPT, WHOLE } from '../../fragments/defragmenter.ts';
import type { StreamSide } from '../events.ts';
import { TcpAnalyser } from './analyser.ts';
import { flagNames, flagTexts } from './analysis-flags.ts';
import type { AnalysisFlags } from './tcp-analysis.ts';

/** What is notable about one TCP packet. Numbers of packets count from 1; what there is not is not there. */
export interface AnalysedPacket {
  readonly packet: number;
  /** tshark's `tcp.stream`: connections counted from 0, in the order in which they began. */
  readonly stream: number;
  /** Who sent it: the client is who sent the first packet of the connection that was seen. */
  readonly from: StreamSide;
  /** Flags, by their names in tshark: `tcp.analysis.retransmission` … docs/tcp-analysis.md has them all. */
  readonly flags: readonly string[];
  /** What each of these says, for a person. */
  readonly texts: readonly string[];
  readonly duplicateAckNumber?: number;
  readonly duplicateAckPacket?: number;
  readonly acksPacket?: number;
  /** ms */
  readonly ackRttMs?: number;
  readonly initialRttMs?: number;
  readonly rtoMs?: number;
  readonly rtoPacket?: number;
  /** Octets. */
  readonly bytesInFlight?: number;
  readonly pushBytesSent?: number;
  /** What was seen of the connection so far: the sum of 1 SYN, 2 SYN with ACK, 4 ACK, 8 data, 16 FIN, 32 RST. */
  readonly completeness: number;
}

const NUMBERS = [
  'duplicateAckNumber',
  'duplicateAckPacket',
  'acksPacket',
  'ackRttMs',
  'initialRttMs',
  'rtoMs',
  'rtoPacket',
  'bytesInFlight',
  'pushBytesSent',
] as const;

function analysed({ stream, from }: TcpAnalyser, found: Readonly<AnalysisFlags>, packet: number): AnalysedPacket {
  const { flags, completeness } = found;
  const told: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) if (found[name] !== -1) told[name] = found[name];
  return { packet, stream, from, flags: flagNames(flags), texts: flagTexts(flags), ...told, completeness };
}

/**
 * For each TCP packet the number of its connection, and what is notable about it: retransmissions, duplicate acknowledgments, full and closed windows, and so
 * on, by tshark's names and rules. A source is read to its end, with its fragments put together; packets are taken as they are, with the time in their `meta`.
 *
 * Memory is bounded: 262,144 connections, and of each end of one the last 4096 segments that wait for an acknowledgment.
 *
 * @throws ERR_FILE for a damaged capture, after all that was before the damage
 * @see docs/tcp-analysis.md; "TCP Analysis" in Wireshark's User's Guide
 */
export function tcpAnalysis(packets: Iterable<Packet>): AnalysedPacket[];
export function tcpAnalysis(source: PacketSource<Packet>): AsyncGenerator<AnalysedPacket>;
export function tcpAnalysis(from: Iterable<Packet> | PacketSource<Packet>): AnalysedPacket[] | AsyncGenerator<AnalysedPacket> {
  return Symbol.iterator in from ? ofPackets(from) : ofSource(from);
}

function ofPackets(packets: Iterable<Packet>): AnalysedPacket[] {
  const analyser = new TcpAnalyser();
  const all: AnalysedPacket[] = [];
  let number = 0;
  for (const packet of packets) {
    // Lengths of a packet that was made or changed are written first.
    void packet.bytes;
    const { sec = 0, nsec = 0 } = packet.meta;
    const found = analyser.take(objectOf(packet), sec * 1e3 + nsec / 1e6, ++number);
    if (found !== undefined) all.push(analysed(analyser, found, number));
  }
  return all;
}

async function* ofSource(source: PacketSource<Packet>): AsyncGenerator<AnalysedPacket> {
  const analyser = new TcpAnalyser();
  const defragmenter = new Defragmenter();
  let number = 0;
  for await (const batch of source.batches()) {
    const all: AnalysedPacket[] = [];
    for (let i = 0; i < batch.n; i++) {
      number++;
      const info = source.interfaces[batch.iface[i] as number];
      const timeMs = (batch.sec[i] as number) * 1e3 + (batch.nsec[i] as number) / 1e6;
      const p = objectOf(dissectAt(batch, i, info === undefined ? undefined : firstLayer(protocols, info.linkType)));
      const whole = wholeOf(defragmenter, p, timeMs, batch.iface[i] as number);
      const found = whole === undefined ? undefined : analyser.take(whole, timeMs, number);
      if (found !== undefined) all.push(analysed(analyser, found, number));
    }
    yield* all;
  }
}

/** Undefined for a fragment that waits for others. */
function wholeOf(defragmenter: Defragmenter, p: PacketObject, timeMs: number, iface: number): PacketObject | undefined {
  const taken = defragmenter.take(p, timeMs, iface);
  if (taken === WHOLE) return p;
  return taken === KEPT ? undefined : dissectorOf(protocols)(taken.data, taken.start, taken.end, taken.first);
}
