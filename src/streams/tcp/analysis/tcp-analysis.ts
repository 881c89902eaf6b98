/**
 * What is notable about a segment, by what both ends of its connection have sent before it: tshark's flags, by the rules of "TCP Analysis" in Wireshark's User's
 * Guide. Where the guide is silent, tshark 4.0 was asked with packets.
 */
import type { StreamSide } from '../events.ts';
import { ACK, ahead, FIN, PSH, RST, type Segment, SYN } from '../segment.ts';
import { optionAt, windowScale } from '../syn-options.ts';
import { AnalysedEnd, NOT_SCALED } from './analysed-end.ts';
import {
  ACK_LOST_SEGMENT,
  DUPLICATE_ACK,
  FAST_RETRANSMISSION,
  KEEP_ALIVE,
  KEEP_ALIVE_ACK,
  LOST_SEGMENT,
  OUT_OF_ORDER,
  RETRANSMISSION,
  REUSED_PORTS,
  SPURIOUS_RETRANSMISSION,
  WINDOW_FULL,
  WINDOW_UPDATE,
  ZERO_WINDOW,
  ZERO_WINDOW_PROBE,
  ZERO_WINDOW_PROBE_ACK,
} from './analysis-flags.ts';
import { sackedOctets } from './sacked.ts';

/** An acknowledgment older than this asks for nothing any more: no fast retransmission. ms */
const FAST_MS = 20;
/** How long a segment may be late and still be out of order, where no round trip was measured. ms */
const USUAL_MS = 3;
/** Duplicates of an acknowledgment that ask for a segment: tshark is content with one less than RFC 5681 §3.2. */
const ASKING = 2;
const WINDOW_SCALE = 3;

/** Bits of {@link AnalysisFlags.completeness}. */
const SAW_SYN = 1;
const SAW_SYN_ACK = 2;
const SAW_ACK = 4;
const SAW_DATA = 8;
const SAW_FIN = 16;
const SAW_RST = 32;

/** What is notable about one segment. Used again for the next. Numbers are -1 where there is nothing to tell. */
export class AnalysisFlags {
  /** Bits of analysis-flags.ts; `flagNames` gives their names. */
  flags = 0;
  /** Which duplicate it is, from 1, and the packet that acknowledged this first. */
  duplicateAckNumber = -1;
  duplicateAckPacket = -1;
  /** The packet that it acknowledges, to its end, and how long that took. */
  acksPacket = -1;
  ackRttMs = -1;
  /** From the SYN to the acknowledgment of its answer; -1 too where nothing else is told. */
  initialRttMs = -1;
  /** Octets that its sender has sent and not seen acknowledged, with it; those since it last set PSH. */
  bytesInFlight = -1;
  pushBytesSent = -1;
  /** Of a retransmission: how long its sender had waited since the oldest segment that waits, and that packet. */
  rtoMs = -1;
  rtoPacket = -1;
  /** What was seen of the connection, with this segment: 1 SYN, 2 SYN with ACK, 4 ACK, 8 data, 16 FIN, 32 RST. */
  completeness = 0;
}

/** Between two times, ms; to the microsecond, for times since 1970 in ms are not more exact. */
const between = (fromMs: number, toMs: number): number => Math.round((toMs - fromMs) * 1e3) / 1e3;

/** One connection. Memory is bounded: see {@link MOST_UNACKED}. */
export class TcpAnalysis {
  readonly client = new AnalysedEnd();
  readonly server = new AnalysedEnd();
  readonly #found = new AnalysisFlags();
  /** Its first segment is a SYN where another connection has been. */
  #isReuse: boolean;
  #synMs = -1;
  #firstRttMs = -1;
  #completeness = 0;

  constructor(o: { readonly isReuse?: boolean } = {}) {
    this.#isReuse = o.isReuse ?? false;
  }

  /**
   * Whether the segment begins another connection between the same ends: a SYN without ACK whose number is not the one that its sender had. Whoever tracks
   * connections asks before `look`, and makes another with `isReuse`.
   */
  isRenewedBy(s: Segment, from: StreamSide): boolean {
    const { base } = from === 'client' ? this.client : this.server;
    return (s.flags & (SYN | ACK)) === SYN && base >= 0 && base !== s.seq;
  }

  /** Looks at the next segment, whoever believes it. What it gives is used again for the next. Time: constant for segments in order. */
  look(s: Segment, from: StreamSide): Readonly<AnalysisFlags> {
    const me = from === 'client' ? this.client : this.server;
    const other = from === 'client' ? this.server : this.client;
    const found = this.#found;
    clear(found);
    const acks = (s.flags & ACK) !== 0;
    const size = s.length + ((s.flags & (SYN | FIN)) === 0 ? 0 : 1);
    const end = (s.seq + size) >>> 0;
    let flags = this.#begin(s, me, other) | ofWindow(s, me, other);
    if (acks && other.isAckable && ahead(other.ackable, s.ack) > 0) {
      flags |= ACK_LOST_SEGMENT;
      // It is told once, until more is known of what the other end sends.
      if (other.isWhole) other.isAckable = false;
      else other.ackable = other.next;
    }
    if (s.length > 0 && (flags & KEEP_ALIVE) === 0 && other.hasAcked && ahead(end, other.ack) >= 0)
      flags |= SPURIOUS_RETRANSMISSION | RETRANSMISSION;
    else if (size > 0 && (flags & (KEEP_ALIVE | ZERO_WINDOW_PROBE)) === 0 && me.isKnown && ahead(s.seq, me.next) > 0)
      flags |= this.#late(s, end, me, other);
    found.flags = flags;
    found.completeness = this.#completeness |= completenessOf(s);
    this.#sent(s, size, end, me, flags);
    if (acks) this.#acknowledged(s, me, other, flags);
    this.#inFlight(s, me, other);
    if (flags !== 0 || found.acksPacket > 0 || found.bytesInFlight > 0) found.initialRttMs = this.#firstRttMs;
    return found;
  }

  /** What a first segment says, and a SYN that begins anew. */
  #begin(s: Segment, me: AnalysedEnd, other: AnalysedEnd): number {
    const { flags } = s;
    let isReuse = this.#isReuse;
    this.#isReuse = false;
    if ((flags & SYN) !== 0) {
      me.scale = optionAt(s, WINDOW_SCALE) < 0 ? NOT_SCALED : windowScale(s);
      if ((flags & ACK) === 0) this.#synMs = s.timeMs;
      else if (me.base >= 0 && me.base !== s.seq) {
        isReuse = true;
        me.base = s.seq;
      }
    }
    if (me.base < 0) me.base = (flags & SYN) !== 0 ? s.seq : (s.seq - 1) >>> 0;
    if (other.base < 0 && (flags & ACK) !== 0) other.base = (s.ack - 1) >>> 0;
    return isReuse ? REUSED_PORTS : 0;
  }

  /** Octets, SYN or FIN below the next number. */
  #late(s: Segment, end: number, me: AnalysedEnd, other: AnalysedEnd): number {
    const found = this.#found;
    if (other.duplicates >= ASKING && other.ack === s.seq && between(other.ackMs, s.timeMs) < FAST_MS)
      return FAST_RETRANSMISSION | RETRANSMISSION;
    const lateMs = between(me.nextMs, s.timeMs);
    const isNew = end !== me.next && !me.unacked.has(s.seq, end);
    // Where time goes backwards, nobody knows how late it is.
    if (isNew && lateMs >= 0 && lateMs < (this.#firstRttMs < 0 ? USUAL_MS : this.#firstRttMs)) return OUT_OF_ORDER;
    const waits = me.unacked.oldest();
    found.rtoMs = waits ? between(me.unacked.timeMs, s.timeMs) : lateMs;
    found.rtoPacket = waits ? me.unacked.packet : me.nextPacket;
    return RETRANSMISSION;
  }

  /** Remembers what it sends. */
  #sent(s: Segment, size: number, end: number, me: AnalysedEnd, flags: number): void {
    if ((flags & LOST_SEGMENT) !== 0) me.isWhole = false;
    if (size > 0) me.unacked.add(s.seq, end, s.packet, s.timeMs);
    me.lastFlags = flags & (KEEP_ALIVE | ZERO_WINDOW_PROBE);
    me.window = s.window;
    me.windowOfSyn = (s.flags & SYN) !== 0;
    // The octet of a probe may be dropped: it counts when it comes again.
    if ((flags & ZERO_WINDOW_PROBE) !== 0) return;
    const before = me.isKnown ? me.next : s.seq;
    if (!me.isKnown || ahead(me.next, end) > 0) {
      me.isKnown = true;
      me.next = end;
      me.nextMs = s.timeMs;
      me.nextPacket = s.packet;
    }
    if (!me.isAckable && ((flags & LOST_SEGMENT) !== 0 || !me.hasAcked || s.ack !== me.ack)) {
      me.isAckable = true;
      me.ackable = before;
    }
    if (!me.isAckable || s.seq !== me.ackable) return;
    if ((flags & DUPLICATE_ACK) !== 0) me.isAckable = false;
    else me.ackable = me.next;
  }

  /** Remembers what it acknowledges. */
  #acknowledged(s: Segment, me: AnalysedEnd, other: AnalysedEnd, flags: number): void {
    const found = this.#found;
    if ((flags & DUPLICATE_ACK) !== 0) {
      found.duplicateAckNumber = ++me.duplicates;
      found.duplicateAckPacket = me.firstAckPacket;
    } else if (!me.hasAcked || s.ack !== me.ack) {
      me.duplicates = 0;
      me.firstAckPacket = s.packet;
    }
    me.hasAcked = true;
    me.ack = s.ack;
    me.ackMs = s.timeMs;
    me.sacked = sackedOctets(s);
    other.isWhole = true;
    if (other.unacked.acknowledge(s.ack)) {
      found.acksPacket = other.unacked.packet;
      found.ackRttMs = between(other.unacked.timeMs, s.timeMs);
    }
    if (this.#synMs >= 0 && this.#firstRttMs < 0 && (s.flags & SYN) === 0) this.#firstRttMs = between(this.#synMs, s.timeMs);
  }

  #inFlight(s: Segment, me: AnalysedEnd, other: AnalysedEnd): void {
    if (s.length === 0 || !me.isWhole) return;
    const found = this.#found;
    me.pushed += s.length;
    // SYN and FIN have a number, and are no octets.
    const octets = me.unacked.span - ((s.flags & (FIN | SYN)) === 0 ? 0 : 1) - other.sacked;
    if (octets > 0) {
      found.bytesInFlight = octets;
      found.pushBytesSent = me.pushed;
    }
    if ((s.flags & PSH) !== 0) me.pushed = 0;
  }
}

/** What number and window say. */
function ofWindow(s: Segment, me: AnalysedEnd, other: AnalysedEnd): number {
  const { length, window } = s;
  const isPlain = (s.flags & (SYN | FIN | RST)) === 0;
  const distance = me.isKnown ? ahead(me.next, s.seq) : 0;
  if (me.isKnown && distance === 0 && length === 1 && other.window === 0) return ZERO_WINDOW_PROBE;
  let flags = window === 0 && isPlain ? ZERO_WINDOW : 0;
  if (distance > 0 && (s.flags & RST) === 0) flags |= LOST_SEGMENT;
  if (!isPlain) return flags;
  if (distance === -1 && length <= 1) flags |= KEEP_ALIVE;
  if (length > 0) return fills(s, me, other) ? flags | WINDOW_FULL : flags;
  if (!me.isKnown || distance !== 0 || !me.hasAcked || s.ack !== me.ack) return flags;
  return flags | ofSameAck(window, me, other);
}

/** An acknowledgment that was there before, without octets. */
function ofSameAck(window: number, me: AnalysedEnd, other: AnalysedEnd): number {
  if (window === 0) return me.window === 0 && (other.lastFlags & ZERO_WINDOW_PROBE) !== 0 ? ZERO_WINDOW_PROBE_ACK : 0;
  if (window !== me.window) return WINDOW_UPDATE;
  return (other.lastFlags & KEEP_ALIVE) !== 0 ? KEEP_ALIVE_ACK : DUPLICATE_ACK;
}

/** Whether the segment ends just where the receiver's room ends. Only where the scale of its window is known (RFC 7323 §2.2). */
function fills(s: Segment, me: AnalysedEnd, other: AnalysedEnd): boolean {
  if (other.scale < 0 || !other.hasAcked) return false;
  const isScaled = !other.windowOfSyn && other.scale !== NOT_SCALED && me.scale !== NOT_SCALED;
  const room = isScaled ? other.window * 2 ** other.scale : other.window;
  return (s.seq + s.length) >>> 0 === (other.ack + room) >>> 0;
}

function completenessOf({ flags, length }: Segment): number {
  let saw = length > 0 ? SAW_DATA : 0;
  if ((flags & SYN) !== 0) saw |= (flags & ACK) !== 0 ? SAW_SYN_ACK : SAW_SYN;
  else if ((flags & ACK) !== 0 && length === 0) saw |= SAW_ACK;
  return saw | ((flags & FIN) !== 0 ? SAW_FIN : 0) | ((flags & RST) !== 0 ? SAW_RST : 0);
}

function clear(f: AnalysisFlags): void {
  f.flags = f.completeness = 0;
  f.duplicateAckNumber = f.duplicateAckPacket = f.acksPacket = f.ackRttMs = f.initialRttMs = -1;
  f.bytesInFlight = f.pushBytesSent = f.rtoMs = f.rtoPacket = -1;
}
