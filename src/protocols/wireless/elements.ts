/** Information elements of management frames. @see IEEE 802.11-2020 §9.4.2 */
import { fixedOctets, fixedText, octets, text } from '../../packet/fields/octets.ts';
import { list, record, records } from '../../packet/fields/lists.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { i8, u16le, u32le, u8 } from '../../packet/fields/integers.ts';
import { struct } from '../../packet/fields/struct.ts';
import { mac } from '../../packet/fields/addresses.ts';
import { layer } from '../../packet/layer/layer.ts';
import { Dot11EltRSN, Dot11EltVendorSpecific } from './ciphers.ts';

const source = 'IEEE 802.11-2020 §9.4.2';

/** Which stations have frames waiting. */
export const Dot11TIM = layer('Dot11TIM', () => ({
  about: 'Which stations have frames waiting.',
  source: `${source}.5`,
  fields: {
    count: u8({ wireshark: 'wlan.tim.dtim_count' }),
    period: u8({ wireshark: 'wlan.tim.dtim_period' }),
    control: u8({ hex: true, wireshark: 'wlan.tim.bmapctl' }),
    bitmap: octets({ wireshark: 'wlan.tim.partial_virtual_bitmap' }),
  },
}));

/** Channels that may be used. */
export const Dot11EltCountryConstraintTriplet = layer('Dot11EltCountryConstraintTriplet', () => ({
  about: 'Channels that may be used.',
  source: `${source}.8`,
  fields: {
    first_channel_number: u8({ wireshark: 'wlan.country_info.fnm.fcn' }),
    num_channels: u8({ wireshark: 'wlan.country_info.fnm.nc' }),
    mtp: u8({ wireshark: 'wlan.country_info.fnm.mtpl', about: 'dBm at most' }),
  },
}));
/** The country, and which channels it allows. */
export const Dot11EltCountry = layer('Dot11EltCountry', () => ({
  about: 'The country, and which channels it allows.',
  source: `${source}.8`,
  fields: {
    country_string: fixedText(3, { fill: 0x20, wireshark: 'wlan.country_info.code' }),
    descriptors: records(() => Dot11EltCountryConstraintTriplet),
    pad: octets(),
  },
}));

/** How busy the network is (BSS load). */
export const Dot11Load = layer('Dot11Load', () => ({
  about: 'How busy the network is (BSS load).',
  source: `${source}.27`,
  fields: {
    stations: u16le({ wireshark: 'wlan.qbss.scount' }),
    utilization: u8({ wireshark: 'wlan.qbss.cu' }),
    admission: u16le({ wireshark: 'wlan.qbss.adc' }),
  },
}));

/** A set of modulation and coding schemes (§9.4.2.55.4). */
const schemes = () => ({
  rx_mcs0: u32le({ hex: true, about: 'schemes 0 to 31 that it receives' }),
  rx_mcs32: u32le({ hex: true, about: 'schemes 32 to 63; 53 and more stand in the next, too' }),
  rx_mcs64: u16le({ hex: true, about: 'schemes 64 to 76' }),
  highest_rate: u16le({ about: 'Mbit/s' }),
  tx_mcs: u32le({ hex: true, about: 'what it sends, where that differs' }),
});

/** What a station can do at high throughput. */
export const Dot11EltHTCapabilities = layer('Dot11EltHTCapabilities', () => ({
  about: 'What a station can do at high throughput.',
  source: `${source}.55`,
  fields: {
    info: u16le({ hex: true, wireshark: 'wlan.ht.capabilities' }),
    ampdu: u8({ hex: true, wireshark: 'wlan.ht.ampduparam' }),
    ...schemes(),
    extended: u16le({ hex: true, wireshark: 'wlan.htex.capabilities' }),
    beamforming: u32le({ hex: true, wireshark: 'wlan.txbf' }),
    antennas: u8({ hex: true, wireshark: 'wlan.asel' }),
  },
}));
/** How the network uses high throughput. */
export const Dot11HTOperation = layer('Dot11HTOperation', () => ({
  about: 'How the network uses high throughput.',
  source: `${source}.56`,
  fields: {
    channel: u8({ wireshark: 'wlan.ht.info.primarychannel' }),
    subset1: u8({ hex: true, wireshark: 'wlan.ht.info.delim1', about: 'second channel, width' }),
    subset2: u16le({ hex: true, wireshark: 'wlan.ht.info.delim2', about: 'protection' }),
    subset3: u16le({ hex: true, wireshark: 'wlan.ht.info.delim3', about: 'second beacon' }),
    ...schemes(),
  },
}));
/** What a station can do at very high throughput. */
export const Dot11VHTCapabilities = layer('Dot11VHTCapabilities', () => ({
  about: 'What a station can do at very high throughput.',
  source: `${source}.157`,
  fields: {
    info: u32le({ hex: true, wireshark: 'wlan.vht.capabilities' }),
    rx_mcs_map: u16le({ hex: true, wireshark: 'wlan.vht.mcsset.rxmcsmap', about: 'two bits a stream' }),
    rx_highest: u16le({ about: 'Mbit/s (13 bits)' }),
    tx_mcs_map: u16le({ hex: true, wireshark: 'wlan.vht.mcsset.txmcsmap' }),
    tx_highest: u16le({ about: 'Mbit/s (13 bits)' }),
  },
}));
/** How the network uses very high throughput. */
export const Dot11VHTOperation = layer('Dot11VHTOperation', () => ({
  about: 'How the network uses very high throughput.',
  source: `${source}.158`,
  fields: {
    width: u8({ wireshark: 'wlan.vht.op.channelwidth' }),
    center0: u8({ wireshark: 'wlan.vht.op.channelcenter0' }),
    center1: u8({ wireshark: 'wlan.vht.op.channelcenter1' }),
    mcs: u16le({ hex: true, wireshark: 'wlan.vht.op.basicmcsmap' }),
  },
}));

/** An element of the extended table. */
export const Dot11Extension = layer('Dot11Extension', () => ({
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

/** Those of the first standard, and of its first amendments. */
const classic = () => ({
  0: option('SSID', text({ encoding: 'utf8', wireshark: 'wlan.ssid' })),
  1: option('Rates', list(u8({ hex: true, wireshark: 'wlan.supported_rates' }))),
  2: option(
    'FHset',
    struct({
      dwell: u16le({ hex: true, wireshark: 'wlan.fh.dwell_time', about: 'units of 1024 microseconds' }),
      set: u8({ wireshark: 'wlan.fh.hop_set' }),
      pattern: u8({ wireshark: 'wlan.fh.hop_pattern' }),
      index: u8({ wireshark: 'wlan.fh.hop_index' }),
    }),
  ),
  3: option('DSset', u8({ wireshark: 'wlan.ds.current_channel' })),
  4: option(
    'CFset',
    struct({
      count: u8({ wireshark: 'wlan.cfp.count' }),
      period: u8({ wireshark: 'wlan.cfp.period' }),
      max_duration: u16le({ wireshark: 'wlan.cfp.max_duration' }),
      remaining: u16le({ wireshark: 'wlan.cfp.dur_remaining' }),
    }),
  ),
  5: option(
    'TIM',
    record(() => Dot11TIM),
  ),
  6: option('IBSSset', u16le({ hex: true, wireshark: 'wlan.ibss.atim_windows', about: 'units of 1024 microseconds' })),
  10: option('Request', list(u8({ wireshark: 'wlan.tag.request' }))),
  7: option(
    'Country',
    record(() => Dot11EltCountry),
  ),
  11: option(
    'BSSload',
    record(() => Dot11Load),
  ),
  16: option('challenge', octets({ wireshark: 'wlan.tag.challenge_text' })),
  32: option('PowerConstraint', u8()),
});

/** Power, channels and measurements. */
const spectrum = () => ({
  33: option('PowerCapability', struct({ min: i8({ about: 'dBm' }), max: i8({ about: 'dBm' }) })),
  34: option('TPCrequest'),
  35: option('TPCreport', struct({ power: i8({ about: 'dBm' }), margin: i8({ about: 'dB' }) })),
  36: option('Channels', list(struct({ first: u8(), count: u8() }))),
  37: option(
    'ChannelSwitch',
    struct({ mode: u8({ about: '1: be silent until then' }), channel: u8(), count: u8({ about: 'beacons until then' }) }),
  ),
  38: option('MeasurementRequest', struct({ token: u8(), mode: u8({ hex: true }), type: u8(), request: octets() })),
  39: option('MeasurementReport', struct({ token: u8(), mode: u8({ hex: true }), type: u8(), report: octets() })),
  40: option('Quiet', struct({ count: u8(), period: u8(), duration: u16le(), offset: u16le() })),
  42: option('ERPinfo', u8({ hex: true, wireshark: 'wlan.erp_info' })),
});

/** Rates, keys, roaming. */
const networks = () => ({
  45: option(
    'HTCapabilities',
    record(() => Dot11EltHTCapabilities),
  ),
  46: option('QoSCapability', u8({ hex: true })),
  // As a draft of the standard had it.
  47: option('ERPinfo-draft', u8({ hex: true, wireshark: 'wlan.erp_info' })),
  48: option(
    'RSN',
    record(() => Dot11EltRSN),
  ),
  50: option('ESRates', list(u8({ hex: true, wireshark: 'wlan.extended_supported_rates' }))),
  52: option(
    'NeighbourReport',
    struct({ bssid: mac(), info: u32le({ hex: true }), operating_class: u8(), channel: u8(), phy: u8(), subelements: octets() }),
  ),
  54: option('MobilityDomain', struct({ mdid: fixedOctets(2), policy: u8({ hex: true }) })),
  55: option(
    'FastTransition',
    struct({ control: fixedOctets(2), mic: fixedOctets(16), anonce: fixedOctets(32), snonce: fixedOctets(32), subelements: octets() }),
  ),
  56: option('Timeout', struct({ type: u8({ names: { reassociation: 1, key: 2, comeback: 3 } }), value: u32le() })),
  59: option('OperatingClasses', struct({ current: u8(), others: list(u8()) })),
  60: option('ExtendedChannelSwitch', struct({ mode: u8(), operating_class: u8(), channel: u8(), count: u8() })),
  61: option(
    'HTOperation',
    record(() => Dot11HTOperation),
  ),
  62: option('SecondaryChannel', u8({ hex: true, wireshark: 'wlan.secchanoffset' })),
  70: option('RMCapabilities', fixedOctets(5)),
  71: option('MultipleBSSID', struct({ max: u8({ about: 'exponent of two' }), subelements: octets() })),
  72: option('Coexistence', u8({ hex: true })),
  74: option(
    'OverlappingBSS',
    struct({
      passive_dwell: u16le(),
      active_dwell: u16le(),
      interval: u16le(),
      passive_total: u16le(),
      active_total: u16le(),
      delay_factor: u16le(),
      threshold: u16le(),
    }),
  ),
  90: option('MaxIdle', struct({ period: u16le({ about: 'units of 1.024 s' }), options: u8({ hex: true }) })),
});

/** Links, meshes, very high throughput, vendors. */
const newer = () => ({
  101: option('Link', struct({ bssid: mac(), initiator: mac(), responder: mac() })),
  107: option('Interworking', struct({ network: u8({ hex: true }), more: octets({ about: 'venue (2 octets), HESSID (6)' }) })),
  113: option(
    'MeshConfiguration',
    struct({
      path_protocol: u8(),
      path_metric: u8(),
      congestion: u8(),
      synchronisation: u8(),
      authentication: u8(),
      formation: u8({ hex: true }),
      capability: u8({ hex: true }),
    }),
  ),
  114: option('MeshID', text({ encoding: 'utf8', wireshark: 'wlan.mesh.id' })),
  127: option('ExtendedCapabilities', octets()),
  191: option(
    'VHTCapabilities',
    record(() => Dot11VHTCapabilities),
  ),
  192: option(
    'VHTOperation',
    record(() => Dot11VHTOperation),
  ),
  195: option(
    'PowerEnvelope',
    struct({ info: u8({ hex: true, wireshark: 'wlan.vht.tpe.pwr_info' }), powers: list(i8({ about: 'half dBm, by width' })) }),
  ),
  199: option('OperatingMode', u8({ hex: true, wireshark: 'wlan.operat_notification_mode' })),
  201: option('Neighbours', octets()),
  221: option(
    'vendor',
    record(() => Dot11EltVendorSpecific),
  ),
  255: option(
    'extension',
    record(() => Dot11Extension),
  ),
});

/** All elements have this form; scapy's names where it has some. */
export const elements = () =>
  optionList({
    kinds: { ...classic(), ...spectrum(), ...networks(), ...newer() },
    wireshark: { type: 'wlan.tag.number', length: 'wlan.tag.length' },
  });
