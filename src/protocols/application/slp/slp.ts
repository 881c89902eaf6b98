/** Service Location Protocol: hosts find printers, directories and other services. @see RFC 2608 (version 2); RFC 2165 (version 1) */
import { mix } from '../../../bytes/hash.ts';
import { flags, u16, u24, u8 } from '../../../packet/fields/integers.ts';
import { fixedText, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { bodies, oldBodies } from './bodies.ts';

/** RFC 2608 §8. */
const FUNCTIONS = /* @__PURE__ */ names({
  'service request': 1,
  'service reply': 2,
  'service register': 3,
  'service deregister': 4,
  'service acknowledge': 5,
  'attribute request': 6,
  'attribute reply': 7,
  'DA advertisement': 8,
  'service type request': 9,
  'service type reply': 10,
  'SA advertisement': 11,
});
const REQUEST = 1,
  ACK = 5,
  DA = 8,
  LAST = 11;

interface Message {
  readonly function: number;
  readonly xid: number;
}
/** Which functions answer a request (RFC 2608 §8). */
const ANSWERS: Readonly<Record<number, readonly number[]>> = { 1: [2, DA, LAST], 3: [ACK], 4: [ACK], 6: [7], 9: [10] };
const match = {
  about: 'the transaction, and a function that answers',
  hash: ({ xid }: Message, _role: unknown, seed: number) => mix(seed, xid),
  answers: (reply: Message, request: Message) => reply.xid === request.xid && ANSWERS[request.function]?.includes(reply.function) === true,
};
const summary = (self: Message) => `SLP ${FUNCTIONS.name(self.function) ?? self.function} ${self.xid}`;
const code = () => u8({ default: REQUEST, names: FUNCTIONS, wireshark: 'srvloc.function' });
const isFunction = (n: number | undefined): boolean => n !== undefined && n >= 1 && n <= LAST;

/** Version 2. Extensions may stand behind what the function says. @see RFC 2608 §8 */
export const SLP = layer('SLP', () => ({
  title: 'Service Location Protocol',
  about: 'Service Location Protocol: finds services, or tells where they are.',
  source: 'RFC 2608 §8',
  wireshark: 'srvloc',
  begins: (b, start, end) => end - start >= 14 && b[start] === 2 && isFunction(b[start + 1]) && b[start + 2] === 0,
  fields: {
    version: u8({ default: 2, wireshark: 'srvloc.version' }),
    function: code(),
    length: u24({ measures: 'layer', wireshark: 'srvloc.pktlen' }),
    // biome-ignore format: one flag a bit
    flags: flags(16, ['bit0', 'bit1', 'bit2', 'bit3', 'bit4', 'bit5', 'bit6', 'bit7', 'bit8', 'bit9', 'bit10', 'bit11', 'bit12', 'multicast', 'fresh', 'overflow'], { hex: true, wireshark: 'srvloc.flags_v2' }),
    extension: u24({ wireshark: 'srvloc.nextextoff', about: 'octets before the first extension; 0: none' }),
    xid: u16({ wireshark: 'srvloc.xid' }),
    language: sized('u16', text({ default: 'en', wireshark: 'srvloc.langtag' })),
  },
  columns: {
    'srvloc.flags_v2.overflow': ({ flags: f }) => f.has('overflow'),
    'srvloc.flags_v2.fresh': ({ flags: f }) => f.has('fresh'),
    'srvloc.flags_v2.reqmulti': ({ flags: f }) => f.has('multicast'),
    'srvloc.langtaglen': ({ language }) => language.length,
  },
  next: { to: bodies, choose: (self) => bodies()[self.function - 1] },
  match,
  summary,
}));

/** Version 1. @see RFC 2165 §4 */
export const SLPv1 = layer('SLPv1', () => ({
  title: 'Service Location Protocol, version 1',
  about: 'Service Location Protocol, version 1: finds services, or tells where they are.',
  source: 'RFC 2165 §4',
  wireshark: 'srvloc',
  begins: (b, start, end) =>
    end - start >= 12 && b[start] === 1 && isFunction(b[start + 1]) && (((b[start + 2] as number) << 8) | (b[start + 3] as number)) >= 12,
  fields: {
    version: u8({ default: 1, wireshark: 'srvloc.version' }),
    function: code(),
    length: u16({ measures: 'layer', wireshark: 'srvloc.pktlen' }),
    flags: flags(8, ['bit0', 'bit1', 'bit2', 'fresh', 'signed-attributes', 'signed-URL', 'monolingual', 'overflow'], {
      hex: true,
      wireshark: 'srvloc.flags_v1',
    }),
    dialect: u8({ wireshark: 'srvloc.dialect' }),
    language: fixedText(2, { default: 'en', wireshark: 'srvloc.language' }),
    encoding: u16({ default: 3, names: { 'US-ASCII': 3, 'UTF-8': 106 }, wireshark: 'srvloc.encoding', about: 'by IANA' }),
    xid: u16({ wireshark: 'srvloc.transaction_id' }),
  },
  columns: {
    'srvloc.flags_v1.overflow': ({ flags: f }) => f.has('overflow'),
    'srvloc.flags_v1.monolingual': ({ flags: f }) => f.has('monolingual'),
    'srvloc.flags_v1.url_auth': ({ flags: f }) => f.has('signed-URL'),
    'srvloc.flags_v1.attribute_auth': ({ flags: f }) => f.has('signed-attributes'),
    'srvloc.flags_v1.fresh': ({ flags: f }) => f.has('fresh'),
  },
  next: { to: oldBodies, choose: (self) => oldBodies()[self.function - 1] },
  match,
  summary,
}));
