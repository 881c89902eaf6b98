/** ISO transport over TCP: TPKT's header, and COTP in it. @see RFC 1006; RFC 2126; ITU-T X.224 */
import { bits, flag, u16, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { layer } from '../../packet/layer/layer.ts';
import { beginsRDP } from './rdp.ts';

/** Octets of the header, of the shortest message in it, and of what a message about a connection has behind its length. */
const HEADER = 4,
  LEAST = 3,
  CONNECT = 6;

/** ITU-T X.224 §13.1: kinds of units, in the high half of their second octet. */
const TYPES = { ED: 1, EA: 2, RJ: 5, AK: 6, ER: 7, DR: 8, DC: 12, CC: 13, CR: 14, DT: 15 } as const;
const KNOWN: readonly number[] = Object.values(TYPES);

/** What the unit at `start` is; -1 where none is. */
function typeAt(b: Uint8Array, start: number, end: number): number {
  const n = b[start] as number,
    type = (b[start + 1] as number) >> 4;
  return end - start >= LEAST && n >= 2 && start + 1 + n <= end && KNOWN.includes(type) ? type : -1;
}
/** Whether a connection is asked for, or confirmed. */
const isConnect = (type: number): boolean => type === TYPES.CR || type === TYPES.CC;

const type = (of: number) => bits(4, { default: of, names: TYPES, hex: true, wireshark: 'cotp.type' });
const credit = () => bits(4, { about: '0 in class 0' });
const summary = (self: { readonly type: number }) => `COTP ${Object.entries(TYPES).find(([, n]) => n === self.type)?.[0] ?? self.type}`;

/** Messages of a stream, each with its length. @see RFC 1006 §6 */
export const TPKT = layer('TPKT', () => ({
  about: 'ISO transport over TCP: the length of a message.',
  source: 'RFC 1006 §6',
  wireshark: 'tpkt',
  repeats: true,
  begins: (b, start, end) =>
    end - start >= HEADER + LEAST &&
    b[start] === 3 &&
    b[start + 1] === 0 &&
    (((b[start + 2] as number) << 8) | (b[start + 3] as number)) >= HEADER + LEAST,
  fields: {
    version: u8({ default: 3, wireshark: 'tpkt.version' }),
    reserved: u8({ wireshark: 'tpkt.reserved' }),
    length: u16({ measures: 'layer', wireshark: 'tpkt.length', about: 'octets, with this header' }),
  },
}));

/** Octets of a part's header, in class 0. */
const DATA = 2;

/** A part of a message, in class 0. @see ITU-T X.224 §13.7 */
export const COTP = layer('COTP', () => ({
  about: 'Connection-oriented transport protocol of ISO: data.',
  source: 'ITU-T X.224 §13.7',
  wireshark: 'cotp',
  begins: (b, start, end) => typeAt(b, start, end) === TYPES.DT && b[start] === DATA,
  fields: {
    li: u8({ default: DATA, wireshark: 'cotp.li', about: 'octets of the header behind it: 2 in class 0' }),
    type: type(TYPES.DT),
    credit: credit(),
    eot: flag({ default: true, wireshark: 'cotp.eot', about: 'the last part of a message' }),
    number: bits(7, { hex: true, wireshark: 'cotp.tpdu-number' }),
  },
  summary,
}));

/** What units about a connection begin with. */
const ends = () => ({
  type: type(TYPES.CR),
  credit: credit(),
  dst_ref: u16({ hex: true, wireshark: 'cotp.destref' }),
  src_ref: u16({ hex: true, wireshark: 'cotp.srcref' }),
  class: bits(4, { wireshark: 'cotp.class' }),
  reserved: bits(2),
  extended: flag({ wireshark: 'cotp.opts.extended_formats' }),
  no_flow_control: flag({ wireshark: 'cotp.opts.no_explicit_flow_control' }),
});

/** Opens a connection, or confirms one. @see ITU-T X.224 §13.3, §13.4 */
export const COTPConnect = layer('COTPConnect', () => ({
  about: 'Connection-oriented transport protocol of ISO: opens or confirms a connection.',
  source: 'ITU-T X.224 §13.3, §13.4',
  wireshark: 'cotp',
  begins: (b, start, end) => isConnect(typeAt(b, start, end)) && (b[start] as number) >= CONNECT,
  fields: {
    li: u8({ measures: 'header', bias: 1, wireshark: 'cotp.li', about: 'octets behind it' }),
    ...ends(),
    params: optionList({
      wireshark: { type: 'cotp.parameter_code', length: 'cotp.parameter_length' },
      kinds: {
        0xc0: option('tpdu-size', u8({ about: 'a power of two' })),
        0xc1: option('src-tsap', octets({ wireshark: 'cotp.src-tsap-bytes' })),
        0xc2: option('dst-tsap', octets({ wireshark: 'cotp.dst-tsap-bytes' })),
      },
    }),
  },
  summary,
}));

/** The same, where the Remote Desktop Protocol has the place of its parameters. @see MS-RDPBCGR §2.2.1.1, §2.2.1.2 */
export const COTPConnectRDP = layer('COTPConnectRDP', () => ({
  about: 'Connection-oriented transport protocol of ISO: opens or confirms a connection of RDP.',
  source: 'MS-RDPBCGR §2.2.1.1, §2.2.1.2',
  wireshark: 'cotp',
  begins: (b, start, end) =>
    isConnect(typeAt(b, start, end)) && beginsRDP(b, start + 1 + CONNECT, Math.min(end, start + 1 + (b[start] as number))),
  fields: { li: u8({ measures: 'layer', bias: 1, wireshark: 'cotp.li', about: 'octets behind it' }), ...ends() },
  summary,
}));

/** Units of other kinds. @see ITU-T X.224 §13 */
export const COTPOther = layer('COTPOther', () => ({
  about: 'Connection-oriented transport protocol of ISO: units that are neither data nor open a connection.',
  source: 'ITU-T X.224 §13',
  wireshark: 'cotp',
  begins: (b, start, end) => typeAt(b, start, end) >= 0,
  fields: {
    li: u8({ measures: 'header', bias: 1, wireshark: 'cotp.li', about: 'octets of the header behind it' }),
    type: type(TYPES.DR),
    credit: credit(),
    data: octets(),
  },
  summary,
}));
