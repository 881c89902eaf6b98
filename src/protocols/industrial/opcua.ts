/** OPC Unified Architecture over TCP: what each chunk of a message begins with. @see OPC 10000-6 §6.7.2, §7.1.2 */
import { when } from '../../packet/fields/conditional.ts';
import { u32le } from '../../packet/fields/integers.ts';
import { fixedText, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** OPC 10000-6 §7.1.2.2, §6.7.2: those of the connection, and those of a channel, which have its number. */
const CHANNEL: readonly string[] = ['MSG', 'OPN', 'CLO'];
const TYPES: readonly string[] = ['HEL', 'ACK', 'ERR', 'RHE', ...CHANNEL];
const HEADER = 8;

/** The head of a chunk. @see OPC 10000-6 §7.1.2 */
export const OPCUA = layer('OPCUA', () => ({
  about: 'OPC Unified Architecture: the head of a chunk of a message.',
  source: 'OPC 10000-6 §6.7.2, §7.1.2',
  wireshark: 'opcua',
  repeats: true,
  begins: (b, start, end) => end - start >= HEADER && TYPES.includes(String.fromCharCode(...b.subarray(start, start + 3))),
  fields: {
    type: fixedText(3, { default: 'MSG', wireshark: 'opcua.transport.type' }),
    chunk: fixedText(1, { default: 'F', wireshark: 'opcua.transport.chunk', about: 'F: the last, C: more follow, A: given up' }),
    size: u32le({ measures: 'header', wireshark: 'opcua.transport.size', about: 'octets of the chunk' }),
    channel: when((self) => CHANNEL.includes(self['type'] as string), u32le({ wireshark: 'opcua.transport.scid' })),
    body: octets({ about: 'security, sequence and service; or what the connection settles' }),
  },
  summary: ({ type }) => `OPCUA ${String(type)}`,
}));
