/** A TCP segment that a kernel has left for its card to divide (TSO, GSO), as the card would divide it. */
import { setWord, word } from '../../bytes/words.ts';
import { IP_PROTOCOL } from '../registries/ip-protocols.ts';
import { fillChecksums } from './fill-checksums.ts';

/** Flags that belong to the last segment, and to the first (RFC 3168 §6.1.2). */
const LAST_ONLY = { FIN: 0x01, PSH: 0x08 };
const FIRST_ONLY = { CWR: 0x80 };

/** Where TCP begins in an IP packet at `at`; -1: behind something else, or in a fragment. */
function tcpAt(b: Uint8Array, at: number): number {
  if ((b[at] as number) >> 4 === 6) return b[at + 6] === IP_PROTOCOL.tcp ? at + 40 : -1;
  const isWhole = (word(b, at + 6) & 0x3fff) === 0;
  return isWhole && b[at + 9] === IP_PROTOCOL.tcp ? at + 4 * ((b[at] as number) & 15) : -1;
}

/**
 * Divides a frame whose IP packet is larger than `mtu`: headers are copied, sequence numbers go on, FIN and PSH are the last one's, IPv4
 * identifications count up, lengths and checksums are right.
 *
 * @param frame from its link header on
 * @param at where its IPv4 or IPv6 header is
 * @returns frames in octets of their own; undefined where it is no TCP segment, or one of a fragment
 */
export function tcpSegments(frame: Uint8Array, at: number, mtu: number): Uint8Array[] | undefined {
  if (frame.length < at + 40) return undefined;
  const tcp = tcpAt(frame, at);
  const isV4 = (frame[at] as number) >> 4 === 4;
  if (tcp < 0 || tcp + 20 > frame.length) return undefined;
  const data = tcp + 4 * ((frame[tcp + 12] as number) >> 4);
  const most = at + mtu - data;
  const end = Math.min(frame.length, isV4 ? at + word(frame, at + 2) : at + 40 + word(frame, at + 4));
  if (data < tcp + 20 || data > end || most < 1) return undefined;
  const segments: Uint8Array[] = [];
  for (let from = data; from < end; from += most) {
    const to = Math.min(end, from + most);
    const one = new Uint8Array(data + to - from);
    one.set(frame.subarray(0, data));
    one.set(frame.subarray(from, to), data);
    if (isV4) {
      setWord(one, at + 2, one.length - at);
      setWord(one, at + 4, word(frame, at + 4) + segments.length);
    } else setWord(one, at + 4, one.length - at - 40);
    const view = new DataView(one.buffer);
    view.setUint32(tcp + 4, view.getUint32(tcp + 4) + from - data);
    if (to < end) one[tcp + 13] = (one[tcp + 13] as number) & ~(LAST_ONLY.FIN | LAST_ONLY.PSH);
    if (from > data) one[tcp + 13] = (one[tcp + 13] as number) & ~FIRST_ONLY.CWR;
    fillChecksums(one, at, one.length);
    segments.push(one);
  }
  return segments;
}
