/** Messages between Linux's kernel and its programs, as a capture of netlink has them. @see https://www.tcpdump.org/linktypes/LINKTYPE_NETLINK.html */
import { flags, u16, u16le, u32, u32le } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** Octets of a message's head. */
const HEAD = 16;
/** Linux, include/uapi/linux/netlink.h. */
const FLAGS = ['request', 'multi', 'ack', 'echo', 'dump-intr', 'dump-filtered'];
const FAMILIES = { route: 0, 'sock-diag': 4, xfrm: 6, audit: 9, netfilter: 12, uevent: 15, generic: 16, crypto: 21 } as const;

/** The head before each message of a capture. @see LINKTYPE_NETLINK */
export const NetlinkCooked = layer('NetlinkCooked', () => ({
  title: 'netlink capture',
  about: 'What stands before a message in a capture of netlink: which of its protocols it is of.',
  source: 'LINKTYPE_NETLINK',
  wireshark: 'netlink',
  fields: {
    pkttype: u16({ names: { 'to kernel': 4, 'from kernel': 6, kernel: 7 } }),
    hatype: u16({ default: 824, wireshark: 'netlink.hatype' }),
    reserved: fixedOctets(10),
    family: u16({ names: FAMILIES, hex: true, wireshark: 'netlink.family' }),
  },
  next: {
    to: () => [Netlink, NetlinkBE],
    choose: (_self, { b, start, end }) => {
      const at = start + 16;
      if (end - at < HEAD) return undefined;
      // The order is the machine's; a length in the other one is far too large.
      return b[at + 3] === 0 ? Netlink : NetlinkBE;
    },
  },
}));

const spec = { source: 'RFC 3549 §2.3.2; Linux, include/uapi/linux/netlink.h', wireshark: '' } as const;

/** A message of a machine that puts the low octet first. @see RFC 3549 §2.3.2 */
export const Netlink = layer('Netlink', () => ({
  ...spec,
  title: 'netlink message',
  about: "A message between Linux's kernel and a program: the head.",
  fields: {
    len: u32le({ measures: 'layer', wireshark: 'netlink.hdr_len' }),
    type: u16le({ hex: true, wireshark: 'netlink.hdr_type' }),
    flags: flags(16, FLAGS, { hex: true, wireshark: 'netlink.hdr_flags' }, { little: true }),
    seq: u32le({ wireshark: 'netlink.hdr_seq' }),
    pid: u32le({ wireshark: 'netlink.hdr_pid' }),
  },
}));

/** The same of a machine that puts the high octet first. */
export const NetlinkBE = layer('NetlinkBE', () => ({
  ...spec,
  title: 'netlink message',
  about: "A message between Linux's kernel and a program on a machine that puts the high octet first: the head.",
  fields: {
    len: u32({ measures: 'layer', wireshark: 'netlink.hdr_len' }),
    type: u16({ hex: true, wireshark: 'netlink.hdr_type' }),
    flags: flags(16, FLAGS, { hex: true, wireshark: 'netlink.hdr_flags' }),
    seq: u32({ wireshark: 'netlink.hdr_seq' }),
    pid: u32({ wireshark: 'netlink.hdr_pid' }),
  },
}));
