/** WebSocket: frames, in which both sides send messages after HTTP changed to it. */
import { when } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u64 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

/** RFC 6455 §5.2. */
const OPCODES = /* @__PURE__ */ names({ continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 });
/** Lengths that say that the length follows, in 16 or in 64 bits. */
const IN_16 = 126,
  IN_64 = 127;

/** Whether a frame begins: a known opcode without reserved bits, and for control frames a short length, whole (RFC 6455 §5.2, §5.5). */
function beginsFrame(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const first = b[start] as number,
    length = (b[start + 1] as number) & 127;
  if ((first & 0x30) !== 0 || OPCODES.name(first & 15) === undefined) return false;
  if ((first & 8) !== 0) return (first & 0xc0) === 0x80 && length < IN_16;
  // The fewest octets that a length needs; the highest bit of a long one is zero.
  if (length === IN_16) return end - start >= 4 && ((b[start + 2] as number) > 0 || (b[start + 3] as number) >= IN_16);
  return length !== IN_64 || (end - start >= 10 && (b[start + 2] as number) < 128);
}

type Lengths = { readonly length: number; readonly length16: number | undefined; readonly length64: number | bigint | undefined };
const octetsOf = ({ length, length16, length64 }: Lengths): number => Number(length64 ?? length16 ?? length);

/** A frame; its payload, masked with the key where a client sends it, is its payload. @see RFC 6455 §5.2 */
export const WebSocket = layer('WebSocket', () => ({
  about: 'WebSocket: one frame. What a client sends is masked with the key.',
  source: 'RFC 6455 §5.2',
  wireshark: 'websocket',
  repeats: true,
  fields: {
    fin: flag({ default: true, wireshark: 'websocket.fin', about: 'the last of a message' }),
    rsv: bits(3, { hex: true, wireshark: 'websocket.rsv', about: '4: compressed (RFC 7692)' }),
    opcode: bits(4, { default: 1, names: OPCODES, wireshark: 'websocket.opcode' }),
    mask: flag({ wireshark: 'websocket.mask' }),
    length: bits(7, {
      compute: (at) => Math.min(at.payloadSize, IN_16 - 1),
      wireshark: 'websocket.payload_length',
      about: '126, which has to be given: the next 16 bits have it; 127: the next 64',
    }),
    length16: when({ length: IN_16 }, u16({ compute: (at) => at.payloadSize, wireshark: 'websocket.payload_length_ext_16' })),
    length64: when({ length: IN_64 }, u64({ wireshark: 'websocket.payload_length_ext_64' })),
    key: when('mask', fixedOctets(4, { wireshark: 'websocket.masking_key' })),
  },
  payloadLength: octetsOf,
  begins: beginsFrame,
  summary: ({ opcode }) => `WebSocket ${OPCODES.name(opcode) ?? opcode}`,
}));
