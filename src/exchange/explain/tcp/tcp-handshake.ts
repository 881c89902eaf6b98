/** Mistakes of handshakes that somebody makes by hand, and the kernel that knows nothing of them. */
import type { AnyLayer, ViewOf } from '../../../packet/spec/spec.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { BoundedMap } from '../cause.ts';
import { type Connection, type End, plus, type Step } from './connections.ts';
import type { Findings, NewFinding } from '../finding.ts';
import { ACK, RST, type Seen, SYN } from '../seen.ts';
import type { TcpRule } from './tcp-rule.ts';
import { endText } from '../words.ts';

/** Handshakes of one client with one port of a server, that many. */
const MOST_OPEN = 8;
const MOST_PAIRS = 4096;
/** So many octets more than were seen the other end may have sent: a capture loses some. */
const UNSEEN = 2 ** 24;

const tcp = TCP as AnyLayer;

export class HandshakeRule implements TcpRule {
  /** Answered and not yet completed, by client and server without the client's port. */
  readonly #answered = new BoundedMap<string, Connection[]>(MOST_PAIRS);
  /** Options that the client's SYN had: kernels always give some. */
  readonly #synOptions = new WeakMap<Connection, number>();
  /** Resets of the own kernel that have harmed nobody so far. */
  readonly #resets = new WeakMap<Connection, NewFinding>();
  /** Segments on a port of their own that go on with an open connection, and the end that would have to know it. */
  readonly #astray = new BoundedMap<string, { readonly server: End; readonly found: NewFinding }>(MOST_PAIRS);
  readonly #isCrafted: ((seen: Seen) => boolean) | undefined;

  /** @param isCrafted whether a SYN was made by hand, where that is known */
  constructor(isCrafted?: (seen: Seen) => boolean) {
    this.#isCrafted = isCrafted;
  }

  see(step: Step, findings: Findings): void {
    const { segment, connection, isFromClient, seen } = step;
    const isSyn = (segment.flags & SYN) !== 0;
    if (isSyn && isFromClient) {
      this.#synOptions.set(connection, this.#isCrafted?.(seen) === true ? 0 : (seen.get<ViewOf<typeof TCP>>(tcp)?.options.length ?? 0));
      return;
    }
    if (isSyn) {
      this.#remember(connection);
      return;
    }
    // Of exchanges only the conversations that go on: who asked no more than a SYN has his answer.
    const reset = isFromClient && (segment.flags & RST) === 0 ? this.#resets.get(connection) : undefined;
    if (reset !== undefined) findings.add(reset);
    if (connection.isMidway) this.#ofAnother(step, findings);
    else if (isFromClient && connection.server.isn !== undefined && !connection.isOpen) this.#first(step, findings);
    else if (connection.isOpen) later(step, findings);
  }

  #remember(connection: Connection): void {
    const key = pairOf(connection.client.address, connection.server.address, connection.server.port);
    const list = this.#answered.get(key) ?? [];
    if (list.includes(connection)) return;
    list.push(connection);
    if (list.length > MOST_OPEN) list.shift();
    this.#answered.set(key, list);
  }

  /** The first that the client says after the SYN-ACK. */
  #first(step: Step, findings: Findings): void {
    const { segment, connection, seen } = step;
    const { client, server } = connection;
    const isn = client.isn as number,
      theirs = server.isn as number;
    if ((segment.flags & RST) !== 0) {
      if ((segment.flags & ACK) === 0 && !connection.isReset) this.#reset(step, findings);
      return;
    }
    if (isWithoutAck(step, findings)) return;
    if (segment.ack === theirs && segment.ack !== plus(theirs, 1))
      findings.add({
        code: 'ack-not-counting-syn',
        sentence: `${endText(client)} acknowledges ${segment.ack}, the SYN-ACK's own seq; ${plus(theirs, 1)} was due, as a SYN counts`,
        certainty: 'sure',
        at: seen.at(tcp, 'ack'),
        about: connection.key,
      });
    else if (segment.ack === plus(theirs, 1) && segment.seq === isn)
      findings.add({
        code: 'seq-not-counting-syn',
        sentence: `${endText(client)} goes on with seq ${isn}, that of its SYN; ${plus(isn, 1)} was due, as a SYN counts`,
        certainty: segment.length > 1 ? 'sure' : 'likely',
        at: seen.at(tcp, 'seq'),
        about: connection.key,
      });
  }

  /** A kernel's reset takes its number from the SYN-ACK, and acknowledges nothing (RFC 9293 §3.5.2). A program's own close would be others. */
  #reset({ segment, connection, seen }: Step, findings: Findings): void {
    const { client, server } = connection;
    const options = this.#synOptions.get(connection);
    if (segment.seq !== plus(client.isn as number, 1) || segment.length > 0 || options === undefined || options > 1) return;
    const found: NewFinding = {
      code: 'own-kernel-reset',
      sentence: `${client.address} reset its own connection to ${endText(server)} after the SYN-ACK: its kernel has no socket on port ${client.port}, for the SYN was made by hand`,
      certainty: options === 0 ? 'sure' : 'likely',
      at: seen.at(tcp, 'flags'),
      about: `${client.address} ${endText(server)}`,
      remedy: `Block it while you speak: await guard({ protocol: 'tcp', localPort: ${client.port} }); or pkw firewall guard --protocol tcp --local-port ${client.port}.`,
    };
    if (this.#isCrafted === undefined) findings.add(found);
    else this.#resets.set(connection, found);
  }

  /** A segment of a connection that never began: perhaps it is another one's. */
  #ofAnother(step: Step, findings: Findings): void {
    const { segment, network, connection, from, to } = step;
    if ((segment.flags & (ACK | RST)) !== ACK || from.next !== undefined || to.next !== undefined) return;
    const open = this.#answered.get(pairOf(network.src, network.dst, segment.dport)) ?? [];
    const hasOthers = ({ client }: Connection): boolean => client.port !== segment.sport;
    const isIts = (c: Connection): boolean => !c.isOpen && hasOthers(c) && segment.ack === plus(c.server.isn as number, 1);
    const isNext = ({ client }: Connection): boolean => segment.seq === (client.next ?? plus(client.isn ?? -1, 1));
    const its = open.find((c) => isIts(c) && isNext(c)) ?? open.find(isIts);
    if (its !== undefined) {
      findings.add(otherPort(step, its, isNext(its) ? 'sure' : 'likely'));
      return;
    }
    // Behind a handshake that is complete both numbers must be the next ones, and the server must know nothing of it: that is seen at the end.
    const whole = open.find((c) => c.isOpen && hasOthers(c) && isNext(c) && segment.ack === c.server.next);
    if (whole !== undefined) this.#astray.set(connection.key, { server: to, found: otherPort(step, whole, 'sure') });
  }

  end(_connections: Iterable<Connection>, findings: Findings): void {
    for (const { server, found } of this.#astray.values()) if (server.next === undefined) findings.add(found);
  }
}

function otherPort({ from, to, seen }: Step, { client, isOpen, key }: Connection, certainty: 'sure' | 'likely'): NewFinding {
  return {
    code: 'other-source-port',
    sentence: isOpen
      ? `segment on ${endText(from)} goes on with the connection that was opened on :${client.port}, so ${endText(to)} knows no such connection`
      : `segment on ${endText(from)} carries ack of handshake on :${client.port}, so ${endText(to)} knows no such connection`,
    certainty,
    at: seen.at(tcp, 'sport'),
    about: key,
  };
}

const pairOf = (client: string, server: string, port: number): string => `${client} ${server} ${port}`;

/** In an open connection every segment acknowledges (RFC 9293 §3.10.7.4: one without ACK is dropped). */
function later(step: Step, findings: Findings): void {
  if ((step.segment.flags & (RST | SYN)) === 0) isWithoutAck(step, findings);
}

function isWithoutAck({ segment, connection, seen, from, to }: Step, findings: Findings): boolean {
  const expected = to.next ?? 0;
  const isUnset = (segment.flags & ACK) === 0;
  if (!isUnset && !(segment.ack === 0 && isNoAck(to))) return false;
  findings.add({
    code: 'ack-missing',
    sentence: isUnset
      ? `${endText(from)} sends a segment without the flag A in a connection with ${endText(to)}: it is dropped`
      : `ACK flag set, ack=0 in established flow: ${endText(from)} has not filled in ${expected}, what ${endText(to)} sends next`,
    certainty: 'sure',
    at: seen.at(tcp, isUnset ? 'flags' : 'ack'),
    about: `${connection.key} ${from.port}`,
  });
  return true;
}

/** Whether 0 is no number that the other end has come by. */
const isNoAck = ({ isn = 0, next = 0 }: End): boolean => {
  const first = plus(isn, 1);
  return (0 - first) >>> 0 > ((next - first) >>> 0) + UNSEEN;
};
