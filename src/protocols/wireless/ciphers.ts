/** Which ciphers and keys a network has: the element of the standard, and the one of a vendor that came before it. */
import { choose, mayEnd } from '../../packet/fields/conditional.ts';
import { u16le, u32, u64le, u8 } from '../../packet/fields/integers.ts';
import { list, record, records } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { oui } from '../../packet/fields/special/oui.ts';
import { layer } from '../../packet/layer/layer.ts';

const source = 'IEEE 802.11-2020 §9.4.2';

/** Three octets of an organisation, and its number; with 00:0f:ac the ciphers and keys of the standard. */
const suite = (ours: string) => u32({ hex: true, wireshark: ours });

/** Ciphers and key management. Optional from its second field on, as senders leave out what is usual. */
export const Dot11EltRSN = layer('Dot11EltRSN', () => ({
  about: 'Ciphers and key management.',
  source: `${source}.24`,
  fields: {
    version: u16le({ default: 1, wireshark: 'wlan.rsn.version' }),
    group_cipher_suite: mayEnd(suite('wlan.rsn.gcs')),
    pairwise_cipher_suites: mayEnd(record(() => Dot11Pairwise)),
    akm_suites: mayEnd(record(() => Dot11AKM)),
    capabilities: mayEnd(u16le({ hex: true, wireshark: 'wlan.rsn.capabilities' })),
    pmkids: mayEnd(record(() => PMKIDListPacket)),
    group_management_cipher_suite: mayEnd(suite('wlan.rsn.gmcs')),
  },
}));
/** Pairwise ciphers. */
export const Dot11Pairwise = layer('Dot11Pairwise', () => ({
  about: 'Pairwise ciphers.',
  source: `${source}.24`,
  fields: { count: u16le({ counts: 'suites', wireshark: 'wlan.rsn.pcs.count' }), suites: list(suite('wlan.rsn.pcs')) },
}));
/** Methods of authentication and key management. */
export const Dot11AKM = layer('Dot11AKM', () => ({
  about: 'Methods of authentication and key management.',
  source: `${source}.24`,
  fields: { count: u16le({ counts: 'suites', wireshark: 'wlan.rsn.akms.count' }), suites: list(suite('wlan.rsn.akms')) },
}));
/** Identifier of a key. */
export const Dot11KeyNumber = layer('Dot11KeyNumber', () => ({
  about: 'Identifier of a key.',
  source: `${source}.24`,
  fields: { high: u64le(), low: u64le() },
}));
/** Identifiers of the keys that the station has. */
export const PMKIDListPacket = layer('PMKIDListPacket', () => ({
  about: 'Identifiers of the keys that the station has.',
  source: `${source}.24`,
  fields: { nb_pmkids: u16le({ counts: 'pmkid_list', wireshark: 'wlan.rsn.pmkid.count' }), pmkid_list: records(() => Dot11KeyNumber) },
}));

const wpa = 'Wi-Fi Protected Access (Wi-Fi Alliance)';
/** Pairwise ciphers. */
export const Dot11WPACiphers = layer('Dot11WPACiphers', () => ({
  about: 'Pairwise ciphers.',
  source: wpa,
  fields: { count: u16le({ counts: 'suites', wireshark: 'wlan.wfa.ie.wpa.ucs.count' }), suites: list(suite('wlan.wfa.ie.wpa.ucs')) },
}));
/** Methods of authentication and key management. */
export const Dot11WPAKeys = layer('Dot11WPAKeys', () => ({
  about: 'Methods of authentication and key management.',
  source: wpa,
  fields: { count: u16le({ counts: 'suites', wireshark: 'wlan.wfa.ie.wpa.akms.count' }), suites: list(suite('wlan.wfa.ie.wpa.akms')) },
}));
/** Ciphers and key management (WPA), from before the standard had them. @see Wi-Fi Multimedia (Wi-Fi Alliance) */
export const Dot11EltMicrosoftWPA = layer('Dot11EltMicrosoftWPA', () => ({
  about: 'Ciphers and key management (WPA), from before the standard had them.',
  source: wpa,
  fields: {
    version: u16le({ default: 1, wireshark: 'wlan.wfa.ie.wpa.version' }),
    group_cipher_suite: mayEnd(suite('wlan.wfa.ie.wpa.mcs')),
    pairwise_cipher_suites: mayEnd(record(() => Dot11WPACiphers)),
    akm_suites: mayEnd(record(() => Dot11WPAKeys)),
  },
}));

/** How a class of traffic may send. @see Wi-Fi Multimedia (Wi-Fi Alliance) */
export const Dot11AccessCategory = layer('Dot11AccessCategory', () => ({
  about: 'How a class of traffic may send.',
  source: 'Wi-Fi Multimedia (Wi-Fi Alliance)',
  fields: {
    aci_aifsn: u8({ hex: true, wireshark: 'wlan.wfa.ie.wme.acp.aci_aifsn', about: 'class (bits 5 and 6), and slots to wait' }),
    ecw: u8({ hex: true, wireshark: 'wlan.wfa.ie.wme.acp.ecw', about: 'exponents of the longest (upper half) and the shortest window' }),
    txop_limit: u16le({ wireshark: 'wlan.wfa.ie.wme.acp.txop_limit', about: 'units of 32 microseconds' }),
  },
}));
/** WMM: whether a station supports classes of traffic (subtype 0), and how each class may send (1). @see Wi-Fi Multimedia (Wi-Fi Alliance) */
export const Dot11WMM = layer('Dot11WMM', () => ({
  about: 'WMM: whether a station supports classes of traffic (subtype 0), and how each class may send (1).',
  source: 'Wi-Fi Multimedia (Wi-Fi Alliance)',
  fields: {
    subtype: u8({ wireshark: 'wlan.wfa.ie.wme.subtype' }),
    version: u8({ default: 1, wireshark: 'wlan.wfa.ie.wme.version' }),
    body: choose(
      'subtype',
      { 0: u8({ hex: true, wireshark: 'wlan.wfa.ie.wme.qos_info' }), 1: record(() => Dot11WMMParameters) },
      octets({ about: 'a stream that a station asks for' }),
    ),
  },
}));
/** How each class of traffic may send. @see Wi-Fi Multimedia (Wi-Fi Alliance) */
export const Dot11WMMParameters = layer('Dot11WMMParameters', () => ({
  about: 'How each class of traffic may send.',
  source: 'Wi-Fi Multimedia (Wi-Fi Alliance)',
  fields: {
    qos_info: u8({ hex: true, wireshark: 'wlan.wfa.ie.wme.qos_info' }),
    reserved: u8(),
    categories: records(() => Dot11AccessCategory),
  },
}));
/** Elements with Microsoft's OUI: WPA (1), WMM (2) and others. */
export const Dot11EltMicrosoft = layer('Dot11EltMicrosoft', () => ({
  about: "Elements with Microsoft's OUI: WPA (1), WMM (2) and others.",
  source: wpa,
  fields: {
    type: u8({ wireshark: 'wlan.wfa.ie.type', hex: true }),
    value: choose('type', { 1: record(() => Dot11EltMicrosoftWPA), 2: record(() => Dot11WMM) }, octets()),
  },
}));

/** A vendor's own element. */
export const Dot11EltVendorSpecific = layer('Dot11EltVendorSpecific', () => ({
  about: 'A vendor-specific element.',
  source: `${source}.25`,
  fields: {
    oui: oui({ wireshark: 'wlan.tag.oui' }),
    info: choose((self) => self['oui'] as string, { '00:50:f2': record(() => Dot11EltMicrosoft) }, octets()),
  },
}));
