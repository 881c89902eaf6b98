/** rtnetlink's messages about addresses of links. linux/if_addr.h */
import { u32le, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes, nulText } from '../netlink/attributes.ts';
import { internetAddress } from './kinds.ts';

export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
export const RTM_GETADDR = 22;

/** struct ifaddrmsg and its attributes. */
export const AddressMessage = layer('AddressMessage', () => ({
  about: 'An address of a network interface.',
  source: 'linux/if_addr.h',
  fields: {
    family: u8(),
    prefixLength: u8(),
    flags: u8(),
    scope: u8(),
    index: u32le(),
    attributes: attributes({
      /** The peer's, of a point-to-point link; the same as `local` elsewhere. The only one that IPv6 always gives. */
      address: attribute(1, internetAddress()),
      local: attribute(2, internetAddress()),
      label: attribute(3, nulText()),
      broadcast: attribute(4, internetAddress()),
      cacheInfo: attribute(6, octets()),
      flags: attribute(8, u32le()),
    }),
  },
}));
