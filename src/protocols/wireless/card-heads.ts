/** Older heads of what a card says of a frame: Prism's, and Per-Packet Information. */
import { flags, i8, u16le, u32le, u64le, u8 } from '../../packet/fields/integers.ts';
import { fixedText, octets } from '../../packet/fields/octets.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { tlvHead } from '../../packet/fields/option-heads.ts';
import { record, records } from '../../packet/fields/lists.ts';
import { layer } from '../../packet/layer/layer.ts';
import { Dot11FCS } from './fcs.ts';

/** One value of Prism's head. */
export const PrismValue = layer('PrismValue', () => ({
  about: 'One value of a Prism header: its number, whether it is present, and four octets.',
  source: 'LINKTYPE_IEEE802_11_PRISM',
  fields: {
    did: u32le({ hex: true, wireshark: 'prism.did.type' }),
    status: u16le({ wireshark: 'prism.did.status', about: '0: the value is present' }),
    len: u16le({ default: 4, wireshark: 'prism.did.length' }),
    value: u32le(),
  },
}));

/** What Prism's driver wrote in front of frames. @see https://www.tcpdump.org/linktypes/LINKTYPE_IEEE802_11_PRISM.html */
export const PrismHeader = layer('PrismHeader', () => ({
  title: 'Prism header',
  about: 'What the wireless card reports about a frame, in the format of Prism drivers.',
  source: 'LINKTYPE_IEEE802_11_PRISM',
  wireshark: 'prism:wlan_radio',
  fields: {
    msgcode: u32le({ default: 68, hex: true, wireshark: 'prism.msgcode' }),
    len: u32le({ measures: 'header', wireshark: 'prism.msglen' }),
    dev: fixedText(16, { wireshark: 'prism.devname' }),
    values: records(() => PrismValue),
  },
}));

/** What the wireless card reports about any frame of IEEE 802.11. @see Per-Packet Information (CACE, 1.0.10) §4.1.2 */
export const PPICommon = layer('PPICommon', () => ({
  about: 'What the wireless card reports about any frame of IEEE 802.11.',
  source: 'Per-Packet Information (CACE, 1.0.10) §4.1.2',
  fields: {
    tsft: u64le({ wireshark: 'ppi.80211-common.tsft', about: 'microseconds; milliseconds where the flags say so' }),
    flags: flags(16, ['FCS', 'TSFT-ms', 'badFCS', 'PHY-error'], { hex: true, wireshark: 'ppi.80211-common.flags' }, { little: true }),
    rate: u16le({ about: 'units of 500 kbit/s' }),
    freq: u16le({ wireshark: 'ppi.80211-common.chan.freq', about: 'MHz' }),
    channel_flags: u16le({ hex: true, wireshark: 'ppi.80211-common.chan.flags' }),
    fhss_hopset: u8({ hex: true, wireshark: 'ppi.80211-common.fhss.hopset' }),
    fhss_pattern: u8({ hex: true, wireshark: 'ppi.80211-common.fhss.pattern' }),
    dbm_antsignal: i8({ wireshark: 'ppi.80211-common.dbm.antsignal' }),
    dbm_antnoise: i8({ wireshark: 'ppi.80211-common.dbm.antnoise' }),
  },
}));

/** Per-Packet Information, with the link type of what follows. @see https://www.tcpdump.org/linktypes/LINKTYPE_PPI.html */
export const PPI = layer('PPI', () => ({
  about: 'What the wireless card reports about a frame, in numbered fields.',
  source: 'LINKTYPE_PPI',
  wireshark: 'ppi',
  fields: {
    version: u8({ wireshark: 'ppi.version' }),
    flags: flags(8, ['aligned'], { hex: true, wireshark: 'ppi.flags' }),
    len: u16le({ measures: 'header', wireshark: 'ppi.length' }),
    dlt: u32le({ default: 105, selects: 'ppi.dlt', wireshark: 'ppi.dlt' }),
    headers: optionList({
      kinds: {
        2: option(
          '802.11-common',
          record(() => PPICommon),
        ),
        3: option('802.11n-MAC', octets()),
        4: option('802.11n-MAC+PHY', octets()),
        5: option('spectrum', octets()),
        30002: option('GPS', octets()),
      },
      head: tlvHead('u16le', 'u16le'),
      wireshark: { type: 'ppi.field_type', length: 'ppi.field_len' },
    }),
  },
  trailer: {
    layer: () => Dot11FCS,
    present: ({ headers }) => headers.some(([name, value]) => name === '802.11-common' && 'flags' in value && value.flags.has('FCS')),
  },
}));
