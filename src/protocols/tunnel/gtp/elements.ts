/** Information elements of GTP: options whose heads are of a form of their own. */
import type { OptionHead } from '../../../packet/fields/option-heads.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { wholeForm } from '../../../packet/spec/value-form.ts';

/** Octets of elements that have no length: their type says it. @see 3GPP TS 29.060 §7.7, table 37 */
const SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 8,
  3: 6,
  4: 4,
  5: 4,
  8: 1,
  9: 28,
  11: 1,
  12: 3,
  13: 1,
  14: 1,
  15: 1,
  16: 4,
  17: 4,
  18: 5,
  19: 1,
  20: 1,
  21: 1,
  22: 9,
  23: 1,
  24: 1,
  25: 2,
  26: 2,
  27: 2,
  28: 2,
  29: 1,
  127: 4,
};

/** The highest bit says whether there is a length, of two octets (TS 29.060 §7.7). */
const head1: OptionHead = {
  least: 1,
  holds: { type: wholeForm(8) },
  read: (b, at, limit) => {
    const type = b[at] as number;
    if (type < 128) {
      const size = SIZES[type];
      return size === undefined ? undefined : { type, valueStart: at + 1, end: at + 1 + size, extra: undefined };
    }
    if (at + 3 > limit) return undefined;
    return { type, valueStart: at + 3, end: at + 3 + (((b[at + 1] as number) << 8) | (b[at + 2] as number)), extra: undefined };
  },
  write: (type, length) => (Number(type) > 127 ? Uint8Array.of(Number(type), length >> 8, length & 0xff) : Uint8Array.of(Number(type))),
};

/** Type, length, and half an octet each of reserved bits and of the instance, which is the third part of the entry (TS 29.274 §8.2.1). */
const head2: OptionHead<number> = {
  least: 4,
  holds: { type: wholeForm(8), extra: wholeForm(8) },
  usual: () => 0,
  read: (b, at, limit) =>
    at + 4 > limit
      ? undefined
      : {
          type: b[at] as number,
          valueStart: at + 4,
          end: at + 4 + (((b[at + 1] as number) << 8) | (b[at + 2] as number)),
          extra: b[at + 3] as number,
        },
  write: (type, length, _before, extra) => Uint8Array.of(Number(type), length >> 8, length & 0xff, Number(extra ?? 0)),
};

const ws = (name: string) => ({ wireshark: `gtp.${name}` });

/** @see 3GPP TS 29.060 §7.7 */
export const gtpElements = () =>
  optionList({
    head: head1,
    kinds: {
      1: option('Cause', u8(ws('cause'))),
      2: option('IMSI', octets()),
      3: option('RAI', octets()),
      4: option('TLLI', u32({ hex: true, ...ws('tlli') })),
      5: option('P-TMSI', u32({ hex: true, ...ws('ptmsi') })),
      8: option('ReorderingRequired', u8()),
      12: option('P-TMSISignature', octets()),
      13: option('MSValidated', u8()),
      14: option('Recovery', u8(ws('recovery'))),
      15: option('SelectionMode', u8()),
      16: option('TEIDI', u32({ hex: true, ...ws('teid_data') })),
      17: option('TEICP', u32({ hex: true, ...ws('teid_cp') })),
      18: option('TEIDII', octets()),
      19: option('TeardownInd', u8()),
      20: option('NSAPI', u8()),
      21: option('RANAPCause', u8()),
      23: option('RadioPrioritySMS', u8()),
      24: option('RadioPriority', u8()),
      26: option('ChargingCharacteristics', u16({ hex: true, ...ws('chrg_char') })),
      27: option('TraceReference', u16()),
      28: option('TraceType', u16()),
      29: option('MSNotReachableReason', u8()),
      127: option('ChargingId', u32({ hex: true, ...ws('chrg_id') })),
      128: option('EndUserAddress', octets()),
      130: option('PDPContext', octets()),
      131: option('AccessPointName', octets()),
      132: option('ProtocolConfigurationOptions', octets()),
      133: option('GSNAddress', octets()),
      134: option('MSInternationalNumber', octets()),
      135: option('QoS', octets()),
      141: option('ExtensionHeaderList', octets()),
      148: option('CommonFlags', octets()),
      149: option('APNRestriction', u8()),
      151: option('RATType', u8()),
      152: option('UserLocationInformation', octets()),
      153: option('MSTimeZone', octets()),
      154: option('IMEI', octets()),
      251: option('ChargingGatewayAddress', octets()),
      255: option('PrivateExtension', octets()),
    },
  });

const ws2 = (name: string) => ({ wireshark: `gtpv2.${name}` });

/** @see 3GPP TS 29.274 §8.1 */
export const gtp2Elements = () =>
  optionList({
    head: head2,
    kinds: {
      1: option('IMSI', octets()),
      2: option('Cause', octets()),
      3: option('Recovery', u8(ws2('rec'))),
      71: option('APN', octets()),
      72: option('AMBR', octets()),
      73: option('EBI', u8()),
      75: option('MEI', octets()),
      76: option('MSISDN', octets()),
      77: option('Indication', octets()),
      78: option('PCO', octets()),
      79: option('PAA', octets()),
      80: option('BearerQoS', octets()),
      82: option('RAT', u8({ wireshark: 'gtpv2.rat_type' })),
      83: option('ServingNetwork', octets()),
      84: option('BearerTFT', octets()),
      86: option('ULI', octets()),
      87: option('FTEID', octets()),
      93: option('BearerContext', octets()),
      94: option('ChargingID', u32()),
      95: option('ChargingCharacteristics', u16({ hex: true })),
      99: option('PDNType', u8()),
      114: option('UETimeZone', octets()),
      127: option('APNRestriction', u8()),
      128: option('SelectionMode', u8()),
      255: option('PrivateExtension', octets()),
    },
    wireshark: { type: 'gtpv2.ie_type', length: 'gtpv2.ie_len' },
  });
