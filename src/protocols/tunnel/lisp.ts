/** Locator/ID Separation Protocol: packets between sites, and the messages that say where a site is. */
import { when } from '../../packet/fields/conditional.ts';
import { bits, flag, u24, u32, u64, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import { packetAt } from '../network/by-version.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

/** In front of a packet from site to site. @see RFC 6830 §5.3 */
export const LISPData = layer('LISPData', () => ({
  title: 'LISP data',
  about: 'Locator/ID Separation Protocol: in front of a packet from one site to another.',
  source: 'RFC 6830 §5.3',
  wireshark: 'lisp-data',
  fields: {
    N: flag({ wireshark: 'lisp-data.flags.nonce', about: 'there is a nonce' }),
    L: flag({ wireshark: 'lisp-data.flags.lsb', about: "the locators' status bits count" }),
    E: flag({ wireshark: 'lisp-data.flags.enr', about: 'the nonce shall come back' }),
    V: flag({ wireshark: 'lisp-data.flags.mv', about: 'versions of the mappings in the place of the nonce' }),
    I: flag({ wireshark: 'lisp-data.flags.iid', about: 'there is an instance' }),
    reserved: bits(3, { hex: true, wireshark: 'lisp-data.flags.res' }),
    nonce: u24({ hex: true, about: 'or two versions of 12 bits' }),
    locators: u32({ hex: true, about: 'status bits; with I an instance of 24 bits and 8 status bits' }),
  },
  columns: {
    'lisp-data.flags': { hex: 8, of: (_self, { b, start }) => b[start] as number },
    'lisp-data.nonce': ({ N, nonce }) => (N ? nonce : undefined),
    'lisp-data.iid': ({ I, locators }) => (I ? locators >>> 8 : undefined),
  },
  next: { to: () => [IP, IPv6], choose: (_self, { b, start, end }) => packetAt(b, start + 8, end) },
  summary: () => 'LISP',
}));

/** RFC 6830 §6.1.1; RFC 9301 §5.1. */
const TYPES = /* @__PURE__ */ names({
  'Map-Request': 1,
  'Map-Reply': 2,
  'Map-Register': 3,
  'Map-Notify': 4,
  'Map-Notify-Ack': 5,
  'Map-Referral': 6,
  Info: 7,
  'Encapsulated Control Message': 8,
});
const ENCAPSULATED = 8;

/** The head of a message about where a site is. @see RFC 6830 §6.1 */
export const LISP = layer('LISP', () => ({
  about: 'Locator/ID Separation Protocol: the head of a message about where a site is.',
  source: 'RFC 6830 §6.1',
  wireshark: 'lisp',
  fields: {
    type: bits(4, { default: 1, names: TYPES, wireshark: 'lisp.type' }),
    flags: bits(20, { hex: true, about: 'by the type' }),
    count: u8({ about: 'records' }),
    nonce: when({ type: [1, 2, 3, 4, 5, 6, 7] }, u64({ hex: true })),
    records: when((self) => self['type'] !== ENCAPSULATED, octets({ about: 'keys, mappings, locators' })),
  },
  begins: (b, start, end) => end - start >= 12 && TYPES.name((b[start] as number) >> 4) !== undefined,
  next: {
    to: () => [IP, IPv6],
    choose: ({ type }, { b, start, end }) => (type === ENCAPSULATED ? packetAt(b, start + 4, end) : undefined),
  },
  summary: ({ type }) => `LISP ${TYPES.name(type) ?? type}`,
}));
