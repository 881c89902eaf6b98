/** Virtual Router Redundancy Protocol, versions 2 and 3: routers that share an address say who of them has it. */
import { ipv4, ipv6 } from '../../packet/fields/addresses.ts';
import { bits, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { list } from '../../packet/fields/lists.ts';
import { latin1 } from '../../bytes/text.ts';
import { layer } from '../../packet/layer/layer.ts';

const PASSWORD = 1;
const AUTHENTICATION = { none: 0, simple: PASSWORD, ah: 2 } as const;

/** RFC 5798 §5.1.1.3: one from farther away is not taken. */
const below = { IP: { ttl: 255 }, IPv6: { hlim: 255 } } as const;

const head = (version: number) => ({
  version: bits(4, { default: version, wireshark: 'vrrp.version' }),
  type: bits(4, { default: 1, names: { advertisement: 1 }, wireshark: 'vrrp.type' }),
  vrid: u8({ default: 1, wireshark: 'vrrp.virt_rtr_id', about: 'the virtual router' }),
  priority: u8({ default: 100, wireshark: 'vrrp.prio', about: '255: it owns the addresses; 0: it stops being the master' }),
  ipcount: u8({ counts: 'addrlist', wireshark: 'vrrp.addr_count' }),
});

/** Wireshark has both numbers as one, too. */
const columns = { 'vrrp.typever': ({ version, type }: { version: number; type: number }) => version * 16 + type };

/** Version 3 has the place of version 2. */
const isVersion3 = (b: Uint8Array, start: number): boolean => (b[start] as number) >> 4 === 3;

/** @see RFC 3768 §5.3 */
const summary = ({ vrid, priority }: { vrid: number; priority: number }): string => `router ${vrid}, priority ${priority}`;

/** Version 2, over IPv4. @see RFC 3768 §5.1; RFC 2338 §5.3.6 (authentication) */
export const VRRP = layer('VRRP', () => ({
  about: 'Virtual Router Redundancy Protocol: the master of the routers that share addresses says that it is alive.',
  source: 'RFC 3768 §5.1; RFC 2338',
  wireshark: 'vrrp',
  below,
  fields: {
    ...head(2),
    authtype: u8({ names: AUTHENTICATION, wireshark: 'vrrp.auth_type' }),
    adv: u8({ default: 1, wireshark: 'vrrp.adver_int', about: 'seconds between advertisements' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'vrrp.checksum' }),
    addrlist: list(ipv4({ wireshark: 'vrrp.ip_addr' })),
    auth1: u32({ about: 'the first half of a password' }),
    auth2: u32({ about: 'the second half' }),
  },
  columns: {
    ...columns,
    'vrrp.auth_string': ({ authtype }, { b, headerEnd }) =>
      authtype === PASSWORD ? latin1(b, headerEnd - 8, headerEnd).replace(/\0.*$/s, '') : undefined,
  },
  summary: (self) => `VRRP ${summary(self)}`,
}));

/** What version 3 is over either version of IP. */
const version3 = {
  source: 'RFC 5798 §5.1',
  wireshark: 'vrrp',
  below,
  begins: isVersion3,
  columns,
  summary: (self: { vrid: number; priority: number }) => `VRRPv3 ${summary(self)}`,
};
const head3 = () => ({
  ...head(3),
  res: bits(4, { wireshark: 'vrrp.reserved_mbz' }),
  adv: bits(12, { default: 100, wireshark: 'vrrp.short_adver_int', about: 'hundredths of a second between advertisements' }),
  chksum: u16({ checksums: 'layer', pseudoHeader: 112, hex: true, wireshark: 'vrrp.checksum' }),
});

/** Version 3, over IPv4. @see RFC 5798 §5.1 */
export const VRRPv3 = layer('VRRPv3', () => ({
  ...version3,
  about: 'Virtual Router Redundancy Protocol 3 for IPv4 addresses.',
  fields: { ...head3(), addrlist: list(ipv4({ wireshark: 'vrrp.ip_addr' })) },
}));

/** Version 3, over IPv6: its addresses are of the IP that it is sent over. @see RFC 5798 §5.2.9 */
export const VRRPv3IPv6 = layer('VRRPv3IPv6', () => ({
  ...version3,
  about: 'Virtual Router Redundancy Protocol 3 for IPv6 addresses.',
  fields: { ...head3(), addrlist: list(ipv6({ wireshark: 'vrrp.ipv6_addr' })) },
}));
