/** Elements of CAPWAP's messages. @see RFC 5415 §4.6; RFC 5416 §6 */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { timestamp } from '../../../packet/fields/special/times.ts';
import { resultCodes } from './names.ts';
import * as W from './access-points.ts';
import * as C from './controllers.ts';

const E = 'capwap.control.message_element';

/** Numbers 1 to 27. */
const firstHalf = () => ({
  1: option(
    'ac-descriptor',
    record(() => C.CAPWAPACDescriptor),
  ),
  2: option('ac-ipv4-list', list(ipv4({ wireshark: `${E}.message_element.ac_ipv4_list` }))),
  3: option('ac-ipv6-list', list(ipv6({ wireshark: `${E}.message_element.ac_ipv6_list` }))),
  4: option('ac-name', text({ wireshark: `${E}.ac_name` })),
  5: option(
    'ac-name-with-priority',
    record(() => C.CAPWAPPriority),
  ),
  6: option('ac-timestamp', timestamp(u32(), { epoch: -2_208_988_800 })),
  7: option(
    'add-mac-acl-entry',
    record(() => C.CAPWAPAddresses),
  ),
  8: option(
    'add-station',
    record(() => C.CAPWAPAddStation),
  ),
  10: option(
    'control-ipv4-address',
    record(() => C.CAPWAPControlIPv4),
  ),
  11: option(
    'control-ipv6-address',
    record(() => C.CAPWAPControlIPv6),
  ),
  12: option(
    'timers',
    record(() => C.CAPWAPTimers),
  ),
  13: option(
    'data-transfer-data',
    record(() => C.CAPWAPTransferData),
  ),
  14: option('data-transfer-mode', u8({ names: { crash: 1, memory: 2 } })),
  15: option(
    'decryption-error-report',
    record(() => C.CAPWAPDecryptionErrors),
  ),
  16: option(
    'decryption-error-report-period',
    record(() => C.CAPWAPDecryptionPeriod),
  ),
  17: option(
    'delete-mac-acl-entry',
    record(() => C.CAPWAPAddresses),
  ),
  18: option(
    'delete-station',
    record(() => C.CAPWAPDeleteStation),
  ),
  20: option(
    'discovery-type',
    u8({ names: { unknown: 0, static: 1, DHCP: 2, DNS: 3, 'AC referral': 4 }, wireshark: `${E}.discovery_type` }),
  ),
  21: option(
    'duplicate-ipv4-address',
    record(() => C.CAPWAPDuplicateIPv4),
  ),
  22: option(
    'duplicate-ipv6-address',
    record(() => C.CAPWAPDuplicateIPv6),
  ),
  23: option('idle-timeout', u32({ wireshark: `${E}.idle_timeout`, about: 'seconds' })),
  24: option(
    'image-data',
    record(() => C.CAPWAPImageData),
  ),
  25: option(
    'image-identifier',
    record(() => C.CAPWAPImageIdentifier),
  ),
  26: option(
    'image-information',
    record(() => C.CAPWAPImageInformation),
  ),
  27: option('initiate-download', octets()),
});

/** Numbers 28 to 53. */
const secondHalf = () => ({
  28: option('location-data', text({ wireshark: `${E}.location_data` })),
  29: option('maximum-message-length', u16({ wireshark: `${E}.maximum_message_length`, about: 'octets' })),
  30: option('local-ipv4-address', ipv4({ wireshark: `${E}.capwap_local_ipv4_address` })),
  31: option(
    'radio-administrative-state',
    record(() => W.CAPWAPRadioAdministration),
  ),
  32: option(
    'radio-operational-state',
    record(() => W.CAPWAPRadioOperation),
  ),
  33: option('result-code', u32({ names: resultCodes, wireshark: `${E}.result_code` })),
  34: option(
    'returned-message-element',
    record(() => W.CAPWAPReturned),
  ),
  35: option('session-id', fixedOctets(16, { wireshark: `${E}.session_id` })),
  36: option('statistics-timer', u16({ wireshark: `${E}.statistics_timer`, about: 'seconds' })),
  37: option(
    'vendor-specific',
    record(() => W.CAPWAPVendor),
  ),
  38: option(
    'wtp-board-data',
    record(() => W.CAPWAPBoardData),
  ),
  39: option(
    'wtp-descriptor',
    record(() => W.CAPWAPWTPDescriptor),
  ),
  40: option('wtp-fallback', u8({ names: { enabled: 1, disabled: 2 }, wireshark: `${E}.wtp_fallback` })),
  41: option(
    'wtp-frame-tunnel-mode',
    record(() => W.CAPWAPTunnelMode),
  ),
  44: option('wtp-mac-type', u8({ names: { local: 0, split: 1, both: 2 }, wireshark: `${E}.wtp_mac_type` })),
  45: option('wtp-name', text({ wireshark: `${E}.wtp_name` })),
  47: option(
    'wtp-radio-statistics',
    record(() => W.CAPWAPRadioStatistics),
  ),
  48: option(
    'wtp-reboot-statistics',
    record(() => W.CAPWAPRebootStatistics),
  ),
  49: option(
    'wtp-static-ip-address',
    record(() => W.CAPWAPStaticAddress),
  ),
  50: option('local-ipv6-address', ipv6({ wireshark: `${E}.capwap_local_ipv6_address` })),
  51: option('transport-protocol', u8({ names: { 'UDP-Lite': 1, UDP: 2 }, wireshark: `${E}.capwap_transport_protocol` })),
  52: option('mtu-discovery-padding', octets({ wireshark: `${E}.mtu_discovery_padding` })),
  53: option('ecn-support', u8({ names: { limited: 0, 'full and limited': 1 }, wireshark: `${E}.ecn_support` })),
});

/** Numbers 1024 to 1048, of IEEE 802.11. @see RFC 5416 §6 */
const ofIEEE80211 = () => ({
  1024: option('ieee80211-add-wlan', octets()),
  1025: option('ieee80211-antenna', octets()),
  1026: option('ieee80211-assigned-wtp-bssid', octets()),
  1027: option('ieee80211-delete-wlan', octets()),
  1028: option('ieee80211-direct-sequence-control', octets()),
  1029: option('ieee80211-information-element', octets()),
  1030: option('ieee80211-mac-operation', octets()),
  1031: option('ieee80211-mic-countermeasures', octets()),
  1032: option('ieee80211-multi-domain-capability', octets()),
  1033: option('ieee80211-ofdm-control', octets()),
  1034: option(
    'ieee80211-rate-set',
    record(() => W.CAPWAPRates),
  ),
  1035: option('ieee80211-rsna-error-report', octets()),
  1036: option('ieee80211-station', octets()),
  1037: option('ieee80211-station-qos-profile', octets()),
  1038: option('ieee80211-station-session-key', octets()),
  1039: option('ieee80211-statistics', octets()),
  1040: option(
    'ieee80211-supported-rates',
    record(() => W.CAPWAPRates),
  ),
  1041: option(
    'ieee80211-tx-power',
    record(() => W.CAPWAPTxPower),
  ),
  1042: option(
    'ieee80211-tx-power-level',
    record(() => W.CAPWAPTxPowerLevels),
  ),
  1043: option('ieee80211-update-station-qos', octets()),
  1044: option('ieee80211-update-wlan', octets()),
  1045: option('ieee80211-wtp-qos', octets()),
  1046: option('ieee80211-wtp-radio-configuration', octets()),
  1047: option('ieee80211-wtp-radio-fail-alarm', octets()),
  1048: option(
    'ieee80211-wtp-radio-information',
    record(() => W.CAPWAPRadioInformation),
  ),
});

/** What a message, or a keep-alive, consists of. */
export const elements = () =>
  optionList({
    typeOctets: 2,
    lengthOctets: 2,
    wireshark: { type: 'capwap.message_element.type', length: 'capwap.message_element.length', value: 'capwap.message_element.value' },
    kinds: { ...firstHalf(), ...secondHalf(), ...ofIEEE80211() },
  });
