/** What lessons on TCP ask of segments. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { Raw } from '../../../packet/layer/raw.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { WWW } from '../lab/small-network.ts';
import type { Mistake } from '../walk/lesson.ts';
import type { Seen } from '../walk/seen.ts';

export const SPORT = 4444;

/** Whether exactly these flags are set, in the order S, F, R, P, A. */
export function flagged(p: Packet | undefined, flags: string): boolean {
  const f = p?.get(TCP)?.flags;
  return f !== undefined && (['S', 'F', 'R', 'P', 'A'] as const).filter((one) => f.has(one)).join('') === flags;
}

export const isTo = (p: Packet | undefined, port: number): boolean => p?.get(IP)?.dst === WWW && p.get(TCP)?.dport === port;
/** Octets that a segment carries. */
export const dataOf = (p: Packet): string => String.fromCharCode(...p.payload(TCP));
export const carries = (p: Packet): boolean => p.has(TCP) && (p.has(Raw) || p.payload(TCP).length > 0);

/** The SYN and ACK that the server sent last, to that port of ours. */
export const synAck = (frames: readonly Packet[], port = SPORT): Packet | undefined =>
  frames.findLast((p) => flagged(p, 'SA') && p.get(IP)?.src === WWW && p.get(TCP)?.dport === port);

/** Segments that acknowledge, from our side. */
const acks = (seen: Seen): Packet[] =>
  seen.sentNow.filter((p) => p.get(TCP)?.flags.has('A') === true && p.get(TCP)?.flags.has('R') !== true);
const tcpOf = (seen: Seen): { readonly seq: number; readonly ack: number; readonly dport: number } | undefined =>
  seen.packet('sa')?.get(TCP);

export const otherPort: Mistake = {
  name: 'another source port',
  made: (seen) => acks(seen).some((p) => isTo(p, 80) && p.get(TCP)?.sport !== SPORT),
  say: (seen) =>
    `This segment left from port ${
      acks(seen)
        .find((p) => p.get(TCP)?.sport !== SPORT)
        ?.get(TCP)?.sport
    }, and your SYN from ${SPORT}. To the server that is another connection, one that it does not know: sport=${SPORT}.`,
};

export const ackIsSeq: Mistake = {
  name: 'ack without the SYN',
  made: (seen) => acks(seen).some((p) => p.get(TCP)?.ack === tcpOf(seen)?.seq),
  say: 'ack is one too small: a SYN counts as one octet. It names the octet that you expect next: ack=sa[TCP].seq+1.',
};

export const seqIsOld: Mistake = {
  name: 'another seq',
  made: (seen) => acks(seen).some((p) => p.get(TCP)?.sport === SPORT && p.get(TCP)?.seq !== tcpOf(seen)?.ack),
  say: 'seq is not what the server expects next. It says what that is in its own ack: seq=sa[TCP].ack.',
};

export const ackIsWrong: Mistake = {
  name: 'another ack',
  made: (seen) => acks(seen).some((p) => p.get(TCP)?.sport === SPORT && p.get(TCP)?.ack !== ((tcpOf(seen)?.seq ?? -2) + 1) >>> 0),
  say: "ack must be one more than the server's seq: ack=sa[TCP].seq+1.",
};

export const noAckFlag: Mistake = {
  name: 'no flag A',
  made: ({ sentNow }) =>
    sentNow.some(
      (p) => isTo(p, 80) && p.has(TCP) && !flagged(p, 'S') && p.get(TCP)?.flags.has('A') !== true && p.get(TCP)?.flags.has('R') !== true,
    ),
  say: 'The flag A is not set, so nobody looks at ack. After the SYN each segment of a connection has it: flags="A".',
};
