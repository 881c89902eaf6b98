/** What the analysis remembers of one end of a connection. Numbers are those of the header, modulo 2^32. */
import { Unacked } from './unacked.ts';

/** A scale that its SYN did not tell: no window of this connection is scaled, the other end's neither (RFC 7323 §2.2). */
export const NOT_SCALED = 16;

export class AnalysedEnd {
  /** Its initial sequence number, or what that would be if the first segment seen were its first; -1: nothing was seen. */
  base = -1;
  /** It has sent a segment: `next` is known. */
  isKnown = false;
  /** The number that its next segment should have; the packet that set it, and its time. */
  next = 0;
  nextMs = 0;
  nextPacket = 0;
  /** Up to where its octets were seen without a gap, if that is known: a higher acknowledgment is of what is missing in the capture. */
  isAckable = false;
  ackable = 0;
  /** Its last acknowledgment, and the time of it. */
  hasAcked = false;
  ack = 0;
  ackMs = 0;
  /** How often that came again, and the packet in which it came first. */
  duplicates = 0;
  firstAckPacket = 0;
  /** Octets behind it that have come, it says (RFC 2018). */
  sacked = 0;
  /** The window in its last segment, as it stands there; -1: there was none. Whether that was a SYN, whose window is not scaled (RFC 7323 §2.2). */
  window = -1;
  windowOfSyn = false;
  /** Bits by which its windows are shifted; NOT_SCALED; -1: its SYN was not seen. */
  scale = -1;
  /** KEEP_ALIVE or ZERO_WINDOW_PROBE, if its last segment was one. */
  lastFlags = 0;
  /** Octets since it last set PSH. */
  pushed = 0;
  /** No segment of it is missing since the other end's last acknowledgment: what is in flight is known. */
  isWhole = true;
  readonly unacked = new Unacked();
}
