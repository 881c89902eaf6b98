/** Wireshark's fields of radiotap that are parts of ours: those that the card knows. @see https://www.radiotap.org/fields/defined */
import type { Flags } from '../../packet/spec/flags.ts';
import type { Column } from '../../packet/spec/spec.ts';

/** What of a radiotap header the columns look at. */
interface Head {
  readonly present: Flags;
  readonly Ext: readonly number[] | undefined;
  readonly Flags: Flags | undefined;
  readonly Rate: number | undefined;
  readonly knownMCS: number | undefined;
  readonly MCS_flags: number | undefined;
  readonly MCS_index: number | undefined;
  readonly A_MPDU_flags: number | undefined;
  readonly A_MPDU_crc: number | undefined;
  readonly KnownVHT: unknown;
  readonly PresentVHT: number | undefined;
  readonly VHT_bandwidth: number | undefined;
  readonly mcs_nss: Uint8Array | undefined;
  readonly VHT_coding: number | undefined;
  readonly GroupID: number | undefined;
  readonly PartialAID: number | undefined;
  readonly ts_unit: number | undefined;
  readonly lsig_data2: number | undefined;
}

type Columns = Readonly<Record<string, Column<Head>>>;

/** `bits` bits of a number, from bit `from` up. */
const part = (n: number | undefined, from: number, bits = 1): number | undefined =>
  n === undefined ? undefined : (n >>> from) & (2 ** bits - 1);

/** The number of a field, also of one that has other octets than zeros before it (`aligned`). */
const plain = (v: unknown): number => (typeof v === 'number' ? v : ((v as { value?: number } | undefined)?.value ?? 0));

/** A part of the field MCS, where the card knows it. */
const mcs =
  (known: number, from: number, bits = 1): Column<Head> =>
  (head) =>
    ((head.knownMCS ?? 0) & known) === 0 ? undefined : part(head.MCS_flags, from, bits);

/** A value of the field VHT, where the card knows it. */
const vht =
  (known: number, of: (head: Head) => number | undefined): Column<Head> =>
  (head) =>
    (plain(head.KnownVHT) & known) === 0 ? undefined : of(head);

/** Of each of the four users that the frame is for: those without streams are none. */
const users = (of: (octet: number, head: Head, user: number) => number, name: string): Columns =>
  Object.fromEntries(
    [0, 1, 2, 3].map((user) => [
      `radiotap.vht.${name}.${user}`,
      (head: Head): number | undefined => {
        const octet = head.mcs_nss?.[user] ?? 0;
        return (octet & 15) === 0 ? undefined : of(octet, head, user);
      },
    ]),
  );

/** Flags of the frame, by their bits. */
const flags: Columns = Object.fromEntries(
  ['cfp', 'preamble', 'wep', 'frag', 'fcs', 'datapad', 'badfcs', 'shortgi'].map((name, bit) => [
    `radiotap.flags.${name}`,
    ({ Flags }: Head): boolean | undefined => (Flags === undefined ? undefined : part(+Flags, bit) === 1),
  ]),
);

export const radiotapColumns: Columns = {
  'radiotap.present.word': { hex: 32, of: ({ present, Ext = [] }) => [+present, ...Ext] },
  ...flags,
  'radiotap.datarate': ({ Rate }) => (Rate === undefined ? undefined : Rate / 2),
  'radiotap.mcs.bw': mcs(1, 0, 2),
  'radiotap.mcs.index': ({ knownMCS = 0, MCS_index }) => ((knownMCS & 2) === 0 ? undefined : MCS_index),
  'radiotap.mcs.gi': mcs(4, 2),
  'radiotap.mcs.format': mcs(8, 3),
  'radiotap.mcs.fec': mcs(16, 4),
  'radiotap.mcs.stbc': mcs(32, 5, 2),
  'radiotap.ampdu.delim_crc': {
    hex: 8,
    of: ({ A_MPDU_flags = 0, A_MPDU_crc }) => ((A_MPDU_flags & 0x20) === 0 ? undefined : A_MPDU_crc),
  },
  'radiotap.vht.stbc': vht(1, ({ PresentVHT }) => part(PresentVHT, 0)),
  'radiotap.vht.gi': vht(4, ({ PresentVHT }) => part(PresentVHT, 2)),
  'radiotap.vht.beamformed': vht(0x20, ({ PresentVHT }) => part(PresentVHT, 5)),
  'radiotap.vht.bw': vht(0x40, ({ VHT_bandwidth }) => part(VHT_bandwidth, 0, 5)),
  'radiotap.vht.gid': vht(0x80, ({ GroupID }) => GroupID),
  'radiotap.vht.paid': vht(0x100, ({ PartialAID }) => PartialAID),
  ...users((octet) => octet >> 4, 'mcs'),
  ...users((octet) => octet & 15, 'nss'),
  ...users((_octet, { VHT_coding }, user) => part(VHT_coding, user) ?? 0, 'coding'),
  'radiotap.timestamp.unit': ({ ts_unit }) => part(ts_unit, 0, 4),
  'radiotap.timestamp.samplingpos': ({ ts_unit }) => part(ts_unit, 4, 4),
  'radiotap.l_sig.rate': ({ lsig_data2 }) => part(lsig_data2, 0, 4),
  'radiotap.l_sig.length': ({ lsig_data2 }) => part(lsig_data2, 4, 12),
};
