/**
 * Numbers that cannot be: a segment outside the receiver's window, an acknowledgement of what was never sent. Both are suspicions until the
 * other end shows that it is where we believed: a capture may have lost packets, or have them in another order.
 */
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { BoundedMap } from '../cause.ts';
import { type Connection, type End, isAfter, plus, span, type Step } from './connections.ts';
import type { Evidence, Findings } from '../finding.ts';
import { ACK, RST, SYN } from '../seen.ts';
import type { TcpRule } from './tcp-rule.ts';
import { endText } from '../words.ts';

const tcp = TCP as AnyLayer;
const MOST = 1024;

interface Suspicion {
  readonly code: 'ack-of-unsent' | 'outside-window';
  readonly from: End;
  readonly to: End;
  readonly at: Evidence;
  /** What it acknowledged; or what would be acknowledged, were it taken. */
  readonly number: number;
  readonly sentence: string;
  /** Where the other end was then: what it would send next, or what it had acknowledged. */
  readonly was: number | undefined;
  isShown: boolean;
}

export class SegmentsRule implements TcpRule {
  readonly #suspected = new BoundedMap<string, Suspicion>(MOST);

  see(step: Step, findings: Findings): void {
    const { connection, segment } = step;
    if (connection.isMidway || connection.client.isn === undefined || connection.server.isn === undefined) return;
    const there = this.#suspected.get(connection.key);
    if (there !== undefined) this.#judge(there, step, findings);
    else if ((segment.flags & (SYN | RST)) === 0) {
      const suspicion = ofAck(step) ?? ofWindow(step);
      if (suspicion !== undefined) this.#suspected.set(connection.key, suspicion);
    }
  }

  #judge(there: Suspicion, { connection, segment, from }: Step, findings: Findings): void {
    const { flags, seq, ack } = segment;
    if (from !== there.to) return;
    if ((flags & RST) !== 0) {
      // A reset takes its number from what it refuses (RFC 9293 §3.5.2).
      if (there.code === 'ack-of-unsent' ? (flags & ACK) === 0 && seq === there.number : there.isShown)
        tell(there, connection, findings, 'sure');
      this.#suspected.delete(connection.key);
      return;
    }
    if (there.code === 'ack-of-unsent') {
      // It has sent that after all: packets were seen in another order.
      if (!isAfter(there.number, plus(seq, span(segment)))) this.#suspected.delete(connection.key);
      else if (segment.length === 0 && seq === there.was) there.isShown = true;
    } else if ((flags & ACK) !== 0) {
      if (!isAfter(there.number, ack) && isAfter(ack, there.was as number)) this.#suspected.delete(connection.key);
      else if (ack === there.was) there.isShown = true;
    }
  }

  end(connections: Iterable<Connection>, findings: Findings): void {
    for (const connection of connections) {
      const there = this.#suspected.get(connection.key);
      if (there?.isShown === true) tell(there, connection, findings, 'likely');
    }
  }
}

function tell({ code, sentence, at }: Suspicion, { key }: Connection, findings: Findings, certainty: 'sure' | 'likely'): void {
  findings.add({ code, sentence, certainty, at, about: key });
}

function ofAck({ segment, connection, from, to, seen, isFromClient }: Step): Suspicion | undefined {
  if ((segment.flags & ACK) === 0 || to.next === undefined || segment.ack === 0) return undefined;
  // In a handshake there is but one right number.
  const isFirst = isFromClient && !connection.isOpen;
  if (isFirst ? segment.ack === to.next || segment.ack === to.isn : !isAfter(segment.ack, to.next)) return undefined;
  return {
    ...{ code: 'ack-of-unsent', from, to, at: seen.at(tcp, 'ack'), number: segment.ack, was: to.next, isShown: false },
    sentence: `${endText(from)} acknowledges ${segment.ack}, which ${endText(to)} never sent: it is at ${to.next}`,
  };
}

function ofWindow({ segment, connection, from, to, seen }: Step): Suspicion | undefined {
  const length = span(segment);
  if (length === 0 || to.acked === undefined || from.isn === undefined || !connection.isOpen) return undefined;
  const edge = plus(to.acked, to.window);
  const isBehind = isAfter(segment.seq, edge),
    isBefore = isAfter(from.isn, segment.seq);
  if (!isBehind && !isBefore) return undefined;
  return {
    ...{ code: 'outside-window', from, to, at: seen.at(tcp, 'seq'), number: plus(segment.seq, length), was: to.acked, isShown: false },
    sentence: `${endText(from)} sends ${segment.length} octets at seq ${segment.seq}, outside the window of ${endText(to)}: ${to.acked} to ${edge}`,
  };
}
