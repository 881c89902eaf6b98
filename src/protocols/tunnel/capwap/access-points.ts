/** What an access point says of itself and of its radios. @see RFC 5415 §4.6.33–48; RFC 5416 §6 */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { bits, flag, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { bindings } from './names.ts';
import { CAPWAPVersion } from './controllers.ts';

const E = 'capwap.control.message_element';

/** @see RFC 5415 §4.6.33 */
export const CAPWAPRadioAdministration = layer('CAPWAPRadioAdministration', () => ({
  about: 'Whether a radio shall work.',
  source: 'RFC 5415 §4.6.33',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.radio_admin.id`, about: '255: all' }),
    state: u8({ default: 1, names: { enabled: 1, disabled: 2 }, wireshark: `${E}.radio_admin.state` }),
  },
}));

/** @see RFC 5415 §4.6.34 */
export const CAPWAPRadioOperation = layer('CAPWAPRadioOperation', () => ({
  about: 'Whether a radio works, and why not.',
  source: 'RFC 5415 §4.6.34',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.radio_op_state.radio_id` }),
    state: u8({ default: 1, names: { enabled: 1, disabled: 2 }, wireshark: `${E}.radio_op_state.radio_state` }),
    cause: u8({
      names: { normal: 0, 'radio failure': 1, 'software failure': 2, administrative: 3 },
      wireshark: `${E}.radio_op_state.radio_cause`,
    }),
  },
}));

/** @see RFC 5415 §4.6.36 */
export const CAPWAPReturned = layer('CAPWAPReturned', () => ({
  about: 'An element that was not understood.',
  source: 'RFC 5415 §4.6.36',
  wireshark: '',
  fields: {
    reason: u8({ names: { 'unknown element': 1, 'unsupported element': 2, 'unknown value': 3, 'unsupported value': 4 } }),
    length: u8({ measures: 'element' }),
    element: octets(),
  },
}));

/** @see RFC 5415 §4.6.39 */
export const CAPWAPVendor = layer('CAPWAPVendor', () => ({
  about: "A vendor's own element.",
  source: 'RFC 5415 §4.6.39',
  wireshark: '',
  fields: {
    vendor: u32({ wireshark: `${E}.vsp.vendor_identifier`, about: 'IANA enterprise number' }),
    id: u16({ wireshark: `${E}.vsp.vendor_element_id` }),
    data: octets({ wireshark: `${E}.vsp.vendor_data` }),
  },
}));

/** One of {@link CAPWAPBoardData}. */
export const CAPWAPBoardValue = layer('CAPWAPBoardValue', () => ({
  about: 'A model, a serial number …',
  source: 'RFC 5415 §4.6.40',
  wireshark: '',
  fields: {
    type: u16({
      names: { model: 0, serial: 1, 'board id': 2, 'board revision': 3, 'base MAC': 4 },
      wireshark: `${E}.wtp_board_data.type`,
    }),
    length: u16({ measures: 'value', wireshark: `${E}.wtp_board_data.length` }),
    value: octets({ wireshark: `${E}.wtp_board_data.value` }),
  },
}));

/** @see RFC 5415 §4.6.40 */
export const CAPWAPBoardData = layer('CAPWAPBoardData', () => ({
  about: 'What an access point is.',
  source: 'RFC 5415 §4.6.40',
  wireshark: '',
  fields: {
    vendor: u32({ wireshark: `${E}.wtp_board_data.vendor`, about: 'IANA enterprise number' }),
    values: records(() => CAPWAPBoardValue, { rest: true }),
  },
}));

/** One of {@link CAPWAPWTPDescriptor}. */
export const CAPWAPEncryption = layer('CAPWAPEncryption', () => ({
  about: 'Ciphers of a radio technology.',
  source: 'RFC 5415 §4.6.41',
  wireshark: '',
  fields: {
    reserved: bits(3, { wireshark: `${E}.wtp_descriptor.encrypt_reserved` }),
    wbid: bits(5, { default: 1, names: bindings, wireshark: `${E}.wtp_descriptor.encrypt_wbid` }),
    capabilities: u16({ wireshark: `${E}.wtp_descriptor.encrypt_capabilities` }),
  },
}));

/** @see RFC 5415 §4.6.41 */
export const CAPWAPWTPDescriptor = layer('CAPWAPWTPDescriptor', () => ({
  about: 'What an access point has, and its versions.',
  source: 'RFC 5415 §4.6.41',
  wireshark: '',
  fields: {
    maxRadios: u8({ wireshark: `${E}.wtp_descriptor.max_radios` }),
    radios: u8({ wireshark: `${E}.wtp_descriptor.radio_in_use`, about: 'in use' }),
    count: u8({ counts: 'encryption', wireshark: `${E}.wtp_descriptor.number_encrypt` }),
    encryption: records(() => CAPWAPEncryption),
    versions: records(() => CAPWAPVersion, { rest: true }),
  },
}));

/** @see RFC 5415 §4.6.43 */
export const CAPWAPTunnelMode = layer('CAPWAPTunnelMode', () => ({
  about: 'In which form frames go through the tunnel.',
  source: 'RFC 5415 §4.6.43',
  wireshark: '',
  fields: {
    reserved: bits(4, { wireshark: `${E}.wtp_frame_tunnel_mode.r` }),
    native: flag({ wireshark: `${E}.wtp_frame_tunnel_mode.n` }),
    ethernet: flag({ wireshark: `${E}.wtp_frame_tunnel_mode.e`, about: 'IEEE 802.3' }),
    local: flag({ wireshark: `${E}.wtp_frame_tunnel_mode.l`, about: 'bridged by the access point' }),
    reserved2: bits(1),
  },
}));

/** @see RFC 5415 §4.6.46 */
export const CAPWAPRadioStatistics = layer('CAPWAPRadioStatistics', () => ({
  about: 'How often a radio failed, and why.',
  source: 'RFC 5415 §4.6.46',
  wireshark: '',
  fields: {
    radio: u8(),
    lastFailure: u8({ names: { 'not supported': 0, software: 1, hardware: 2, other: 3, unknown: 255 } }),
    resets: u16(),
    software: u16(),
    hardware: u16(),
    other: u16(),
    unknown: u16(),
    configurations: u16(),
    channels: u16({ about: 'changes of the channel' }),
    bands: u16({ about: 'changes of the band' }),
    noise: u16({ about: 'dBm' }),
  },
}));

/** @see RFC 5415 §4.6.47 */
export const CAPWAPRebootStatistics = layer('CAPWAPRebootStatistics', () => ({
  about: 'How often an access point began anew, and why.',
  source: 'RFC 5415 §4.6.47',
  wireshark: '',
  fields: {
    reboots: u16({ wireshark: `${E}.wtp_reboot_statistics.reboot_count` }),
    byController: u16({ wireshark: `${E}.wtp_reboot_statistics.ac_initiated_count` }),
    link: u16({ wireshark: `${E}.wtp_reboot_statistics.link_failure_count` }),
    software: u16({ wireshark: `${E}.wtp_reboot_statistics.sw_failure_count` }),
    hardware: u16({ wireshark: `${E}.wtp_reboot_statistics.hw_failure_count` }),
    other: u16({ wireshark: `${E}.wtp_reboot_statistics.other_failure_count` }),
    unknown: u16({ wireshark: `${E}.wtp_reboot_statistics.unknown_failure_count` }),
    last: u8({
      names: { 'not supported': 0, controller: 1, link: 2, software: 3, hardware: 4, other: 5, unknown: 255 },
      wireshark: `${E}.wtp_reboot_statistics.last_failure_type`,
    }),
  },
}));

/** @see RFC 5415 §4.6.48 */
export const CAPWAPStaticAddress = layer('CAPWAPStaticAddress', () => ({
  about: 'An address that does not come from DHCP.',
  source: 'RFC 5415 §4.6.48',
  wireshark: '',
  fields: { address: ipv4(), netmask: ipv4(), gateway: ipv4(), isStatic: u8({ names: { no: 0, yes: 1 } }) },
}));

/** A radio and a number of rates. @see RFC 5416 §6.11, §6.17 */
export const CAPWAPRates = layer('CAPWAPRates', () => ({
  about: 'Rates of a radio.',
  source: 'RFC 5416 §6.11, §6.17',
  wireshark: '',
  fields: { radio: u8(), rates: list(u8({ hex: true, about: 'in 500 kbit/s; highest bit: basic' })) },
}));

/** @see RFC 5416 §6.18 */
export const CAPWAPTxPower = layer('CAPWAPTxPower', () => ({
  about: 'With how much power a radio sends.',
  source: 'RFC 5416 §6.18',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.ieee80211_tx_power.radio_id` }),
    reserved: u8({ hex: true, wireshark: `${E}.ieee80211_tx_power.reserved` }),
    power: u16({ wireshark: `${E}.ieee80211_tx_power.current_tx_power`, about: 'milliwatts' }),
  },
}));

/** @see RFC 5416 §6.19 */
export const CAPWAPTxPowerLevels = layer('CAPWAPTxPowerLevels', () => ({
  about: 'Powers with which a radio can send.',
  source: 'RFC 5416 §6.19',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.ieee80211_tx_power_level.radio_id` }),
    count: u8({ counts: 'levels', wireshark: `${E}.ieee80211_tx_power_level.num_levels` }),
    levels: list(u16({ wireshark: `${E}.ieee80211_tx_power_level.power_level`, about: 'milliwatts' })),
  },
}));

/** @see RFC 5416 §6.25 */
export const CAPWAPRadioInformation = layer('CAPWAPRadioInformation', () => ({
  about: 'Of which kinds a radio is.',
  source: 'RFC 5416 §6.25',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.ieee80211_wtp_radio_info.radio_id` }),
    reserved: bits(28),
    n: flag({ wireshark: `${E}.ieee80211_wtp_info_radio.radio_type_n`, about: '802.11n' }),
    g: flag({ wireshark: `${E}.ieee80211_wtp_info_radio.radio_type_g`, about: '802.11g' }),
    a: flag({ wireshark: `${E}.ieee80211_wtp_info_radio.radio_type_a`, about: '802.11a' }),
    b: flag({ wireshark: `${E}.ieee80211_wtp_info_radio.radio_type_b`, about: '802.11b' }),
  },
}));
