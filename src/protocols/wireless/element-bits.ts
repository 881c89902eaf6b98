/** Wireshark's fields of single bits in information elements: the element's field is one number here. @see IEEE 802.11-2020 §9.4.2 */
import type { Column, ColumnValue } from '../../packet/spec/spec.ts';

/** What the columns read: a list of elements by name. */
export interface WithElements {
  readonly elements: readonly (readonly [unknown, unknown?])[];
}

/** The numbers of an element's value that have these bits; none where it is not as it should be. */
type Pick = (value: any) => number | undefined;

const valuesOf = (self: WithElements, element: string | readonly string[], pick: Pick): number[] =>
  self.elements.flatMap(([name, value]) => {
    const isIt = typeof element === 'string' ? name === element : element.includes(name as string);
    const n = isIt && typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? pick(value) : undefined;
    return n === undefined ? [] : [n];
  });

/** The bits of `mask`, as a number of their own. */
const part = (n: number, mask: number): number => {
  const low = mask & -mask;
  return Math.floor(((n & mask) >>> 0) / (low >>> 0));
};
const isSingle = (mask: number): boolean => (mask & (mask - 1)) === 0;

/** One bit is true or false, several are a number in hexadecimal of the field's width, and so is one bit that is given as `[mask]`. */
function bitColumns(
  element: string | readonly string[],
  width: number,
  pick: Pick,
  prefix: string,
  masks: Readonly<Record<string, number | readonly [number]>>,
): Record<string, Column<WithElements>> {
  const of = (mask: number) => (self: WithElements) => valuesOf(self, element, pick).map((n) => part(n, mask));
  return Object.fromEntries(
    Object.entries(masks).map(([name, mask]): [string, Column<WithElements>] => {
      const whole = typeof mask === 'number' ? mask : mask[0];
      const numbers = of(whole);
      const isBoolean = typeof mask === 'number' && isSingle(mask);
      return [`${prefix}.${name}`, isBoolean ? (self) => numbers(self).map((n): ColumnValue => n === 1) : { hex: width, of: numbers }];
    }),
  );
}

/** A mask for each of eight spatial streams. */
const STREAMS = { ss1: 3, ss2: 0xc, ss3: 0x30, ss4: 0xc0, ss5: 0x300, ss6: 0xc00, ss7: 0x3000, ss8: 0xc000 };

/** Elements that have a set of schemes. */
const WITH_SCHEMES = ['HTCapabilities', 'HTOperation'];
/** Octets 6 to 9 of the schemes, in which those from 53 on begin with bit 5. */
const rx53 = (v: { readonly rx_mcs32: number; readonly rx_mcs64: number }): number => ((v.rx_mcs32 >>> 16) | (v.rx_mcs64 << 16)) >>> 0;

/** §9.4.2.55: high throughput. */
const highThroughput = {
  // biome-ignore format: one part a mask
  ...bitColumns('HTCapabilities', 16, (v) => v.info, 'wlan.ht.capabilities', { ldpccoding: 1, width: 2, sm: 0xc, green: 0x10, short20: 0x20, short40: 0x40, txstbc: 0x80, rxstbc: 0x300, delayedblockack: 0x400, amsdu: 0x800, dsscck: 0x1000, psmp: 0x2000, '40mhzintolerant': 0x4000, lsig: 0x8000 }),
  ...bitColumns('HTCapabilities', 8, (v) => v.ampdu, 'wlan.ht.ampduparam', { maxlength: 3, mpdudensity: 0x1c, reserved: 0xe0 }),
  // biome-ignore format: one part a mask
  ...bitColumns(WITH_SCHEMES, 32, (v) => v.rx_mcs0, 'wlan.ht.mcsset.rxbitmask', { '0to7': 0xff, '8to15': 0xff00, '16to23': 0xff0000, '24to31': 0xff000000 }),
  // biome-ignore format: one part a mask
  ...bitColumns(WITH_SCHEMES, 32, (v) => v.rx_mcs32, 'wlan.ht.mcsset.rxbitmask', { '32': [1], '33to38': 0x7e, '39to52': 0x1fff80 }),
  ...bitColumns(WITH_SCHEMES, 32, (v) => rx53(v), 'wlan.ht.mcsset.rxbitmask', { '53to76': 0x1fffffe0 }),
  ...bitColumns(WITH_SCHEMES, 16, (v) => v.highest_rate, 'wlan.ht.mcsset', { highestdatarate: 0x3ff }),
  // biome-ignore format: one part a mask
  ...bitColumns(WITH_SCHEMES, 16, (v) => v.tx_mcs, 'wlan.ht.mcsset', { txsetdefined: 1, txrxmcsnotequal: 2, txmaxss: 0xc, txunequalmod: 0x10 }),
  // biome-ignore format: one part a mask
  ...bitColumns('HTCapabilities', 16, (v) => v.extended, 'wlan.htex.capabilities', { pco: 1, transtime: 6, mcs: 0x300, htc: 0x400, rdresponder: 0x800 }),
  // biome-ignore format: one part a mask
  ...bitColumns('HTCapabilities', 32, (v) => v.beamforming, 'wlan.txbf', { txbf: 1, rxss: 2, txss: 4, rxndp: 8, txndp: 0x10, impltxbf: 0x20, calibration: 0xc0, csi: 0x100, 'fm.uncompressed.tbf': 0x200, 'fm.compressed.tbf': 0x400, rcsi: 0x1800, 'fm.uncompressed.rbf': 0x6000, 'fm.compressed.bf': 0x18000, mingroup: 0x60000, csinumant: 0x180000, 'fm.uncompressed.maxant': 0x600000, 'fm.compressed.maxant': 0x1800000, 'csi.maxrows': 0x6000000, channelest: 0x18000000, reserved: 0xe0000000 }),
  // biome-ignore format: one part a mask
  ...bitColumns('HTCapabilities', 8, (v) => v.antennas, 'wlan.asel', { capable: 1, txcsi: 2, txif: 4, csi: 8, if: 0x10, rx: 0x20, sppdu: 0x40, reserved: [0x80] }),
  // §9.4.2.56.
  ...bitColumns('HTOperation', 8, (v) => v.subset1, 'wlan.ht.info', { secchanoffset: 3, chanwidth: 4, rifs: 8, reserved_b4_b7: 0xf0 }),
  // biome-ignore format: one part a mask
  ...bitColumns('HTOperation', 16, (v) => v.subset2, 'wlan.ht.info', { ht_protection: 3, greenfield: 4, reserved_b11: [8], obssnonht: 0x10, reserved_b21_b23: 0xe000 }),
  // biome-ignore format: one part a mask
  ...bitColumns('HTOperation', 16, (v) => v.subset3, 'wlan.ht.info', { reserved_b24_b29: 0x3f, dualbeacon: 0x40, dualcts: 0x80, secondarybeacon: 0x100, lsigprotsupport: 0x200, 'pco.active': 0x400, 'pco.phase': 0x800, reserved_b36_b39: 0xf000 }),
};

/** §9.4.2.157, §9.4.2.158: very high throughput. */
const veryHighThroughput = {
  // biome-ignore format: one part a mask
  ...bitColumns('VHTCapabilities', 32, (v) => v.info, 'wlan.vht.capabilities', { maxmpdulength: 3, supportedchanwidthset: 0xc, rxldpc: 0x10, short80: 0x20, short160: 0x40, txstbc: 0x80, rxstbc: 0x700, subeamformer: 0x800, subeamformee: 0x1000, beamformee_sts_cap: 0xe000, soundingdimensions: 0x70000, mubeamformer: 0x80000, mubeamformee: 0x100000, vhttxopps: 0x200000, vhthtc: 0x400000, maxampdu: 0x3800000, linkadapt: 0xc000000, rxpatconsist: 0x10000000, txpatconsist: 0x20000000, ext_nss_bw_support: 0xc0000000 }),
  ...bitColumns('VHTCapabilities', 16, (v) => v.rx_mcs_map, 'wlan.vht.mcsset.rxmcsmap', STREAMS),
  ...bitColumns('VHTCapabilities', 16, (v) => v.tx_mcs_map, 'wlan.vht.mcsset.txmcsmap', STREAMS),
  ...bitColumns('VHTCapabilities', 16, (v) => v.rx_highest, 'wlan.vht.mcsset', { rxhighestlonggirate: 0x1fff }),
  ...bitColumns('VHTCapabilities', 16, (v) => v.tx_highest, 'wlan.vht.mcsset', { txhighestlonggirate: 0x1fff }),
  ...bitColumns('VHTCapabilities', 16, (v) => v.tx_highest, 'wlan.vht.ncsset', { ext_nss_bw_cap: 0x2000, reserved: 0xc000 }),
  ...bitColumns('VHTOperation', 16, (v) => v.mcs, 'wlan.vht.op.basicmcsmap', STREAMS),
};

/** §9.4.2.24, figure 9-289. */
// biome-ignore format: one part a mask
const rsn = bitColumns('RSN', 16, (v) => v.capabilities, 'wlan.rsn.capabilities', { preauth: 1, no_pairwise: 2, ptksa_replay_counter: 0xc, gtksa_replay_counter: 0x30, mfpr: 0x40, mfpc: 0x80, jmr: 0x100, peerkey: 0x200, extended_key_id_iaf: 0x2000 });
/** The bitmap's offset, and whether frames for many wait (§9.4.2.5). */
const tim = bitColumns('TIM', 8, (v) => v.control, 'wlan.tim.bmapctl', { multicast: 1, offset: 0xfe });

/** The classes of traffic of a vendor's element, and what a suite's number has: an organisation (three octets), and its number. */
const categories = (v: any): readonly { readonly aci_aifsn: number; readonly ecw: number }[] => v.info?.value?.body?.categories ?? [];
const suites = (v: any, which: string): readonly number[] => {
  const x = v[which];
  return typeof x === 'number' ? [x] : Array.isArray(x?.suites) ? x.suites : [];
};

/** Numbers of the elements' values. */
const numbers =
  (element: string, of: (value: any) => readonly ColumnValue[]): Column<WithElements> =>
  (self) =>
    self.elements.flatMap(([name, value]) =>
      name === element && typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? of(value) : [],
    );
const suiteColumns = (element: string, prefix: string, which: string, within: (v: any) => any): Record<string, Column<WithElements>> => ({
  [`${prefix}.oui`]: numbers(element, (v) => suites(within(v), which).map((n) => n >>> 8)),
  [`${prefix}.type`]: numbers(element, (v) => suites(within(v), which).map((n) => n & 0xff)),
});
const itself = (v: any): any => v;
/** WPA's content, where the vendor's element is one. */
const wpa = (v: any): any => v.info?.value ?? {};

const numbered: Record<string, Column<WithElements>> = {
  'wlan.wfa.ie.wme.acp.aci': numbers('vendor', (v) => categories(v).map((c) => (c.aci_aifsn >> 5) & 3)),
  'wlan.wfa.ie.wme.acp.acm': numbers('vendor', (v) => categories(v).map((c) => (c.aci_aifsn & 0x10) !== 0)),
  'wlan.wfa.ie.wme.acp.aifsn': numbers('vendor', (v) => categories(v).map((c) => c.aci_aifsn & 15)),
  'wlan.wfa.ie.wme.acp.reserved': numbers('vendor', (v) => categories(v).map((c) => c.aci_aifsn >> 7)),
  'wlan.wfa.ie.wme.acp.ecw.max': numbers('vendor', (v) => categories(v).map((c) => c.ecw >> 4)),
  'wlan.wfa.ie.wme.acp.ecw.min': numbers('vendor', (v) => categories(v).map((c) => c.ecw & 15)),
  'wlan.wfa.ie.wme.acp.cw.max': numbers('vendor', (v) => categories(v).map((c) => 2 ** (c.ecw >> 4) - 1)),
  'wlan.wfa.ie.wme.acp.cw.min': numbers('vendor', (v) => categories(v).map((c) => 2 ** (c.ecw & 15) - 1)),
  ...suiteColumns('RSN', 'wlan.rsn.gcs', 'group_cipher_suite', itself),
  ...suiteColumns('RSN', 'wlan.rsn.pcs', 'pairwise_cipher_suites', itself),
  ...suiteColumns('RSN', 'wlan.rsn.akms', 'akm_suites', itself),
  ...suiteColumns('RSN', 'wlan.rsn.gmcs', 'group_management_cipher_suite', itself),
  ...suiteColumns('vendor', 'wlan.wfa.ie.wpa.mcs', 'group_cipher_suite', wpa),
  ...suiteColumns('vendor', 'wlan.wfa.ie.wpa.ucs', 'pairwise_cipher_suites', wpa),
  ...suiteColumns('vendor', 'wlan.wfa.ie.wpa.akms', 'akm_suites', wpa),
};

/** Extended capabilities (§9.4.2.26): each bit of the octets that are there. */
const EXTENDED_BITS = 80;
/** Those that are reserved are numbers to Wireshark. */
const RESERVED_BITS: readonly number[] = [1, 3, 5, 35, 47, 59, 75, 76];
/** Bits of numbers: the granularity of service intervals, and the most MSDUs in an A-MSDU. */
const BITS_OF_NUMBERS: readonly number[] = [41, 42, 43, 63, 64];
const bitOf =
  (bit: number) =>
  ({ elements }: WithElements): readonly number[] =>
    elements.flatMap(([name, v]) =>
      name === 'ExtendedCapabilities' && v instanceof Uint8Array && v.length > bit >> 3 ? [((v[bit >> 3] as number) >> (bit & 7)) & 1] : [],
    );
const extended: Record<string, Column<WithElements>> = Object.fromEntries(
  Array.from({ length: EXTENDED_BITS }, (_, bit) => bit)
    .filter((bit) => !BITS_OF_NUMBERS.includes(bit))
    .map((bit): [string, Column<WithElements>] => [
      `wlan.extcap.b${bit}`,
      RESERVED_BITS.includes(bit) ? { hex: 8, of: bitOf(bit) } : (self) => bitOf(bit)(self).map((n): ColumnValue => n === 1),
    ]),
);

/** The columns of all elements' bits. */
export const elementBits: Readonly<Record<string, Column<WithElements>>> = {
  ...highThroughput,
  ...veryHighThroughput,
  ...rsn,
  ...tim,
  ...numbered,
  ...extended,
};
