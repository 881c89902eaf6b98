/** Advanced Message Queuing Protocol 0-9-1: the greeting, and the frame around each message. @see AMQP 0-9-1 §4.2 */
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { fixedText, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

const TYPES = { Method: 1, 'Content header': 2, 'Content body': 3, Heartbeat: 8 } as const;
const KNOWN: readonly number[] = Object.values(TYPES);
/** What ends a frame, and octets of a frame without content. */
const END = 0xce,
  LEAST = 8;

/** Begins a connection. @see AMQP 0-9-1 §4.2.2 */
export const AMQPInit = layer('AMQPInit', () => ({
  about: 'Advanced Message Queuing Protocol: begins a connection, with the version that is wanted.',
  source: 'AMQP 0-9-1 §4.2.2',
  wireshark: 'amqp',
  begins: (b, start, end) =>
    end - start >= LEAST && b[start] === 0x41 && b[start + 1] === 0x4d && b[start + 2] === 0x51 && b[start + 3] === 0x50,
  fields: {
    protocol: fixedText(4, { default: 'AMQP', wireshark: 'amqp.init.protocol' }),
    id: u8(),
    major: u8({ wireshark: 'amqp.init.version_major' }),
    minor: u8({ default: 9, wireshark: 'amqp.init.version_minor' }),
    revision: u8({ default: 1, wireshark: 'amqp.init.version_revision' }),
  },
}));

/** The frame around a message. @see AMQP 0-9-1 §4.2.3 */
export const AMQP = layer('AMQP', () => ({
  about: 'Advanced Message Queuing Protocol: the frame around a message.',
  source: 'AMQP 0-9-1 §4.2.3',
  wireshark: 'amqp',
  repeats: true,
  // A segment may begin within a frame: one that is whole here ends as frames do.
  begins: (b, start, end) => {
    if (end - start < LEAST || !KNOWN.includes(b[start] as number)) return false;
    const last =
      start +
      7 +
      (b[start + 3] as number) * 2 ** 24 +
      ((b[start + 4] as number) << 16) +
      ((b[start + 5] as number) << 8) +
      (b[start + 6] as number);
    return last >= end || b[last] === END;
  },
  fields: {
    type: u8({ default: TYPES.Method, names: TYPES, wireshark: 'amqp.type' }),
    channel: u16({ wireshark: 'amqp.channel' }),
    length: u32({ measures: 'content', wireshark: 'amqp.length' }),
    content: octets({ about: 'by the type: a class, a method and its arguments' }),
    end: u8({ default: END, hex: true }),
  },
}));
