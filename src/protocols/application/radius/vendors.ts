/** What vendors have of their own: attribute 26. @see RFC 2865 §5.26 */
import { choose } from '../../../packet/fields/conditional.ts';
import { u32 } from '../../../packet/fields/integers.ts';
import { tlvHead } from '../../../packet/fields/option-heads.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { struct } from '../../../packet/fields/struct.ts';

/** Names of sub-attributes as Wireshark has them. */
const wireshark = { type: 'radius.avp.vendor_type', length: 'radius.avp.vendor_len' };

/** As RFC 2865 §5.26 recommends: type and length of an octet each, the length counts both. What is not so is kept as it is. */
const usual = () => optionList({ kinds: {}, lengthCovers: 'option', wireshark });

/** Cisco's: the first is `name=value` as text. */
const cisco = () =>
  optionList({
    kinds: {
      1: option('Cisco-AVPair', text({ encoding: 'utf8', wireshark: 'radius.Cisco_AVPair' })),
      2: option('Cisco-NAS-Port', text({ wireshark: 'radius.Cisco_NAS_Port' })),
    },
    lengthCovers: 'option',
    wireshark,
  });

/** Microsoft's (RFC 2548 §2): keys and challenges, which are octets. */
const microsoft = () =>
  optionList({
    kinds: {
      1: option('MS-CHAP-Response', octets({ wireshark: 'radius.MS_CHAP_Response' })),
      2: option('MS-CHAP-Error', octets({ wireshark: 'radius.MS_CHAP_Error' })),
      7: option('MS-MPPE-Encryption-Policy', u32({ wireshark: 'radius.MS_MPPE_Encryption_Policy' })),
      8: option('MS-MPPE-Encryption-Types', u32({ wireshark: 'radius.MS_MPPE_Encryption_Types' })),
      11: option('MS-CHAP-Challenge', octets({ wireshark: 'radius.MS_CHAP_Challenge' })),
      12: option('MS-CHAP-MPPE-Keys', octets({ wireshark: 'radius.MS_CHAP_MPPE_Keys' })),
      16: option('MS-MPPE-Send-Key', octets({ wireshark: 'radius.MS_MPPE_Send_Key' })),
      17: option('MS-MPPE-Recv-Key', octets({ wireshark: 'radius.MS_MPPE_Recv_Key' })),
      25: option('MS-CHAP2-Response', octets({ wireshark: 'radius.MS_CHAP2_Response' })),
      26: option('MS-CHAP2-Success', octets({ wireshark: 'radius.MS_CHAP2_Success' })),
    },
    lengthCovers: 'option',
    wireshark,
  });

/** By the vendor's number (IANA "Private Enterprise Numbers"): Lucent and Starent have wider heads, US Robotics no length, WiMAX a flag behind it. */
export const vendorSpecific = () =>
  struct({
    vendor_id: u32({ wireshark: 'radius.avp.vendor_id' }),
    attributes: choose(
      'vendor_id',
      {
        9: cisco(),
        311: microsoft(),
        429: octets(),
        4846: optionList({ kinds: {}, head: tlvHead('u16', 'u8', { covers: 'option' }), wireshark }),
        8164: optionList({ kinds: {}, head: tlvHead('u16', 'u16', { covers: 'option' }), wireshark }),
        24757: octets(),
      },
      usual(),
    ),
  });
