/** Generic netlink's and ethtool's messages. linux/genetlink.h, linux/ethtool_netlink.h; numbers are in host byte order. */
import { u16le, u32le, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes, elements, nest, nulText, present } from '../netlink/attributes.ts';

/** The family that knows the others, and its request for one of them by name. */
export const GENL_ID_CTRL = 0x10;
export const CTRL_CMD_GETFAMILY = 3;

export const ETHTOOL_FAMILY = 'ethtool';
export const ETHTOOL_MSG_FEATURES_GET = 11;
export const ETHTOOL_MSG_TSINFO_GET = 25;

/** struct genlmsghdr */
const head = () => ({ command: u8(), version: u8({ default: 1 }), reserved: u16le() });

export const FamilyMessage = layer('GenericFamily', () => ({
  source: 'linux/genetlink.h, CTRL_ATTR_…',
  fields: { ...head(), attributes: attributes({ id: attribute(1, u16le()), name: attribute(2, nulText()) }) },
}));

/** Bits with their names; without a mask, those that are listed are the ones that are set. */
const bitset = () =>
  attributes({
    noMask: attribute(1, present()),
    size: attribute(2, u32le()),
    bits: nest(3, elements(1, attributes({ index: attribute(1, u32le()), name: attribute(2, nulText()), set: attribute(3, present()) }))),
    value: attribute(4, octets()),
    mask: attribute(5, octets()),
  });

/** Which device. */
const device = () => nest(1, attributes({ index: attribute(1, u32le()), name: attribute(2, nulText()) }));

export const FeaturesMessage = layer('EthtoolFeatures', () => ({
  source: 'linux/ethtool_netlink.h, ETHTOOL_A_FEATURES_…',
  fields: {
    ...head(),
    attributes: attributes({
      device: device(),
      /** What the device can, what was asked for, what is in force, what nobody can change. */
      hardware: nest(2, bitset()),
      wanted: nest(3, bitset()),
      active: nest(4, bitset()),
      fixed: nest(5, bitset()),
    }),
  },
}));

export const TimeStampMessage = layer('EthtoolTimeStamps', () => ({
  source: 'linux/ethtool_netlink.h, ETHTOOL_A_TSINFO_…',
  fields: {
    ...head(),
    attributes: attributes({
      device: device(),
      capabilities: nest(2, bitset()),
      sendTypes: nest(3, bitset()),
      receiveFilters: nest(4, bitset()),
      clock: attribute(5, u32le()),
    }),
  },
}));
