/** What relay agents say of where a client is: sub-options of option 82. @see RFC 3046 §2; IANA "Relay Agent Sub-Option Codes" */
import { ipv4, mac } from '../../../packet/fields/addresses.ts';
import { u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { u64 } from '../../../packet/fields/integers.ts';
import { struct } from '../../../packet/fields/struct.ts';

const ws = (name: string) => ({ wireshark: `dhcp.option.agent_information_option.${name}` });

/** RFC 6607 §3.1: 0 is a name, 1 a VPN identifier of RFC 2685, 255 the global one. */
export const virtualSubnet = () => struct({ type: u8(), value: octets() });

/** Sub-options of option 82. */
export const relayAgentInformation = () =>
  optionList({
    wireshark: { type: 'dhcp.option.agent_information_option.suboption', length: 'dhcp.option.suboption_length' },
    kinds: {
      1: option('circuit_id', octets(ws('agent_circuit_id'))),
      2: option('remote_id', octets(ws('agent_remote_id'))),
      // RFC 3256
      4: option('docsis_device_class', u32()),
      // RFC 3527
      5: option('link_selection', ipv4(ws('link_selection'))),
      // RFC 3993
      6: option('subscriber_id', text(ws('subscriber_id'))),
      // RFC 4014
      7: option('radius_attributes', octets(ws('radius_attributes'))),
      // RFC 4030
      8: option('authentication', octets(ws('authentication'))),
      // RFC 4243
      9: option('vendor_specific', list(struct({ enterprise: u32(ws('vi.enterprise')), data: sized('u8', octets()) }))),
      // RFC 5010
      10: option('flags', u8({ ...ws('flags'), hex: true, about: '0x80: the client sent to its own address' })),
      // RFC 5107
      11: option('server_id_override', ipv4(ws('server_id_override'))),
      // RFC 6925
      12: option('relay_agent_id', octets(ws('relay_agent_id'))),
      // RFC 7839
      13: option('access_technology', struct({ reserved: u8(ws('ani_att.res')), type: u8(ws('ani_att.att')) })),
      14: option('access_network_name', text(ws('ani_network_name'))),
      15: option('access_point_name', text(ws('ani_ap_name'))),
      16: option('access_point_bssid', mac(ws('ani_ap_bssid'))),
      17: option('operator_id', octets(ws('ani_operator_id'))),
      18: option('operator_realm', text(ws('ani_operator_realm'))),
      // RFC 8357
      19: option('source_port'),
      // RFC 5010, RFC 5107 before they had numbers
      150: option('link_selection_cisco', ipv4(ws('link_selection_cisco'))),
      // RFC 6607
      151: option('virtual_subnet', virtualSubnet()),
      152: option('virtual_subnet_control'),
    },
  });

/** RFC 3118 §2. */
export const authentication = () =>
  struct({
    protocol: u8({ wireshark: 'dhcp.option.dhcp_authentication.protocol' }),
    algorithm: u8({ wireshark: 'dhcp.option.dhcp_authentication.algorithm' }),
    rdm: u8({ wireshark: 'dhcp.option.dhcp_authentication.rdm', about: 'how replays are detected; 0: by a rising number' }),
    replay: u64({ wireshark: 'dhcp.option.dhcp_authentication.rdm_replay_detection', hex: true }),
    information: octets(),
  });
