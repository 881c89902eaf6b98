/** Linux "cooked" captures: what stands where a capture on `any` has no link header of one kind. */
import { fixedOctets } from '../../packet/fields/octets.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import type { Column } from '../../packet/spec/spec.ts';
import { layer } from '../../packet/layer/layer.ts';
import { readMac } from '../../bytes/address.ts';
import { etherTypes } from '../registries/ether-types.ts';

const packetTypes = { unicast: 0, broadcast: 1, multicast: 2, 'to-another-host': 3, 'sent-by-us': 4 } as const;

/** The address as a MAC, where it has six octets. */
const source: Column<{ src: Uint8Array; lladdrlen: number }> = ({ src, lladdrlen }) => (lladdrlen === 6 ? readMac(src, 0) : undefined);

const columns = {
  'sll.src.eth': source,
  // Numbers up to 1536 are Linux's own: 1 Novell 802.3, 4 IEEE 802.2 LLC, 12 CAN …
  'sll.etype': { hex: 16, of: ({ proto }: { proto: number }) => (proto > 1536 ? proto : undefined) },
  'sll.ltype': { hex: 16, of: ({ proto }: { proto: number }) => (proto <= 1536 ? proto : undefined) },
};

/** Linux cooked capture. @see https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html */
export const CookedLinux = layer('CookedLinux', () => ({
  title: 'cooked linux',
  about: 'Linux cooked capture header, version 1.',
  source: 'LINKTYPE_LINUX_SLL',
  wireshark: 'sll:ethertype',
  fields: {
    pkttype: u16({ names: packetTypes, wireshark: 'sll.pkttype', about: 'to whom it was sent' }),
    lladdrtype: u16({ default: 512, hex: true, wireshark: 'sll.hatype', about: 'ARPHRD_ number of the device' }),
    lladdrlen: u16({ wireshark: 'sll.halen', about: 'octets of the address' }),
    src: fixedOctets(8, { about: "sender's link address, padded with zeros" }),
    proto: u16({ default: 0x0800, selects: 'ethertype', names: etherTypes, hex: true }),
  },
  columns,
}));

/** Linux cooked capture, version 2, with the interface. @see https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html */
export const CookedLinuxV2 = layer('CookedLinuxV2', () => ({
  title: 'cooked linux v2',
  about: 'Linux cooked capture header, version 2.',
  source: 'LINKTYPE_LINUX_SLL2',
  wireshark: 'sll:ethertype',
  fields: {
    proto: u16({ default: 0x0800, selects: 'ethertype', names: etherTypes, hex: true }),
    reserved: u16(),
    ifindex: u32({ wireshark: 'sll.ifindex', about: 'interface number on the capturing machine' }),
    lladdrtype: u16({ default: 512, hex: true, wireshark: 'sll.hatype', about: 'ARPHRD_ number of the device' }),
    pkttype: u8({ names: packetTypes, wireshark: 'sll.pkttype', about: 'to whom it was sent' }),
    lladdrlen: u8({ wireshark: 'sll.halen', about: 'octets of the address' }),
    src: fixedOctets(8, { about: "sender's link address, padded with zeros" }),
  },
  columns,
}));
