/** rtnetlink's messages about links. linux/rtnetlink.h, linux/if_link.h */
import { choose } from '../../../packet/fields/conditional.ts';
import { i32le, u16le, u32le, u64le, u8 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes, nest, nulText } from '../netlink/attributes.ts';
import { hardwareAddress } from './kinds.ts';

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;

/** ifi_flags */
export const IFF_UP = 0x1;
export const IFF_BROADCAST = 0x2;
export const IFF_LOOPBACK = 0x8;
export const IFF_POINTOPOINT = 0x10;
export const IFF_RUNNING = 0x40;
export const IFF_NOARP = 0x80;
export const IFF_MULTICAST = 0x1000;

/** struct rtnl_link_stats64: newer kernels append to it. */
const LinkStatistics = layer('LinkStatistics', () => ({
  fields: {
    rxPackets: u64le(),
    txPackets: u64le(),
    rxOctets: u64le(),
    txOctets: u64le(),
    rxErrors: u64le(),
    txErrors: u64le(),
    rxDropped: u64le(),
    txDropped: u64le(),
    rest: octets(),
  },
}));

/** struct ifinfomsg. */
const head = {
  family: u8(),
  pad: u8(),
  /** ARPHRD_… */
  type: u16le(),
  index: i32le(),
  flags: u32le(),
  change: u32le(),
};

/** The same head in front of a veth's peer's attributes (VETH_INFO_PEER). */
const PeerLink = layer('PeerLink', () => ({
  fields: {
    ...head,
    attributes: attributes({
      mac: attribute(1, hardwareAddress()),
      name: attribute(3, nulText()),
      netnsPid: attribute(19, u32le()),
      netnsFd: attribute(28, u32le()),
    }),
  },
}));

/** struct ifinfomsg and its attributes. */
export const LinkMessage = layer('LinkMessage', () => ({
  about: 'A network interface.',
  source: 'linux/if_link.h',
  fields: {
    ...head,
    attributes: attributes({
      mac: attribute(1, hardwareAddress()),
      name: attribute(3, nulText()),
      mtu: attribute(4, u32le()),
      /** Index of the interface below it (VLAN), or of a veth's peer. */
      link: attribute(5, u32le()),
      /** Index of the bridge that it belongs to. */
      master: attribute(10, u32le()),
      operState: attribute(16, u8()),
      info: nest(
        18,
        attributes({
          kind: attribute(1, nulText()),
          data: nest(
            2,
            choose(
              ({ kind }) => kind as string | undefined,
              {
                veth: attributes({
                  peer: attribute(
                    1,
                    record(() => PeerLink),
                  ),
                }),
              },
              octets(),
            ),
          ),
        }),
      ),
      netnsPid: attribute(19, u32le()),
      alias: attribute(20, nulText()),
      statistics: attribute(
        23,
        record(() => LinkStatistics),
      ),
      netnsFd: attribute(28, u32le()),
      /** What to leave out of the answer: 1 virtual functions, 8 statistics of the address families. */
      extendedMask: attribute(29, u32le()),
      /** The number that it is to have in the namespace that it goes to. */
      newIndex: attribute(49, i32le()),
      /** Number of the namespace that `link` is in, where it is not this one. */
      linkNetnsId: attribute(37, i32le()),
    }),
  },
}));
