/**
 * Follows TCP connections from outside: the state of both ends (RFC 9293 §3.3.2), and the octets of both streams, in order. It reads no clock: time is that of the
 * packets. What it keeps is bounded; what it gives up is counted and told.
 *
 * What a segment says counts only as far as its receiver would believe it: in the window (RFC 9293 §3.4), with a right checksum, and resets and SYNs as RFC 5961 has it.
 */
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf, type PacketObject } from '../../packet/object/packet-object.ts';
import type { Connection, StreamEnd } from './connection.ts';
import { ConnectionTable } from './connection-table.ts';
import type { TcpHandlers } from './events.ts';
import { firstOctet, Reassembly } from './reassembly.ts';
import { Scopes } from './scopes.ts';
import { ACK, ahead, FIN, findSegment, judgeSum, RST, Segment, SYN, URG } from './segment.ts';
import { afterFin, afterFinAcked, afterHandshake, afterOwnFin, afterSyn, type TcpState } from './states.ts';
import { stampOf, windowScale } from './syn-options.ts';
import { limitsOf, type Limits, type TcpOptions, type TcpStats } from './tcp-options.ts';

/** What a window may be scaled by where nobody saw what was agreed (RFC 7323 §2.3). */
const ANY_SCALE = 14;
/** Time stamps are forgotten when nothing came for 24 days (RFC 7323 §5.5). */
const STAMPS_LAST_MS = 24 * 86_400_000;

/**
 * Follows TCP connections, packet by packet. {@link followTcp} does it for a whole source.
 * @see RFC 9293 §3.3.2, §3.4; RFC 5961
 */
export class TcpTracker {
  readonly #limits: Limits;
  readonly #handlers: TcpHandlers;
  readonly #segment = new Segment();
  readonly #table: ConnectionTable;
  readonly #reassembly: Reassembly;
  readonly #scopes: Scopes | undefined;
  #packets = 0;
  #segments = 0;
  #badChecksums = 0;
  #oldStamps = 0;
  #closed = 0;
  #resets = 0;
  #timedOut = 0;
  #dropped = 0;

  /**
   * @param handlers what is called as things happen. One that throws ends the call of `take`; the tracker can be used on
   * @throws ERR_VALUE, ERR_OPTION for options that there are not
   */
  constructor(handlers: TcpHandlers, o: TcpOptions = {}) {
    this.#limits = limitsOf('TcpTracker', o);
    this.#handlers = handlers;
    const { byVlan, byTunnel, byInterface } = this.#limits;
    this.#reassembly = new Reassembly(handlers, o.policy ?? 'first', this.#limits);
    this.#table = new ConnectionTable(this.#limits, (c, why) => this.#forgotten(c, why));
    this.#scopes = byVlan || byTunnel || byInterface ? new Scopes({ byVlan, byTunnel, byInterface }) : undefined;
  }

  get stats(): TcpStats {
    const { told, missing, outOfWindow, waiting } = this.#reassembly;
    return {
      segments: this.#segments,
      badChecksums: this.#badChecksums,
      outOfWindow,
      oldStamps: this.#oldStamps,
      connections: this.#table.began,
      kept: this.#table.size,
      closed: this.#closed,
      resets: this.#resets,
      timedOut: this.#timedOut,
      dropped: this.#dropped,
      told,
      missing,
      waiting: waiting.octets,
    };
  }

  /** Connections that are kept now. */
  connections(): Iterable<Connection> {
    return this.#table;
  }

  /**
   * One packet more, as the dissector found it.
   *
   * @param timeMs its time, ms
   * @param iface number of the interface that it came in by
   * @param sumIsLater its checksum was left to the network card (FLAG_CHECKSUM_NOT_READY)
   * @param number which packet it is; default: counted from 1
   * @returns its connection; undefined for a packet that is no TCP segment, or belongs to no connection that is followed
   */
  take(p: PacketObject, timeMs: number, iface = 0, sumIsLater = false, number: number = this.#packets + 1): Connection | undefined {
    this.#packets = number;
    const s = this.#segment;
    if (!findSegment(p, s)) return undefined;
    s.packet = number;
    s.timeMs = timeMs;
    s.iface = iface;
    this.#segments++;
    this.#table.expire(timeMs);
    const scope = this.#scopes === undefined ? 0 : this.#scopes.of(p, s);
    const c = this.#table.find(s, scope) ?? this.#begin(s);
    if (c === undefined) return undefined;
    return this.#segmentOf(c, s, sumIsLater);
  }

  /** The same for a packet that is kept; its time is that of its `meta`. */
  packet(packet: Packet, timeMs: number = (packet.meta.sec ?? 0) * 1e3 + (packet.meta.nsec ?? 0) / 1e6): Connection | undefined {
    const p = objectOf(packet);
    // Lengths and sums of a packet that was made or changed are written first.
    void p.bytes;
    return this.take(p, timeMs);
  }

  /** No packet follows: what waits is told, with the gaps before it, and `end` of each connection that stands. */
  end(): void {
    for (const c of this.#table) {
      this.#flush(c);
      this.#table.remove(c);
      if (c.isOpen && !c.isOver) {
        c.isOver = true;
        if (isDone(c)) {
          this.#closed++;
          this.#handlers.close?.(c);
        } else this.#handlers.end?.(c);
      }
    }
  }

  #segmentOf(connection: Connection, s: Segment, sumIsLater: boolean): Connection {
    let c = connection;
    let a = this.#senderOf(c);
    let z = a === c.client ? c.server : c.client;
    a.packets++;
    a.octets += s.length;
    if (s.timeMs - c.lastMs > STAMPS_LAST_MS) c.client.stamp = c.server.stamp = undefined;
    c.lastMs = s.timeMs;
    this.#table.renew(c);
    if (this.#limits.checksums && !sumIsLater && !this.#sumHolds(c, a, s)) return c;
    const { flags } = s;
    if ((flags & RST) !== 0) {
      if (!c.isOver) this.#reset(c, a, z, s);
      return c;
    }
    if ((flags & SYN) !== 0) {
      const other = this.#syn(c, a, z, s);
      if (other === undefined) return c;
      if (other !== c) {
        c = other;
        [a, z] = this.#senderOf(c) === c.client ? [c.client, c.server] : [c.server, c.client];
      }
    } else if (this.#isRenewed(c, a, s)) {
      // Its sequence numbers are those of a SYN that nobody seemed to take up.
      c = this.#renew(c, s);
      [a, z] = [c.client, c.server];
    }
    if (c.isOver) return c;
    const stamp = stampOf(s);
    if (stamp !== undefined && this.#isOld(a, z, stamp)) {
      this.#oldStamps++;
      if (s.length > 0 || (flags & FIN) !== 0) this.#reassembly.tell(c, a, s, 'old', a.at + ahead(a.next, s.seq), s.length);
      return c;
    }
    if (!a.isKnown) {
      a.isKnown = true;
      a.next = firstOctet(s);
    }
    const from = a.at + ahead(a.next, firstOctet(s));
    if ((flags & ACK) !== 0) this.#acknowledge(c, a, z, s, from, stamp);
    // Without one a receiver drops it (RFC 9293 §3.10.7.4), unless it is a SYN.
    else if ((flags & SYN) === 0) return c;
    if ((flags & URG) !== 0 && s.urgent > 0) this.#urgent(c, a, s, from);
    if (s.length > 0 || (flags & FIN) !== 0) {
      this.#reassembly.take(c, a, z, s, from);
      if (a.finAt >= 0) this.#enter(c, a, afterOwnFin(a.state));
    }
    return c;
  }

  #senderOf(c: Connection): StreamEnd {
    return this.#table.isFromLow === c.lowIsClient ? c.client : c.server;
  }

  /** The connection that begins with a segment of none. */
  #begin(s: Segment): Connection | undefined {
    const { flags } = s;
    if ((flags & RST) !== 0) return undefined;
    if ((flags & SYN) !== 0) return this.#table.begin(s, (flags & ACK) === 0, false);
    if (!this.#limits.midstream || s.length === 0 || (flags & ACK) === 0) return undefined;
    // Servers have the lower port, as a rule.
    return this.#table.begin(s, s.sport >= s.dport, true);
  }

  /** A wrong sum counts of an end whose sums were right before: others leave them to their cards. */
  #sumHolds(c: Connection, a: StreamEnd, s: Segment): boolean {
    const verdict = judgeSum(s);
    if (verdict === 'right') a.sumsAreRight = true;
    if (verdict !== 'wrong' || !a.sumsAreRight) return true;
    this.#badChecksums++;
    this.#reassembly.tell(c, a, s, 'bad-checksum', 0, s.length);
    return false;
  }

  /** @returns the connection that it belongs to; undefined where it is not believed */
  #syn(c: Connection, a: StreamEnd, z: StreamEnd, s: Segment): Connection | undefined {
    const answers = (s.flags & ACK) !== 0;
    if (a.isn === s.seq) return c.isOver ? undefined : c;
    const isFirst = a.isn === undefined && !c.isOver && !c.isMidstream && (!a.isKnown || a.at === 0);
    if (isFirst) {
      if (answers && z.isn !== undefined && ahead(z.isn, s.ack) < 1) return undefined;
      this.#startEnd(c, a, s, answers);
      if (!answers && z.isn === undefined) this.#enter(c, z, 'LISTEN');
      if (!answers && z.isn !== undefined) this.#enter(c, a, afterSyn(a.state, true));
      return c;
    }
    if (!answers) {
      if (c.isOver || c.phase !== 'open' || isDone(c)) return this.#another(c, s, true);
      c.renewal = { from: a.side, seq: s.seq, scale: windowScale(s) };
      this.#reassembly.tell(c, a, s, 'blind-syn', 0, 0);
      return undefined;
    }
    const { renewal } = c;
    if (renewal !== undefined && renewal.from === z.side && s.ack === (renewal.seq + 1) >>> 0) {
      const made = this.#another(c, s, false);
      this.#takeUp(made.client, renewal);
      this.#startEnd(made, made.server, s, true);
      return made;
    }
    if (!c.isOver && c.phase === 'open') return undefined;
    if (!c.isOver && z.isn !== undefined && s.ack === (z.isn + 1) >>> 0) {
      // A second answer to the same SYN: who sent that believes the first (RFC 9293 §3.10.7.3).
      this.#reassembly.tell(c, a, s, 'blind-syn', 0, 0);
      return undefined;
    }
    const made = this.#another(c, s, false);
    this.#startEnd(made, made.server, s, true);
    return made;
  }

  #startEnd(c: Connection, a: StreamEnd, s: Segment, answers: boolean): void {
    a.isn = s.seq;
    a.next = firstOctet(s);
    a.isKnown = true;
    a.scale = windowScale(s);
    a.stamp = stampOf(s);
    this.#enter(c, a, afterSyn(a.state, answers));
  }

  /** A SYN of before began it, with what that said. */
  #takeUp(client: StreamEnd, { seq, scale }: NonNullable<Connection['renewal']>): void {
    client.isn = seq;
    client.next = (seq + 1) >>> 0;
    client.isKnown = true;
    client.scale = scale;
    client.state = 'SYN-SENT';
  }

  #isRenewed({ renewal }: Connection, a: StreamEnd, s: Segment): boolean {
    return renewal !== undefined && renewal.from === a.side && s.seq === (renewal.seq + 1) >>> 0 && s.seq !== a.next;
  }

  #renew(c: Connection, s: Segment): Connection {
    const { renewal } = c;
    const made = this.#another(c, s, true);
    if (renewal !== undefined) this.#takeUp(made.client, renewal);
    return made;
  }

  /** Its ends have begun another connection. */
  #another(c: Connection, s: Segment, senderIsClient: boolean): Connection {
    this.#over(c, 'timeout');
    this.#table.remove(c);
    const made = this.#table.begin(s, senderIsClient, false);
    const a = senderIsClient ? made.client : made.server;
    a.packets = 1;
    a.octets = s.length;
    if ((s.flags & (SYN | ACK)) === SYN) this.#startEnd(made, a, s, false);
    return made;
  }

  #acknowledge(c: Connection, a: StreamEnd, z: StreamEnd, s: Segment, from: number, stamp: number | undefined): void {
    if (!z.isKnown) {
      z.isKnown = true;
      z.next = s.ack;
    }
    const acked = z.at + ahead(z.next, s.ack);
    if (acked > z.acked) z.acked = acked;
    const isSyn = (s.flags & SYN) !== 0;
    if (!isSyn) this.#window(a, z, s);
    // Windows of a SYN are never scaled (RFC 7323 §2.2).
    else a.room = Math.max(a.room, s.window);
    if (!isSyn) {
      this.#enter(c, a, afterHandshake(a.state));
      if (z.state === 'SYN-RECEIVED' && acked >= 0) this.#enter(c, z, 'ESTABLISHED');
      if (!c.isOpen) this.#open(c, z);
    }
    if (this.#hasFinished(c, a, z) && isDone(c)) this.#close(c);
    this.#reassembly.acknowledged(c, z, s.timeMs);
    // RFC 7323 §4.3: the newest of what was acknowledged or is next.
    if (stamp !== undefined && from <= a.acked && (a.stamp === undefined || ahead(a.stamp, stamp) >= 0)) a.stamp = stamp;
  }

  /** Whether `z` has said all, and `a` has acknowledged it. */
  #hasFinished(c: Connection, a: StreamEnd, z: StreamEnd): boolean {
    if (z.finAt < 0 || z.acked <= z.finAt || !z.isFinished) return false;
    this.#enter(c, a, afterFin(a.state));
    this.#enter(c, z, afterFinAcked(z.state));
    return true;
  }

  /** RFC 7323 §5.3; both sides must send time stamps. One that is older by 1 passes with Linux, and with us. */
  #isOld(a: StreamEnd, z: StreamEnd, stamp: number): boolean {
    return this.#limits.oldStamps && a.stamp !== undefined && z.stamp !== undefined && ahead(a.stamp, stamp) < -1;
  }

  #window(a: StreamEnd, z: StreamEnd, s: Segment): void {
    // Both must have asked for it (RFC 7323 §2.2).
    const scale = a.isn === undefined ? ANY_SCALE : z.isn === undefined || z.scale > 0 ? a.scale : 0;
    const room = s.window * 2 ** Math.max(0, scale);
    if (room > a.room) a.room = room;
  }

  #open(c: Connection, z: StreamEnd): void {
    c.isOpen = true;
    this.#table.move(c, 'open');
    if (c.isMidstream && z.state === 'CLOSED') this.#enter(c, z, 'ESTABLISHED');
    this.#handlers.open?.(c);
    this.#reassembly.deliver(c, c.client);
    this.#reassembly.deliver(c, c.server);
  }

  #urgent(c: Connection, a: StreamEnd, s: Segment, from: number): void {
    const at = from + s.urgent;
    if (at <= a.urgentAt || at <= a.at) return;
    a.urgentAt = at;
    this.#handlers.urgent?.(c, a.side, at, s.packet);
  }

  /** RFC 9293 §3.10.7.3: with the next number, or in answer to a SYN. RFC 5961 §3.2: any other in the window may be anybody's. */
  #reset(c: Connection, a: StreamEnd, z: StreamEnd, s: Segment): void {
    const isAnswer = (s.flags & ACK) !== 0 && z.isn !== undefined && s.ack === (z.isn + 1) >>> 0 && z.state === 'SYN-SENT';
    if (!isAnswer && (a.isKnown || z.state === 'SYN-SENT')) {
      const from = a.isKnown ? a.at + ahead(a.next, s.seq) : Number.NaN;
      const low = Math.min(a.at, a.acked);
      const high = Math.max(a.at, a.acked, a.sent) + (a.finAt >= 0 ? 1 : 0);
      if (!(from >= low && from <= high)) {
        this.#reassembly.tell(c, a, s, 'blind-reset', from || 0, 0);
        return;
      }
    }
    this.#resets++;
    this.#flush(c);
    this.#enter(c, a, 'CLOSED');
    this.#enter(c, z, 'CLOSED');
    c.isOver = true;
    this.#table.move(c, 'ending');
    this.#handlers.reset?.(c, a.side, s.packet);
  }

  #close(c: Connection): void {
    if (c.isOver) return;
    c.isOver = true;
    this.#closed++;
    this.#table.move(c, 'ending');
    this.#handlers.close?.(c);
  }

  #forgotten(c: Connection, why: 'timeout' | 'drop'): void {
    if (why === 'drop' && !c.isOver) this.#dropped++;
    this.#over(c, why);
  }

  /** Ends it for whoever listens, if that has not been done. */
  #over(c: Connection, why: 'timeout' | 'drop'): void {
    this.#flush(c);
    if (c.isOver) return;
    c.isOver = true;
    if (isDone(c)) {
      this.#closed++;
      this.#handlers.close?.(c);
      return;
    }
    if (why === 'timeout') this.#timedOut++;
    if (!c.isOpen) return;
    if (why === 'timeout') this.#handlers.timeout?.(c);
    else this.#handlers.drop?.(c);
  }

  #flush(c: Connection): void {
    this.#reassembly.flush(c, c.client, 'ended');
    this.#reassembly.flush(c, c.server, 'ended');
    if (c.isOver) return;
    this.#hasFinished(c, c.server, c.client);
    this.#hasFinished(c, c.client, c.server);
  }

  #enter(c: Connection, end: StreamEnd, state: TcpState): void {
    const before = end.state;
    if (state === before) return;
    end.state = state;
    this.#handlers.state?.(c, end.side, state, before);
  }
}

/** Both sides have said all. */
const isDone = (c: Connection): boolean => c.client.isFinished && c.server.isFinished && isAtEnd(c.client.state) && isAtEnd(c.server.state);

const isAtEnd = (state: TcpState): boolean => state === 'TIME-WAIT' || state === 'CLOSED';
