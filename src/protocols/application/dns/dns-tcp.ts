/** DNS over TCP: each message behind its length. */
import { u16 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { HEADER_OCTETS } from './names.ts';

/** Octets of the shortest question (root, type, class) and record (root, type, class, ttl, length). */
const LEAST_QUESTION = 5;
const LEAST_RECORD = 11;

/** Query, status, notify, update and stateful operations (IANA "DNS OpCodes"). */
const isOpcode = (n: number): boolean => n <= 6 && n !== 3;

/**
 * Whether a message begins at `start`. A segment may as well begin in the middle of one: what stands there rarely has a
 * known opcode, the reserved bit clear, and counts that its length could hold. Only the first octets need be there.
 */
export function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  const u16At = (o: number): number => ((b[o] as number) << 8) | (b[o + 1] as number);
  if (end - start < 2 + HEADER_OCTETS) return false;
  const length = u16At(start),
    o = start + 2;
  const questions = u16At(o + 4),
    records = u16At(o + 6) + u16At(o + 8) + u16At(o + 10);
  return (
    isOpcode(((b[o + 2] as number) >> 3) & 15) &&
    ((b[o + 3] as number) & 0x40) === 0 &&
    length >= HEADER_OCTETS + questions * LEAST_QUESTION + records * LEAST_RECORD
  );
}

/**
 * The length before each DNS message on TCP. A segment may have several messages; one that goes on in the next segment is dissected as
 * far as it is there.
 * @see RFC 1035 §4.2.2; RFC 7766 §8
 */
export const DNSTCP = layer('DNSTCP', () => ({
  title: 'DNS over TCP',
  about: 'Length of a DNS message on a stream.',
  source: 'RFC 1035 §4.2.2',
  wireshark: '',
  repeats: true,
  fields: { length: u16({ measures: 'payload', wireshark: 'dns.length', about: 'octets of the message' }) },
  begins: beginsMessage,
  summary: () => 'DNSTCP',
}));
