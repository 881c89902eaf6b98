/** MACsec: frames of a LAN that are authenticated, and mostly encrypted. */
import { when } from '../../../packet/fields/conditional.ts';
import { bits, u16, u32, u64 } from '../../../packet/fields/integers.ts';
import { readMac } from '../../../bytes/address.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ARP } from '../../network/arp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { Dot1Q } from '../ethernet.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { etherTypes } from '../../registries/ether-types.ts';

/** Octets before the secure channel. */
const SCI_AT = 6;

/** What stands behind a tag that leaves its payload readable: a tag has its number only there. */
const carried = new Map<number, () => AnyLayer>([
  [0x0800, () => IP],
  [0x0806, () => ARP],
  [0x8100, () => Dot1Q],
  [0x86dd, () => IPv6],
]);

/** The tag in front of what is secured. @see IEEE 802.1AE-2018 §9 */
export const MACsec = layer('MACsec', () => ({
  title: '802.1AE',
  about: 'MACsec: the number of the frame and its secure channel. The check value stands behind the payload.',
  source: 'IEEE 802.1AE-2018 §9.3',
  wireshark: 'macsec',
  fields: {
    Ver: bits(1, { hex: true, wireshark: 'macsec.TCI.V' }),
    ES: bits(1, { about: 'the sender is an end station: its address is the channel' }),
    SC: bits(1, { about: 'the channel is given' }),
    SCB: bits(1, { about: 'single copy broadcast' }),
    E: bits(1, { about: 'the payload is encrypted' }),
    C: bits(1, { about: 'the payload is not as it was' }),
    AN: bits(2, { hex: true, wireshark: 'macsec.AN', about: 'number of the association' }),
    reserved: bits(2),
    SL: bits(6, { wireshark: 'macsec.SL', about: 'octets of the payload where they are less than 48' }),
    PN: u32({ default: 1, wireshark: 'macsec.PN', about: 'number of the frame' }),
    SCI: when('SC', u64({ hex: true, about: 'MAC and port of the sender' })),
    // What is encrypted begins with the EtherType, but nobody can read it.
    type: when((self) => self['E'] === 0 && self['C'] === 0, u16({ names: etherTypes, hex: true, wireshark: 'macsec.etype' })),
  },
  next: {
    to: () => [...carried.values()].map((give) => give()),
    choose: ({ type }) => (type === undefined ? undefined : carried.get(type)?.()),
  },
  columns: {
    'macsec.TCI': { hex: 8, of: ({ Ver, ES, SC, SCB, E, C }) => (Ver << 5) | (ES << 4) | (SC << 3) | (SCB << 2) | (E << 1) | C },
    'macsec.TCI.ES': ({ ES }) => ES === 1,
    'macsec.TCI.SC': ({ SC }) => SC === 1,
    'macsec.TCI.SCB': ({ SCB }) => SCB === 1,
    'macsec.TCI.E': ({ E }) => E === 1,
    'macsec.TCI.C': ({ C }) => C === 1,
    'macsec.SCI.system_identifier': ({ SCI }, { b, start }) => (SCI === undefined ? undefined : readMac(b, start + SCI_AT)),
    'macsec.SCI.port_identifier': ({ SCI }) => (SCI === undefined ? undefined : Number(SCI & 0xffffn)),
    'macsec.ICV': (_self, { b, headerEnd, end }) => (end - headerEnd >= 16 ? b.subarray(end - 16, end) : undefined),
  },
}));
