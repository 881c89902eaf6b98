/** Session Traversal Utilities for NAT, and what TURN adds to it: by which address others see one, and relays. */
import { mix } from '../../../bytes/hash.ts';
import { bits, u16, u32 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets, padding } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { stunAttributes } from './attributes.ts';
import { stunTypes } from './names.ts';

/** RFC 8489 §5. */
const COOKIE = 0x2112a442;
const HEADER = 20;

/** Class and method, whose bits are mixed (RFC 8489 §5): class bits stand at 4 and 8. */
const classOf = (type: number): number => ((type >> 4) & 1) | ((type >> 7) & 2);
const methodOf = (type: number): number => (type & 0xf) | ((type >> 1) & 0x70) | ((type >> 2) & 0xf80);
const REQUEST = 0,
  SUCCESS = 2;

/** Whether a message begins: two bits of zeros, a length of whole words that is all there, and the cookie. */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < HEADER || (b[start] as number) > 0x3f) return false;
  const length = ((b[start + 2] as number) << 8) | (b[start + 3] as number);
  return (
    length % 4 === 0 &&
    length + HEADER <= end - start &&
    b[start + 4] === 0x21 &&
    b[start + 5] === 0x12 &&
    b[start + 6] === 0xa4 &&
    b[start + 7] === 0x42
  );
}

/** A message of STUN or TURN. @see RFC 8489 §5; RFC 8656 */
export const STUN = layer('STUN', () => ({
  about: 'Session Traversal Utilities for NAT: asks by which address others see one; with TURN, relays packets.',
  source: 'RFC 8489 §5',
  wireshark: 'stun',
  fields: {
    RESERVED: bits(2),
    stun_message_type: bits(14, { default: 1, names: stunTypes, hex: true }),
    length: u16({ measures: 'attributes', wireshark: 'stun.length', about: 'octets of the attributes' }),
    magic_cookie: u32({ default: COOKIE, hex: true }),
    transaction_id: fixedOctets(12, { wireshark: 'stun.id', about: 'the same in request and answer' }),
    attributes: stunAttributes(),
  },
  columns: {
    'stun.type': { hex: 16, of: ({ stun_message_type: t }) => t },
    'stun.type.class': { hex: 16, of: ({ stun_message_type: t }) => classOf(t) },
    'stun.type.method': { hex: 16, of: ({ stun_message_type: t }) => methodOf(t) },
    'stun.cookie': (_self, { b, start }) => b.subarray(start + 4, start + 8),
  },
  begins: beginsMessage,
  repeats: true,
  match: {
    about: 'the transaction, and a response or an error of the same method',
    hash: ({ transaction_id }, _role, seed) => transaction_id.reduce((h, x) => mix(h, x), seed),
    answers: (reply, request) =>
      classOf(request.stun_message_type) === REQUEST &&
      classOf(reply.stun_message_type) >= SUCCESS &&
      methodOf(reply.stun_message_type) === methodOf(request.stun_message_type) &&
      reply.transaction_id.every((x, i) => x === request.transaction_id[i]),
  },
  summary: ({ stun_message_type: t }) => `STUN ${stunTypes.name(t) ?? `0x${t.toString(16)}`}`,
}));

/** What stands before a message in a stream where other things stand as well. @see RFC 4571 §2; RFC 6544 §10.1 */
export const STUNFrame = layer('STUNFrame', () => ({
  title: 'STUN frame',
  about: 'A length before a message of STUN, in a stream that has media as well.',
  source: 'RFC 4571 §2',
  wireshark: '',
  repeats: true,
  fields: { length: u16({ measures: 'payload', wireshark: 'stun.tcp_frame_length' }) },
  begins: (b, start, end) => {
    const behind = start + 2 + (((b[start] as number) << 8) | (b[start + 1] as number));
    return behind <= end && beginsMessage(b, start + 2, behind);
  },
}));

/** Data in a channel of TURN, in the place of a message. @see RFC 8656 §12.4 */
export const TURNChannelData = layer('TURNChannelData', () => ({
  title: 'TURN channel data',
  about: 'Data that a TURN server relays, in a channel that was bound before.',
  source: 'RFC 8656 §12.4',
  wireshark: 'stun',
  fields: {
    channel: u16({ default: 0x4000, hex: true, wireshark: 'stun.channel', about: '0x4000 to 0x4fff' }),
    length: u16({ measures: 'data', wireshark: 'stun.length' }),
    data: octets({ about: 'what is relayed' }),
    pad: padding(4, { about: 'over TCP, and maybe over UDP' }),
  },
  // RFC 8656 §12: channels; over UDP nothing is behind the data but padding.
  begins: (b, start, end) => {
    const size = 4 + (((b[start + 2] as number) << 8) | (b[start + 3] as number));
    return end - start >= 4 && (b[start] as number) >> 4 === 4 && size <= end - start && end - start < size + 4;
  },
  // On any port the length alone tells it: it must be just that.
  surely: (b, start, end) => end - start > 8 && end - start === 4 + (((b[start + 2] as number) << 8) | (b[start + 3] as number)),
}));
