/** rtnetlink's messages about neighbours. linux/neighbour.h */
import { i32le, u16le, u32le, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes } from '../netlink/attributes.ts';
import { hardwareAddress, internetAddress } from './kinds.ts';

export const RTM_NEWNEIGH = 28;
export const RTM_DELNEIGH = 29;
export const RTM_GETNEIGH = 30;

/** ndm_state, the bit of each. */
export const NEIGHBOUR_STATES = {
  none: 0,
  incomplete: 0x01,
  reachable: 0x02,
  stale: 0x04,
  delay: 0x08,
  probe: 0x10,
  failed: 0x20,
  noarp: 0x40,
  permanent: 0x80,
} as const;
export type NeighbourState = keyof typeof NEIGHBOUR_STATES;

/** ndm_flags: ask the neighbour now. */
export const NTF_USE = 0x01;
/** ndm_flags: an address that is answered for somebody else. */
export const NTF_PROXY = 0x08;

/** struct ndmsg and its attributes. */
export const NeighbourMessage = layer('NeighbourMessage', () => ({
  about: 'A neighbour: an address and the MAC address that has it.',
  source: 'linux/neighbour.h',
  fields: {
    family: u8(),
    pad1: u8(),
    pad2: u16le(),
    index: i32le(),
    state: u16le(),
    flags: u8(),
    type: u8(),
    attributes: attributes({
      destination: attribute(1, internetAddress()),
      mac: attribute(2, hardwareAddress()),
      cacheInfo: attribute(3, octets()),
      probes: attribute(4, u32le()),
    }),
  },
}));
