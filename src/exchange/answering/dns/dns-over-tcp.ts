/**
 * Questions over TCP, answered segment by segment: there is no connection but what each segment tells, and the first part of a question that
 * came in two. What is lost on the way is not sent again: it is for links that lose nothing.
 */
import { joinOctets } from '../../../bytes/join-octets.ts';
import type { Random } from '../../../bytes/random.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../../protocols/protocols.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { withLength } from '../../clients/stream/length-prefixed.ts';
import { replyHeaders } from '../reply-headers.ts';

/** What IPv6's least MTU leaves behind its header and TCP's: every link carries that (RFC 8200 §5). */
const SEGMENT = 1220;
const WINDOW = 64_240;
/** Octets of a length (RFC 1035 §4.2.2). */
const LENGTH = 2;
/** Questions that have not come whole, and octets of one. */
const MOST_PARTS = 64,
  MOST_OCTETS = 4096;

interface Part {
  readonly data: Uint8Array;
  /** The sequence number of what follows. */
  readonly next: number;
}

export interface DnsOverTcpParts {
  readonly isOurs: (address: string) => boolean;
  readonly port: number;
  /** Where initial sequence numbers come from. */
  readonly random: Random;
  /** The answer to a message, without its length. */
  readonly answer: (question: Uint8Array) => Uint8Array | undefined;
}

export class DnsOverTcp {
  readonly #o: DnsOverTcpParts;
  /** By the asker's address and port, the oldest first. */
  readonly #parts = new Map<string, Part>();

  constructor(o: DnsOverTcpParts) {
    this.#o = o;
  }

  isFor(received: Packet): boolean {
    return received.get(TCP)?.dport === this.#o.port;
  }

  /** @see RFC 9293 §3.10.7; RFC 7766 §6.2.1 */
  reply(received: Packet): Packet[] | undefined {
    const tcp = received.get(TCP);
    const headers = replyHeaders(received, this.#o.isOurs);
    if (tcp === undefined || headers === undefined || tcp.flags.has('R')) return undefined;
    const key = `${received.get(IP)?.src ?? received.get(IPv6)?.src} ${tcp.sport}`;
    const segment = (given: object, data: Uint8Array = new Uint8Array(0)): Packet =>
      packet(...headers, TCP({ sport: tcp.dport, dport: tcp.sport, window: WINDOW, ...given } as never), data) as unknown as Packet;
    const data = received.payload(TCP);
    const isEnd = tcp.flags.has('F');
    // With FIN it asks for nothing that there is: Linux drops it, too.
    if (tcp.flags.has('S') && tcp.flags.has('F')) return [];
    if (tcp.flags.has('S')) {
      this.#parts.delete(key);
      if (tcp.flags.has('A')) return undefined;
      return [segment({ seq: this.#o.random.u32(), ack: (tcp.seq + 1) >>> 0, flags: 'SA', options: [['MSS', SEGMENT]] })];
    }
    if (!tcp.flags.has('A') || (data.length === 0 && !isEnd)) return undefined;
    const said = this.#answers(key, tcp.seq, data);
    const ack = (tcp.seq + data.length + Number(isEnd)) >>> 0;
    const replies: Packet[] = [];
    // The other side's acknowledgement is where it expects us to go on.
    for (let at = 0; at < said.length; at += SEGMENT)
      replies.push(segment({ seq: (tcp.ack + at) >>> 0, ack, flags: 'PA' }, said.subarray(at, at + SEGMENT)));
    if (isEnd) {
      this.#parts.delete(key);
      replies.push(segment({ seq: (tcp.ack + said.length) >>> 0, ack, flags: 'FA' }));
    }
    return replies.length > 0 ? replies : [segment({ seq: tcp.ack, ack, flags: 'A' })];
  }

  /** Answers to all questions that are whole now, each behind its length; the rest is kept. */
  #answers(key: string, seq: number, data: Uint8Array): Uint8Array {
    const before = this.#parts.get(key);
    this.#parts.delete(key);
    let rest = before?.next === seq ? joinOctets([before.data, data]) : data;
    const answers: Uint8Array[] = [];
    while (rest.length >= LENGTH) {
      const end = LENGTH + (((rest[0] as number) << 8) | (rest[1] as number));
      if (rest.length < end) break;
      const made = this.#o.answer(rest.slice(LENGTH, end));
      if (made !== undefined) answers.push(withLength(made));
      rest = rest.subarray(end);
    }
    if (rest.length > 0 && rest.length <= MOST_OCTETS) {
      const [oldest] = this.#parts.keys();
      if (this.#parts.size >= MOST_PARTS && oldest !== undefined) this.#parts.delete(oldest);
      this.#parts.set(key, { data: rest.slice(), next: (seq + data.length) >>> 0 });
    }
    return joinOctets(answers);
  }
}
