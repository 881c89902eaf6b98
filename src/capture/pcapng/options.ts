/**
 * The options of pcapng blocks: code, length, value, padded to four octets. Every known one has a name and a type; unknown and
 * malformed ones are kept as octets, so that nothing is lost when a block is written again.
 * @see draft-ietf-opsawg-pcapng §3.5, §4
 */

import { readIpv4, readIpv6, readMac } from '../../bytes/address.ts';
import { utf8, utf8Octets } from '../../bytes/text.ts';

/** Which table of codes a block uses. */
export type OptionSet = 'section' | 'interface' | 'packet' | 'names' | 'statistics' | 'other';

interface Values {
  text: string;
  u8: number;
  u32: number;
  u64: bigint;
  i64: bigint;
  /** Ticks since 1970, in the interface's resolution. */
  time: bigint;
  /** `address/mask`. */
  ipv4WithMask: string;
  ipv4: string;
  ipv6: string;
  /** `address/length`. */
  ipv6Prefix: string;
  mac: string;
  octets: Uint8Array;
}
type ValueType = keyof Values;

// Options that every block may have.
const ANY = { 1: { name: 'comment', type: 'text' } } as const;

const TABLES = {
  section: {
    2: { name: 'shb_hardware', type: 'text' },
    3: { name: 'shb_os', type: 'text' },
    4: { name: 'shb_userappl', type: 'text' },
  },
  interface: {
    2: { name: 'if_name', type: 'text' },
    3: { name: 'if_description', type: 'text' },
    4: { name: 'if_IPv4addr', type: 'ipv4WithMask' },
    5: { name: 'if_IPv6addr', type: 'ipv6Prefix' },
    6: { name: 'if_MACaddr', type: 'mac' },
    7: { name: 'if_EUIaddr', type: 'octets' },
    8: { name: 'if_speed', type: 'u64' },
    9: { name: 'if_tsresol', type: 'u8' },
    10: { name: 'if_tzone', type: 'u32' },
    // The first octet says what follows: 0 text, 1 a BPF program.
    11: { name: 'if_filter', type: 'octets' },
    12: { name: 'if_os', type: 'text' },
    13: { name: 'if_fcslen', type: 'u8' },
    14: { name: 'if_tsoffset', type: 'i64' },
    15: { name: 'if_hardware', type: 'text' },
    16: { name: 'if_txspeed', type: 'u64' },
    17: { name: 'if_rxspeed', type: 'u64' },
    18: { name: 'if_iana_tzname', type: 'text' },
  },
  packet: {
    2: { name: 'epb_flags', type: 'u32' },
    3: { name: 'epb_hash', type: 'octets' },
    4: { name: 'epb_dropcount', type: 'u64' },
    5: { name: 'epb_packetid', type: 'u64' },
    6: { name: 'epb_queue', type: 'u32' },
    7: { name: 'epb_verdict', type: 'octets' },
    8: { name: 'epb_processid_threadid', type: 'octets' },
  },
  names: {
    2: { name: 'ns_dnsname', type: 'text' },
    3: { name: 'ns_dnsIP4addr', type: 'ipv4' },
    4: { name: 'ns_dnsIP6addr', type: 'ipv6' },
  },
  statistics: {
    2: { name: 'isb_starttime', type: 'time' },
    3: { name: 'isb_endtime', type: 'time' },
    4: { name: 'isb_ifrecv', type: 'u64' },
    5: { name: 'isb_ifdrop', type: 'u64' },
    6: { name: 'isb_filteraccept', type: 'u64' },
    7: { name: 'isb_osdrop', type: 'u64' },
    8: { name: 'isb_usrdeliv', type: 'u64' },
  },
  other: {},
} as const satisfies Record<OptionSet, Record<number, { name: string; type: ValueType }>>;

type Rows<T> = T extends unknown ? T[keyof T] : never;
type Known = Rows<(typeof TABLES)[OptionSet]> | (typeof ANY)[1];
type KnownOption = Known extends infer K
  ? K extends { name: infer N extends string; type: infer T extends ValueType }
    ? { readonly code: number; readonly name: N; readonly value: Values[T] }
    : never
  : never;

/** An option of somebody with a private enterprise number. `copy`: whether a program that does not know it may keep it. */
export interface CustomOption {
  readonly code: 2988 | 2989 | 19372 | 19373;
  readonly name: 'custom';
  readonly pen: number;
  readonly copy: boolean;
  /** Text in codes 2988 and 19372, octets in 2989 and 19373. */
  readonly value: string | Uint8Array;
}

/** An option that is not in the tables, or whose value has the wrong length for its type. */
export interface UnknownOption {
  readonly code: number;
  readonly name: 'unknown';
  readonly value: Uint8Array;
}

export type PcapngOption = KnownOption | CustomOption | UnknownOption;
type NamedOption<N extends PcapngOption['name']> = Extract<PcapngOption, { name: N }>;

/** The value of the first option of that name, typed by it: `optionValue(block.options, 'if_tsresol')` is a number. */
export function optionValue<N extends PcapngOption['name']>(
  options: readonly PcapngOption[],
  name: N,
): NamedOption<N>['value'] | undefined {
  return options.find((o) => o.name === name)?.value as NamedOption<N>['value'] | undefined;
}

/** The values of all options of that name. */
export function optionValues<N extends PcapngOption['name']>(options: readonly PcapngOption[], name: N): NamedOption<N>['value'][] {
  return options.filter((o) => o.name === name).map((o) => o.value as NamedOption<N>['value']);
}

/** Makes an option by name, with the type of value that it takes. */
export function option<N extends KnownOption['name']>(name: N, value: NamedOption<N>['value']): PcapngOption {
  const tables: readonly Readonly<Record<string, { name: string }>>[] = [ANY, ...Object.values(TABLES)];
  for (const table of tables) {
    for (const [code, row] of Object.entries(table)) if (row.name === name) return { code: Number(code), name, value } as PcapngOption;
  }
  return { code: 0, name: 'unknown', value: new Uint8Array(0) };
}

/** ifTsresol to ticks a second: powers of ten, or of two with the upper bit set (§4.2). */
export function ticksPerSecond(resolution: number): number {
  return (resolution & 0x80) !== 0 ? 2 ** (resolution & 0x7f) : 10 ** resolution;
}

/**
 * The options that lie from `at` to `end`. Stops at opt_endofopt, or where one would leave the block; the octets that are left
 * then are not lost as long as the block is written as it was read.
 */
export function readOptions(set: OptionSet, view: DataView, at: number, end: number, little: boolean): PcapngOption[] {
  const options: PcapngOption[] = [];
  let o = at;
  while (o + 4 <= end) {
    const code = view.getUint16(o, little);
    const length = view.getUint16(o + 2, little);
    if (code === 0 || o + 4 + length > end) break;
    options.push(readOption(set, code, view, o + 4, length, little));
    o += 4 + padded(length);
  }
  return options;
}

function readOption(set: OptionSet, code: number, view: DataView, at: number, length: number, little: boolean): PcapngOption {
  const octets = new Uint8Array(view.buffer, view.byteOffset + at, length);
  if (code === 2988 || code === 2989 || code === 19372 || code === 19373) {
    if (length >= 4) {
      const text = code === 2988 || code === 19372;
      const value = text ? utf8(octets, 4, length) : Uint8Array.from(octets.subarray(4));
      return { code, name: 'custom', pen: view.getUint32(at, little), copy: code < 19372, value };
    }
  } else {
    const row = rowOf(set, code);
    const value = row && readValue(row.type, view, at, length, little, octets);
    if (row !== undefined && value !== undefined) return { code, name: row.name, value } as PcapngOption;
  }
  return { code, name: 'unknown', value: Uint8Array.from(octets) };
}

function rowOf(set: OptionSet, code: number): { name: string; type: ValueType } | undefined {
  const table: Readonly<Record<number, { name: string; type: ValueType }>> = code === 1 ? ANY : TABLES[set];
  return table[code];
}

/** Whether no option between `at` and `end` claims more octets than the block has. */
export function optionsFit(view: DataView, at: number, end: number, little: boolean): boolean {
  let o = at;
  while (o + 4 <= end) {
    const code = view.getUint16(o, little);
    if (code === 0) return true;
    o += 4 + padded(view.getUint16(o + 2, little));
  }
  return o <= end;
}

/** Octets of the types that have one length. */
const LENGTHS: Partial<Record<ValueType, number>> = {
  u8: 1,
  u32: 4,
  u64: 8,
  i64: 8,
  time: 8,
  ipv4WithMask: 8,
  ipv4: 4,
  ipv6: 16,
  ipv6Prefix: 17,
  mac: 6,
};

function readValue(
  type: ValueType,
  view: DataView,
  at: number,
  length: number,
  little: boolean,
  octets: Uint8Array,
): Values[ValueType] | undefined {
  const expected = LENGTHS[type];
  if (expected !== undefined && length !== expected) return undefined;
  switch (type) {
    case 'text':
      return readText(octets);
    case 'u8':
      return octets[0];
    case 'u32':
      return view.getUint32(at, little);
    case 'u64':
      return view.getBigUint64(at, little);
    case 'i64':
      return view.getBigInt64(at, little);
    case 'time': // two 32-bit halves, the upper one first in either byte order (§4.6)
      return (BigInt(view.getUint32(at, little)) << 32n) | BigInt(view.getUint32(at + 4, little));
    case 'ipv4WithMask':
      return `${readIpv4(octets, 0)}/${readIpv4(octets, 4)}`;
    case 'ipv4':
      return readIpv4(octets, 0);
    case 'ipv6':
      return readIpv6(octets, 0);
    case 'ipv6Prefix':
      return `${readIpv6(octets, 0)}/${octets[16]}`;
    case 'mac':
      return readMac(octets, 0);
    case 'octets':
      return Uint8Array.from(octets);
  }
}

/** Some programs count a final zero as part of the text. */
function readText(octets: Uint8Array): string {
  const end = octets.indexOf(0);
  return utf8(octets, 0, end === -1 ? octets.length : end);
}

export function padded(length: number): number {
  return (length + 3) & ~3;
}

/** The text of if_filter, when it is text. */
export function filterText(value: Uint8Array | undefined): string | undefined {
  return value !== undefined && value[0] === 0 ? utf8(value, 1, value.length) : undefined;
}

/** if_filter's value for a filter's text. */
export function filterValue(text: string): Uint8Array {
  const octets = utf8Octets(text);
  const value = new Uint8Array(octets.length + 1);
  value.set(octets, 1);
  return value;
}

/** Which type the value of an option has; `octets` for what is not in the tables. */
export function typeOf(set: OptionSet, o: PcapngOption): ValueType {
  return o.name === 'unknown' || o.name === 'custom' ? 'octets' : (rowOf(set, o.code)?.type ?? 'octets');
}
