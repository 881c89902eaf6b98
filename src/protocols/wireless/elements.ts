/** Information elements of management frames. @see IEEE 802.11-2020 §9.4.2 */
import { fixedText, octets, text } from '../../packet/fields/octets.ts';
import { list, record, records } from '../../packet/fields/lists.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { u16le, u32le, u64le, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { RSN, Vendor } from './ciphers.ts';

const source = 'IEEE 802.11-2020 §9.4.2';

const TIM = layer('Dot11TIM', () => ({
  about: 'Which stations have frames waiting.',
  source: `${source}.5`,
  fields: {
    count: u8({ wireshark: 'wlan.tim.dtim_count' }),
    period: u8({ wireshark: 'wlan.tim.dtim_period' }),
    control: u8({ hex: true, wireshark: 'wlan.tim.bmapctl' }),
    bitmap: octets({ wireshark: 'wlan.tim.partial_virtual_bitmap' }),
  },
}));

const Triplet = layer('Dot11EltCountryConstraintTriplet', () => ({
  about: 'Channels that may be used.',
  source: `${source}.8`,
  fields: { first_channel_number: u8(), num_channels: u8(), mtp: u8({ about: 'dBm at most' }) },
}));
const Country = layer('Dot11EltCountry', () => ({
  about: 'The country, and which channels it allows.',
  source: `${source}.8`,
  fields: {
    country_string: fixedText(3, { fill: 0x20, wireshark: 'wlan.country_info.code' }),
    descriptors: records(() => Triplet),
    pad: octets(),
  },
}));

const Load = layer('Dot11Load', () => ({
  about: 'How busy the network is (BSS load).',
  source: `${source}.27`,
  fields: {
    stations: u16le({ wireshark: 'wlan.qbss.scount' }),
    utilization: u8({ wireshark: 'wlan.qbss.cu' }),
    admission: u16le({ wireshark: 'wlan.qbss.adc' }),
  },
}));

const HTCapabilities = layer('Dot11EltHTCapabilities', () => ({
  about: 'What a station can do at high throughput.',
  source: `${source}.55`,
  fields: {
    info: u16le({ hex: true, wireshark: 'wlan.ht.capabilities' }),
    ampdu: u8({ hex: true, wireshark: 'wlan.ht.ampduparam' }),
    mcs: octets({ about: 'MCS set (16 octets), extended capabilities (2), beamforming (4), antenna selection (1)' }),
  },
}));
const HTOperation = layer('Dot11HTOperation', () => ({
  about: 'How the network uses high throughput.',
  source: `${source}.56`,
  fields: { channel: u8({ wireshark: 'wlan.ht.info.primarychannel' }), info: octets() },
}));
const VHTCapabilities = layer('Dot11VHTCapabilities', () => ({
  about: 'What a station can do at very high throughput.',
  source: `${source}.157`,
  fields: { info: u32le({ hex: true, wireshark: 'wlan.vht.capabilities' }), mcs: u64le() },
}));
const VHTOperation = layer('Dot11VHTOperation', () => ({
  about: 'How the network uses very high throughput.',
  source: `${source}.158`,
  fields: { width: u8({ wireshark: 'wlan.vht.op.channelwidth' }), center0: u8(), center1: u8(), mcs: u16le({ hex: true }) },
}));

const Extension = layer('Dot11Extension', () => ({
  about: 'An element of the extended table.',
  source: `${source}.1`,
  fields: {
    ID: u8({
      names: { 'HE capabilities': 35, 'HE operation': 36, 'EHT operation': 106, 'multi-link': 107, 'EHT capabilities': 108 },
      wireshark: 'wlan.ext_tag.number',
    }),
    info: octets(),
  },
}));

/** All elements have this form; scapy's names where it has some. */
export const elements = () =>
  optionList({
    kinds: {
      0: option('SSID', text({ encoding: 'utf8', wireshark: 'wlan.ssid' })),
      1: option('Rates', list(u8({ hex: true, wireshark: 'wlan.supported_rates' }))),
      2: option('FHset', octets()),
      3: option('DSset', u8({ wireshark: 'wlan.ds.current_channel' })),
      4: option('CFset', octets()),
      5: option(
        'TIM',
        record(() => TIM),
      ),
      6: option('IBSSset', u16le()),
      7: option(
        'Country',
        record(() => Country),
      ),
      11: option(
        'BSSload',
        record(() => Load),
      ),
      16: option('challenge', octets()),
      32: option('PowerConstraint', u8()),
      33: option('PowerCapability', octets()),
      35: option('TPCreport', octets()),
      36: option('Channels', octets()),
      37: option('ChannelSwitch', octets()),
      40: option('Quiet', octets()),
      42: option('ERPinfo', u8({ hex: true, wireshark: 'wlan.erp_info' })),
      45: option(
        'HTCapabilities',
        record(() => HTCapabilities),
      ),
      46: option('QoSCapability', u8({ hex: true })),
      // As a draft of the standard had it.
      47: option('ERPinfo-draft', u8({ hex: true, wireshark: 'wlan.erp_info' })),
      48: option(
        'RSN',
        record(() => RSN),
      ),
      50: option('ESRates', list(u8({ hex: true, wireshark: 'wlan.extended_supported_rates' }))),
      54: option('MobilityDomain', octets()),
      55: option('FastTransition', octets()),
      59: option('OperatingClasses', octets()),
      61: option(
        'HTOperation',
        record(() => HTOperation),
      ),
      70: option('RMCapabilities', octets()),
      72: option('Coexistence', octets()),
      74: option('OverlappingBSS', octets()),
      107: option('Interworking', octets()),
      127: option('ExtendedCapabilities', octets()),
      191: option(
        'VHTCapabilities',
        record(() => VHTCapabilities),
      ),
      192: option(
        'VHTOperation',
        record(() => VHTOperation),
      ),
      195: option('PowerEnvelope', octets()),
      201: option('Neighbours', octets()),
      221: option(
        'vendor',
        record(() => Vendor),
      ),
      255: option(
        'extension',
        record(() => Extension),
      ),
    },
    wireshark: { type: 'wlan.tag.number', length: 'wlan.tag.length' },
  });
