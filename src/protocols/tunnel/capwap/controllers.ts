/** What a controller says of itself, and of stations. @see RFC 5415 §4.6.1–28 */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { bits, flag, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';

const E = 'capwap.control.message_element';

/** An address of a station behind its length: EUI-48; an EUI-64 is octets. */
const station = (of: string) => sized('u8', mac({ wireshark: `${E}.${of}.mac.eui48` }));

/** A version that a controller or an access point tells of itself. */
export const CAPWAPVersion = layer('CAPWAPVersion', () => ({
  about: 'A version of hardware or software, by its maker.',
  source: 'RFC 5415 §4.6.1, §4.6.41',
  wireshark: '',
  fields: {
    vendor: u32({ about: 'IANA enterprise number' }),
    type: u16({
      about: 'of a controller: 4 hardware, 5 software; of an access point: 0 hardware, 1 active software, 2 boot, 3 other software',
    }),
    length: u16({ measures: 'value' }),
    value: octets(),
  },
}));

/** @see RFC 5415 §4.6.1 */
export const CAPWAPACDescriptor = layer('CAPWAPACDescriptor', () => ({
  about: 'What a controller is, and how much it has to do.',
  source: 'RFC 5415 §4.6.1',
  wireshark: '',
  fields: {
    stations: u16({ wireshark: `${E}.ac_descriptor.stations` }),
    limit: u16({ wireshark: `${E}.ac_descriptor.limit` }),
    activeWTPs: u16({ wireshark: `${E}.ac_descriptor.active_wtp` }),
    maxWTPs: u16({ wireshark: `${E}.ac_descriptor.max_wtp` }),
    security: bits(5),
    preShared: flag({ wireshark: `${E}.ac_descriptor.security.s`, about: 'keys known before' }),
    x509: flag({ wireshark: `${E}.ac_descriptor.security.x`, about: 'certificates' }),
    reserved: bits(1),
    radioMac: u8({ names: { supported: 1, 'not supported': 2 }, wireshark: `${E}.ac_descriptor.rmac_field` }),
    reserved2: u8({ wireshark: `${E}.ac_descriptor.reserved` }),
    policy: bits(5),
    dtlsData: flag({ wireshark: `${E}.ac_descriptor.dtls_policy.d`, about: 'encrypted data channel' }),
    clearData: flag({ wireshark: `${E}.ac_descriptor.dtls_policy.c`, about: 'data channel in clear' }),
    reserved3: bits(1),
    versions: records(() => CAPWAPVersion, { rest: true }),
  },
}));

/** @see RFC 5415 §4.6.5 */
export const CAPWAPPriority = layer('CAPWAPPriority', () => ({
  about: 'A controller, and how much it is preferred.',
  source: 'RFC 5415 §4.6.5',
  wireshark: '',
  fields: { priority: u8({ wireshark: `${E}.ac_name_with_priority` }), name: text({ wireshark: `${E}.ac_name` }) },
}));

/** @see RFC 5415 §4.6.7, §4.6.19 */
export const CAPWAPAddresses = layer('CAPWAPAddresses', () => ({
  about: 'Stations of the list of those that are kept out.',
  source: 'RFC 5415 §4.6.7, §4.6.19',
  wireshark: '',
  fields: { count: u8(), length: u8({ default: 6, about: 'octets of each' }), stations: octets() },
}));

/** @see RFC 5415 §4.6.8 */
export const CAPWAPAddStation = layer('CAPWAPAddStation', () => ({
  about: 'A station whose traffic is forwarded from now on.',
  source: 'RFC 5415 §4.6.8',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.add_station.radio_id` }),
    station: station('add_station'),
    vlan: text({ wireshark: `${E}.add_station.vlan_name` }),
  },
}));

/** @see RFC 5415 §4.6.20 */
export const CAPWAPDeleteStation = layer('CAPWAPDeleteStation', () => ({
  about: 'A station whose traffic is forwarded no more.',
  source: 'RFC 5415 §4.6.20',
  wireshark: '',
  fields: { radio: u8({ wireshark: `${E}.delete_station.radio_id` }), station: station('delete_station') },
}));

/** @see RFC 5415 §4.6.9 */
export const CAPWAPControlIPv4 = layer('CAPWAPControlIPv4', () => ({
  about: 'Where a controller listens, and how many access points it has there.',
  source: 'RFC 5415 §4.6.9',
  wireshark: '',
  fields: {
    address: ipv4({ wireshark: `${E}.message_element.capwap_control_ipv4` }),
    wtps: u16({ wireshark: `${E}.capwap_control_wtp_count` }),
  },
}));

/** @see RFC 5415 §4.6.10 */
export const CAPWAPControlIPv6 = layer('CAPWAPControlIPv6', () => ({
  about: 'Where a controller listens, and how many access points it has there.',
  source: 'RFC 5415 §4.6.10',
  wireshark: '',
  fields: {
    address: ipv6({ wireshark: `${E}.message_element.capwap_control_ipv6` }),
    wtps: u16({ wireshark: `${E}.capwap_control_wtp_count` }),
  },
}));

/** @see RFC 5415 §4.6.13 */
export const CAPWAPTimers = layer('CAPWAPTimers', () => ({
  about: 'How often an access point asks.',
  source: 'RFC 5415 §4.6.13',
  wireshark: '',
  fields: {
    discovery: u8({ default: 20, wireshark: `${E}.capwap_timers_discovery`, about: 'seconds' }),
    echo: u8({ default: 30, wireshark: `${E}.capwap_timers_echo_request`, about: 'seconds' }),
  },
}));

/** @see RFC 5415 §4.6.15 */
export const CAPWAPTransferData = layer('CAPWAPTransferData', () => ({
  about: 'Part of what a crash left, or of memory.',
  source: 'RFC 5415 §4.6.15',
  wireshark: '',
  fields: {
    type: u8({ names: { data: 1, last: 2, error: 5 } }),
    mode: u8({ names: { crash: 1, memory: 2 } }),
    length: u16({ measures: 'data' }),
    data: octets(),
  },
}));

/** @see RFC 5415 §4.6.17 */
export const CAPWAPDecryptionErrors = layer('CAPWAPDecryptionErrors', () => ({
  about: 'Stations whose frames could not be decrypted.',
  source: 'RFC 5415 §4.6.17',
  wireshark: '',
  fields: { radio: u8(), count: u8(), length: u8({ default: 6, about: 'octets of each' }), stations: octets() },
}));

/** @see RFC 5415 §4.6.18 */
export const CAPWAPDecryptionPeriod = layer('CAPWAPDecryptionPeriod', () => ({
  about: 'How often errors of decryption are told.',
  source: 'RFC 5415 §4.6.18',
  wireshark: '',
  fields: {
    radio: u8({ wireshark: `${E}.decryption_error_report_period.radio_id` }),
    interval: u16({ default: 120, wireshark: `${E}.decryption_error_report_period.interval`, about: 'seconds' }),
  },
}));

/** @see RFC 5415 §4.6.22 */
export const CAPWAPDuplicateIPv4 = layer('CAPWAPDuplicateIPv4', () => ({
  about: 'Another host has the address of this access point.',
  source: 'RFC 5415 §4.6.22',
  wireshark: '',
  fields: { address: ipv4(), status: u8({ names: { cleared: 0, duplicate: 1 } }), host: sized('u8', mac()) },
}));

/** @see RFC 5415 §4.6.23 */
export const CAPWAPDuplicateIPv6 = layer('CAPWAPDuplicateIPv6', () => ({
  about: 'Another host has the address of this access point.',
  source: 'RFC 5415 §4.6.23',
  wireshark: '',
  fields: { address: ipv6(), status: u8({ names: { cleared: 0, duplicate: 1 } }), host: sized('u8', mac()) },
}));

/** @see RFC 5415 §4.6.26 */
export const CAPWAPImageData = layer('CAPWAPImageData', () => ({
  about: 'Part of new firmware.',
  source: 'RFC 5415 §4.6.26',
  wireshark: '',
  fields: { type: u8({ default: 1, names: { data: 1, last: 2, error: 5 } }), data: octets() },
}));

/** @see RFC 5415 §4.6.27 */
export const CAPWAPImageIdentifier = layer('CAPWAPImageIdentifier', () => ({
  about: 'Which firmware is to be loaded.',
  source: 'RFC 5415 §4.6.27',
  wireshark: '',
  fields: { vendor: u32({ about: 'IANA enterprise number' }), data: text() },
}));

/** @see RFC 5415 §4.6.28 */
export const CAPWAPImageInformation = layer('CAPWAPImageInformation', () => ({
  about: 'Size and hash of firmware.',
  source: 'RFC 5415 §4.6.28',
  wireshark: '',
  fields: { size: u32({ about: 'octets' }), hash: fixedOctets(16, { about: 'MD5' }) },
}));
