/** Radiotap: what a card says of a frame of IEEE 802.11, in front of it. */
import { aligned } from '../../packet/fields/aligned.ts';
import { when } from '../../packet/fields/conditional.ts';
import { flags, i8, u16le, u32le, u64le, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { Dot11FCS } from './fcs.ts';
import { presenceWords } from './presence.ts';
import { radiotapColumns } from './radiotap-columns.ts';

/** By the numbers of their bits; scapy's names where it has some. */
// biome-ignore format: one field a number
const PRESENT = [
  'TSFT', 'Flags', 'Rate', 'Channel', 'FHSS', 'dBm_AntSignal', 'dBm_AntNoise', 'Lock_Quality',
  'TX_Attenuation', 'dB_TX_Attenuation', 'dBm_TX_Power', 'Antenna', 'dB_AntSignal', 'dB_AntNoise', 'RXFlags', 'TXFlags',
  'RTS_retries', 'data_retries', 'ChannelPlus', 'MCS', 'A_MPDU', 'VHT', 'timestamp', 'HE',
  'HE_MU', 'HE_MU_other_user', 'zero_length_psdu', 'L_SIG', 'TLV', 'RadiotapNS', 'VendorNS', 'Ext',
] as const;
// biome-ignore format: one field a number
const CHANNEL = ['700MHz', '800MHz', '900MHz', 'res4', 'Turbo', 'CCK', 'OFDM', '2GHz', '5GHz', 'Passive', 'Dynamic_CCK_OFDM', 'GFSK', 'GSM', 'StaticTurbo', '10MHz', '5MHz'];
const PLUS = [...CHANNEL, 'HT20', 'HT40_Up', 'HT40_Down', 'HT_SGI'];

const has = (present: (typeof PRESENT)[number]): { readonly present: string } => ({ present });
const octet = (name: (typeof PRESENT)[number], wireshark?: string) => when(has(name), u8(wireshark === undefined ? {} : { wireshark }));
const pair = (name: (typeof PRESENT)[number], wireshark?: string) =>
  when(has(name), aligned(2, u16le(wireshark === undefined ? {} : { wireshark })));

/**
 * Radiotap. Each field stands at a multiple of its size from the header's start. Fields that further presence words announce, and those of
 * vendors, are left as octets.
 * @see https://www.radiotap.org/fields/defined
 */
export const RadioTap = layer('RadioTap', () => ({
  title: 'RadioTap',
  about: 'What the wireless card reports about a frame: time, channel, signal …',
  source: 'radiotap.org',
  wireshark: 'radiotap:wlan_radio',
  fields: {
    version: u8({ wireshark: 'radiotap.version' }),
    pad: u8({ wireshark: 'radiotap.pad' }),
    len: u16le({ measures: 'header', wireshark: 'radiotap.length' }),
    present: flags(32, PRESENT, { hex: true }, { little: true }),
    Ext: when(has('Ext'), presenceWords()),
    mac_timestamp: when(has('TSFT'), aligned(8, u64le({ wireshark: 'radiotap.mactime', about: 'microseconds' }))),
    Flags: when(
      has('Flags'),
      flags(8, ['CFP', 'ShortPreamble', 'wep', 'fragment', 'FCS', 'pad', 'badFCS', 'ShortGI'], { hex: true, wireshark: 'radiotap.flags' }),
    ),
    Rate: when(has('Rate'), u8({ about: 'units of 500 kbit/s' })),
    ChannelFrequency: pair('Channel', 'radiotap.channel.freq'),
    ChannelFlags: when(has('Channel'), flags(16, CHANNEL, { hex: true, wireshark: 'radiotap.channel.flags' }, { little: true })),
    fhss_hopset: octet('FHSS', 'radiotap.fhss.hopset'),
    fhss_pattern: octet('FHSS', 'radiotap.fhss.pattern'),
    dBm_AntSignal: when(has('dBm_AntSignal'), i8({ wireshark: 'radiotap.dbm_antsignal' })),
    dBm_AntNoise: when(has('dBm_AntNoise'), i8({ wireshark: 'radiotap.dbm_antnoise' })),
    Lock_Quality: pair('Lock_Quality', 'radiotap.quality'),
    TX_Attenuation: pair('TX_Attenuation', 'radiotap.txattenuation'),
    dB_TX_Attenuation: pair('dB_TX_Attenuation', 'radiotap.db_txattenuation'),
    dBm_TX_Power: when(has('dBm_TX_Power'), i8({ wireshark: 'radiotap.txpower' })),
    Antenna: octet('Antenna', 'radiotap.antenna'),
    dB_AntSignal: octet('dB_AntSignal', 'radiotap.db_antsignal'),
    dB_AntNoise: octet('dB_AntNoise', 'radiotap.db_antnoise'),
    RXFlags: when(has('RXFlags'), aligned(2, u16le({ hex: true, wireshark: 'radiotap.rxflags' }))),
    TXFlags: when(has('TXFlags'), aligned(2, u16le({ hex: true, wireshark: 'radiotap.txflags' }))),
    RTS_retries: octet('RTS_retries'),
    data_retries: octet('data_retries', 'radiotap.data_retries'),
    ChannelPlusFlags: when(
      has('ChannelPlus'),
      aligned(4, flags(32, PLUS, { hex: true, wireshark: 'radiotap.xchannel.flags' }, { little: true })),
    ),
    ChannelPlusFrequency: when(has('ChannelPlus'), u16le({ wireshark: 'radiotap.xchannel.freq' })),
    ChannelPlusNumber: octet('ChannelPlus', 'radiotap.xchannel.channel'),
    ChannelPlusPower: octet('ChannelPlus'),
    knownMCS: when(has('MCS'), u8({ hex: true, wireshark: 'radiotap.mcs.known' })),
    MCS_flags: when(has('MCS'), u8({ hex: true, about: 'bandwidth, guard interval, format, FEC, STBC, Ness' })),
    MCS_index: octet('MCS'),
    A_MPDU_ref: when(has('A_MPDU'), aligned(4, u32le({ wireshark: 'radiotap.ampdu.reference' }))),
    A_MPDU_flags: when(has('A_MPDU'), u16le({ hex: true, wireshark: 'radiotap.ampdu.flags' })),
    A_MPDU_crc: when(has('A_MPDU'), u8({ hex: true })),
    A_MPDU_reserved: octet('A_MPDU'),
    KnownVHT: when(has('VHT'), aligned(2, u16le({ hex: true }))),
    PresentVHT: when(has('VHT'), u8({ hex: true })),
    VHT_bandwidth: octet('VHT'),
    mcs_nss: when(has('VHT'), fixedOctets(4)),
    VHT_coding: octet('VHT'),
    GroupID: octet('VHT'),
    PartialAID: when(has('VHT'), u16le()),
    timestamp: when(has('timestamp'), aligned(8, u64le({ wireshark: 'radiotap.timestamp.ts' }))),
    ts_accuracy: when(has('timestamp'), u16le({ wireshark: 'radiotap.timestamp.accuracy' })),
    ts_unit: when(has('timestamp'), u8({ hex: true, about: 'unit (low half) and place in the frame' })),
    ts_flags: when(has('timestamp'), u8({ hex: true })),
    he_data1: when(has('HE'), aligned(2, u16le({ hex: true }))),
    he_data2: when(has('HE'), u16le({ hex: true })),
    he_data3: when(has('HE'), u16le({ hex: true })),
    he_data4: when(has('HE'), u16le({ hex: true })),
    he_data5: when(has('HE'), u16le({ hex: true })),
    he_data6: when(has('HE'), u16le({ hex: true })),
    hemu_flags1: when(has('HE_MU'), aligned(2, u16le({ hex: true }))),
    hemu_flags2: when(has('HE_MU'), u16le({ hex: true })),
    RU_channel1: when(has('HE_MU'), fixedOctets(4)),
    RU_channel2: when(has('HE_MU'), fixedOctets(4)),
    hemuou_per_user_1: when(has('HE_MU_other_user'), aligned(2, u16le({ hex: true }))),
    hemuou_per_user_2: when(has('HE_MU_other_user'), u16le({ hex: true })),
    hemuou_per_user_position: octet('HE_MU_other_user'),
    hemuou_per_user_known: octet('HE_MU_other_user'),
    zero_length_psdu: octet('zero_length_psdu'),
    lsig_data1: when(has('L_SIG'), aligned(2, u16le({ hex: true, wireshark: 'radiotap.l_sig.data1' }))),
    lsig_data2: when(has('L_SIG'), u16le({ hex: true, wireshark: 'radiotap.l_sig.data2', about: 'rate (4 bits) and length' })),
    notdecoded: octets({ about: 'TLVs, and fields of further presence words and of vendors' }),
  },
  columns: radiotapColumns,
  trailer: { layer: () => Dot11FCS, present: ({ Flags }) => Flags?.has('FCS') ?? false },
}));
