/** Layer Two Tunneling Protocol, version 2: PPP over UDP, and the messages that set it up. */
import { when } from '../../packet/fields/conditional.ts';
import { bits, flags, u16 } from '../../packet/fields/integers.ts';
import { records } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { Column } from '../../packet/spec/spec.ts';
import { L2TPAVP } from './l2tp-avps.ts';

/** @see RFC 2661 §3.1 */
const FLAGS = [
  'res00',
  'res01',
  'res02',
  'res03',
  'priority',
  'offset',
  'res06',
  'sequence',
  'res08',
  'res09',
  'length',
  'control',
] as const;

const version = () => bits(4, { default: 2, names: { L2TPv2: 2 }, wireshark: 'l2tp.version' });
const numbers = {
  tunnel_id: u16({ wireshark: 'l2tp.tunnel', about: "the receiver's number of the tunnel" }),
  session_id: u16({ wireshark: 'l2tp.session', about: "the receiver's number of the session" }),
};

/** One of the flags, bit `n` of the first two octets. */
const bit =
  (n: number): Column<unknown> =>
  (_l2tp, { b, start }) =>
    ((((b[start] as number) << 8) | (b[start + 1] as number)) & n) !== 0;
const columns = {
  'l2tp.flags': { hex: 16, of: (_l2tp, { b, start }) => ((b[start] as number) << 8) | (b[start + 1] as number) } satisfies Column<unknown>,
  'l2tp.type': ((_l2tp, { b, start }) => (b[start] as number) >> 7) satisfies Column<unknown>,
  'l2tp.length_bit': bit(0x4000),
  'l2tp.seq_bit': bit(0x800),
  'l2tp.offset_bit': bit(0x200),
  'l2tp.priority': bit(0x100),
};

/** The port has other protocols, too: this is version 2, and a control message has its length (RFC 2661 §3.1). */
const isVersion2 = (b: Uint8Array, start: number, end: number): boolean =>
  start + 6 <= end && ((b[start + 1] as number) & 15) === 2 && ((b[start] as number) & 0xc0) !== 0x80;

/** A PPP packet of a session. @see RFC 2661 §3.1 */
export const L2TP = layer('L2TP', () => ({
  about: 'Layer Two Tunneling Protocol, version 2: carries the PPP packets of sessions.',
  source: 'RFC 2661 §3.1',
  wireshark: 'l2tp',
  begins: isVersion2,
  fields: {
    hdr: flags(12, FLAGS, { about: 'which fields are there' }),
    version: version(),
    len: when({ hdr: 'length' }, u16({ measures: 'layer', wireshark: 'l2tp.length' })),
    ...numbers,
    // They count modulo 2^16 (§3.1).
    ns: when({ hdr: 'sequence' }, u16({ modular: true, wireshark: 'l2tp.Ns', about: 'number of this packet' })),
    nr: when({ hdr: 'sequence' }, u16({ modular: true, wireshark: 'l2tp.Nr' })),
    offset: when({ hdr: 'offset' }, u16({ measures: 'offset_pad', wireshark: 'l2tp.offset', about: 'octets before the payload' })),
    offset_pad: when({ hdr: 'offset' }, octets()),
  },
  columns,
}));

/** Sets tunnels and sessions up, and ends them. @see RFC 2661 §3.1, §6 */
export const L2TPControl = layer('L2TPControl', () => ({
  title: 'L2TP',
  about: 'Layer Two Tunneling Protocol, version 2: a control message. One without values is an acknowledgement.',
  source: 'RFC 2661 §3.1, §6',
  wireshark: 'l2tp',
  begins: isVersion2,
  fields: {
    hdr: flags(12, FLAGS, { default: 'sequence+length+control', about: 'which fields are there' }),
    version: version(),
    // A control message has its length always (RFC 2661 §3.1).
    len: u16({ measures: 'header', wireshark: 'l2tp.length' }),
    ...numbers,
    ns: when({ hdr: 'sequence' }, u16({ modular: true, wireshark: 'l2tp.Ns', about: 'number of this message' })),
    nr: when({ hdr: 'sequence' }, u16({ modular: true, wireshark: 'l2tp.Nr', about: 'number of the message that is expected next' })),
    avps: records(() => L2TPAVP, { about: 'attributes and their values (RFC 2661 §4)' }),
  },
  columns,
}));
