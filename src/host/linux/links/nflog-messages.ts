/** The messages of nfnetlink_log, the firewall's log. linux/netfilter/nfnetlink_log.h; numbers are in network byte order. */
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { record } from '../../../packet/fields/lists.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes } from '../netlink/attributes.ts';

const NFNL_SUBSYS_ULOG = 4;
export const NFULNL_MSG_PACKET = NFNL_SUBSYS_ULOG << 8;
export const NFULNL_MSG_CONFIG = (NFNL_SUBSYS_ULOG << 8) | 1;

export const NFULNL_CFG_CMD_BIND = 1;
export const NFULNL_COPY_PACKET = 2;
/** Attributes of a packet: its EtherType (16 bits) and hook (8); its time stamp, 64 bits of seconds and 64 of microseconds. */
export const NFULA_PACKET_HEADER = 1;
export const NFULA_TIMESTAMP = 3;

/** struct nfulnl_msg_config_mode */
const Mode = layer('NflogMode', () => ({ fields: { range: u32(), mode: u8(), pad: octets() } }));

export const NflogConfig = layer('NflogConfig', () => ({
  source: 'linux/netfilter/nfnetlink_log.h, enum nfulnl_attr_config',
  fields: {
    family: u8(),
    version: u8(),
    group: u16(),
    attributes: attributes({
      command: attribute(1, u8()),
      mode: attribute(
        2,
        record(() => Mode),
      ),
      /** Hundredths of a second after which the kernel sends what it has gathered. */
      timeout: attribute(4, u32()),
      /** Packets after which it does. */
      threshold: attribute(5, u32()),
    }),
  },
}));
