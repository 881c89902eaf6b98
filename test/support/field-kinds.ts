/** Every kind of field with octets whose origin is told, values that do not fit, and values at random. */
import fc from 'fast-check';
import type { Field } from '../../src/packet/field.ts';
import { hardwareAddress, ipv4, ipv6, mac, protocolAddress } from '../../src/packet/fields/addresses.ts';
import { bcd, swappedBcd } from '../../src/packet/fields/bcd.ts';
import { leb128, lsbExtended, msbExtended } from '../../src/packet/fields/extended.ts';
import { fixedPoint } from '../../src/packet/fields/fixed-point.ts';
import { fixedHex, hexText } from '../../src/packet/fields/hex-text.ts';
import * as int from '../../src/packet/fields/integers.ts';
import { bitsLe, flagLe } from '../../src/packet/fields/little-bits.ts';
import { namesBy } from '../../src/packet/fields/names-by.ts';
import { netbiosName } from '../../src/packet/fields/netbios-name.ts';
import { fixedOctets, fixedText, octets, terminatedText, text, uuid } from '../../src/packet/fields/octets.ts';
import { oui } from '../../src/packet/fields/oui.ts';
import { prefixedText } from '../../src/packet/fields/prefixed.ts';
import { ipv4Prefix, ipv6Prefix } from '../../src/packet/fields/prefixes.ts';
import { ntpTime, timestamp } from '../../src/packet/fields/times.ts';

export interface KindCase {
  readonly name: string;
  readonly make: () => Field<any, any>;
  /** Values and their octets; a third: what is read, where it is another form of the value. */
  readonly known: readonly (readonly [value: unknown, octets: string, read?: unknown])[];
  /** Where the octets come from: `scapy` is an expression for one of its fields, and the values are given to it (`hex`: as octets). */
  readonly origin: { readonly scapy: string; readonly hex?: boolean } | string;
  readonly bad: readonly (readonly [value: unknown, code: string])[];
  readonly values?: fc.Arbitrary<unknown>;
  /** Its size comes from a sibling. */
  readonly measured?: boolean;
  /** Bits; such fields get a neighbour that fills the octet. */
  readonly bits?: number;
}

const RANGE = 'ERR_RANGE', VALUE = 'ERR_VALUE', ADDRESS = 'ERR_ADDRESS';
const whole = (low: number, high: number): fc.Arbitrary<unknown> => fc.integer({ min: low, max: high });
const wide = (low: bigint, high: bigint): fc.Arbitrary<unknown> => fc.bigInt({ min: low, max: high });
const someOctets = (min: number, max: number): fc.Arbitrary<unknown> => fc.uint8Array({ minLength: min, maxLength: max });
/** Latin-1 without NUL, not ending in `last`. */
const characters = (max: number, last?: string): fc.Arbitrary<string> =>
  fc.string({ maxLength: max, unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)) }).filter((s) => last === undefined || !s.endsWith(last));

/** A number of that many bits: its limits are what the table of octets shows. */
function number(name: keyof typeof int, scapy: string, bits: number, signed: boolean, known: KindCase['known']): KindCase {
  const low = signed ? -(2 ** (bits - 1)) : 0,
    high = 2 ** (signed ? bits - 1 : bits) - 1;
  return {
    name,
    make: int[name] as () => Field<any, any>,
    known,
    origin: scapy === '' ? 'two’s complement' : { scapy },
    bad: [
      [high + 1, RANGE],
      [low - 1, RANGE],
      [1.5, VALUE],
      ['nothing', VALUE],
      [Number.NaN, VALUE],
      [Number.POSITIVE_INFINITY, VALUE],
    ],
    values: whole(low, high),
  };
}

function big(name: keyof typeof int, scapy: string, bits: bigint, signed: boolean, known: KindCase['known']): KindCase {
  const low = signed ? -(1n << (bits - 1n)) : 0n,
    high = (1n << (signed ? bits - 1n : bits)) - 1n;
  return {
    name,
    make: int[name] as () => Field<any, any>,
    known,
    origin: scapy === '' ? 'two’s complement' : { scapy },
    bad: [
      [high + 1n, RANGE],
      [low - 1n, RANGE],
      [1.5, VALUE],
      ['x', VALUE],
    ],
    values: wide(low, high),
  };
}

export const KINDS: readonly KindCase[] = [
  number('u8', 'ByteField("f",0)', 8, false, [[0, '00'], [255, 'ff']]),
  number('u16', 'ShortField("f",0)', 16, false, [[0x1234, '1234'], [65_535, 'ffff']]),
  number('u24', 'ThreeBytesField("f",0)', 24, false, [[0x123456, '123456'], [0xffffff, 'ffffff']]),
  number('u32', 'IntField("f",0)', 32, false, [[0x12345678, '12345678'], [0xffffffff, 'ffffffff'], [0x80000000, '80000000']]),
  number('u16le', 'LEShortField("f",0)', 16, false, [[0x1234, '3412']]),
  number('u24le', 'LEThreeBytesField("f",0)', 24, false, [[0x123456, '563412']]),
  number('u32le', 'LEIntField("f",0)', 32, false, [[0x12345678, '78563412'], [0xffffffff, 'ffffffff']]),
  number('i8', 'SignedByteField("f",0)', 8, true, [[-1, 'ff'], [-128, '80'], [127, '7f']]),
  number('i16', 'SignedShortField("f",0)', 16, true, [[-2, 'fffe'], [-32_768, '8000']]),
  number('i24', '', 24, true, [[-2, 'fffffe'], [-8_388_608, '800000'], [8_388_607, '7fffff']]),
  number('i32', 'SignedIntField("f",0)', 32, true, [[-2, 'fffffffe'], [-2_147_483_648, '80000000'], [2_147_483_647, '7fffffff']]),
  number('i16le', 'LESignedShortField("f",0)', 16, true, [[-2, 'feff']]),
  number('i32le', 'LESignedIntField("f",0)', 32, true, [[-2, 'feffffff'], [-2_147_483_648, '00000080']]),
  big('u40', '', 40n, false, [[0x123456789an, '123456789a']]),
  big('u48', '', 48n, false, [[0x123456789abcn, '123456789abc'], [5, '000000000005', 5n]]),
  big('u64', 'LongField("f",0)', 64n, false, [[0x123456789abcdef0n, '123456789abcdef0'], [(1n << 64n) - 1n, 'ffffffffffffffff']]),
  big('u64le', 'LELongField("f",0)', 64n, false, [[0x123456789abcdef0n, 'f0debc9a78563412']]),
  big('u128', '', 128n, false, [[1n << 127n, '80000000000000000000000000000000']]),
  big('i64', 'SignedLongField("f",0)', 64n, true, [[-2n, 'fffffffffffffffe'], [-(1n << 63n), '8000000000000000']]),
  big('i64le', 'LESignedLongField("f",0)', 64n, true, [[-2n, 'feffffffffffffff']]),
  {
    name: 'f32', make: int.f32, origin: { scapy: 'IEEEFloatField("f",0)' },
    known: [[1.5, '3fc00000'], [-0.25, 'be800000']], bad: [['1', VALUE], [1n, VALUE]], values: fc.float({ noNaN: true }),
  },
  { name: 'f32le', make: int.f32le, origin: 'struct "<f"', known: [[1.5, '0000c03f']], bad: [['1', VALUE]], values: fc.float({ noNaN: true }) },
  {
    name: 'f64', make: int.f64, origin: { scapy: 'IEEEDoubleField("f",0)' },
    known: [[1.5, '3ff8000000000000'], [0.1, '3fb999999999999a']], bad: [['1', VALUE]], values: fc.double({ noNaN: true }),
  },
  { name: 'f64le', make: int.f64le, origin: 'struct "<d"', known: [[1.5, '000000000000f83f']], bad: [[null, VALUE]], values: fc.double({ noNaN: true }) },
  {
    name: 'bits(3)', make: () => int.bits(3), bits: 3, origin: { scapy: 'BitField("f",0,3)' },
    known: [[5, 'a0'], [0, '00']], bad: [[8, RANGE], [-1, RANGE], [0.5, VALUE]], values: whole(0, 7),
  },
  {
    name: 'signedBits(5)', make: () => int.signedBits(5), bits: 5, origin: 'two’s complement',
    known: [[-1, 'f8'], [-16, '80'], [15, '78']], bad: [[16, RANGE], [-17, RANGE]], values: whole(-16, 15),
  },
  {
    name: 'bitsLe(3)', make: () => bitsLe(3), bits: 3, origin: 'bits 0 to 2 of the octet',
    known: [[5, '05'], [0, '00']], bad: [[8, RANGE], [-1, RANGE]], values: whole(0, 7),
  },
  { name: 'flag', make: int.flag, bits: 1, origin: 'bit 7 of the octet', known: [[true, '80'], [1, '80', true], [false, '00']], bad: [[2, RANGE], ['yes', VALUE]], values: fc.boolean() },
  { name: 'flagLe', make: flagLe, bits: 1, origin: 'bit 0 of the octet', known: [[true, '01'], [false, '00']], bad: [[2, RANGE]], values: fc.boolean() },
  {
    name: 'u8 with names', make: () => int.u8({ names: { one: 1, two: 2 } }), origin: { scapy: 'ByteEnumField("f",0,{1:"one",2:"two"})' },
    known: [['two', '02', 2], [1, '01'], [9, '09']], bad: [['three', VALUE], [256, RANGE]], values: whole(0, 255),
  },
  {
    name: 'u8 with names by a sibling', make: () => int.u8(namesBy('a', { 0: { host: 1, port: 3 }, 1: { host: 1, port: 4 } })), origin: 'RFC 792’s way',
    known: [['host', '01', 1], [3, '03']], bad: [['port', VALUE], ['lost', VALUE]], values: whole(0, 255),
  },
  {
    name: 'scaled', make: () => int.scaled(int.i16(), 0.5, { offset: 10 }), origin: { scapy: 'ScalingField("f",0,scaling=0.5,offset=10,fmt="h")' },
    known: [[12.5, '0005'], [10, '0000'], [9.5, 'ffff'], [11, '0002']], bad: [[20_000, RANGE], ['x', VALUE]], values: whole(-32_768, 32_767).map((n) => Number(n) / 2 + 10),
  },
  {
    name: 'fixedPoint(32, 16)', make: () => fixedPoint(32, 16), origin: { scapy: 'FixedPointField("f",0,size=32,frac_bits=16)' },
    known: [[1.5, '00018000'], [3, '00030000'], [65_535.25, 'ffff4000']], bad: [[65_536, RANGE], [-1, RANGE], ['x', VALUE]], values: whole(0, 0xffffffff).map((n) => Number(n) / 65_536),
  },
  {
    name: 'fixedPoint(16, 8)', make: () => fixedPoint(16, 8), origin: { scapy: 'BCDFloatField("f",0)' },
    known: [[1.5, '0180'], [2.25, '0240']], bad: [[256, RANGE]], values: whole(0, 0xffff).map((n) => Number(n) / 256),
  },
  { name: 'fixedPoint, signed', make: () => fixedPoint(8, 4, { signed: true }), origin: 'Q3.4', known: [[-0.5, 'f8'], [7.9375, '7f']], bad: [[8, RANGE]], values: whole(-128, 127).map((n) => Number(n) / 16) },
  { name: 'flags', make: () => int.flags(8, 'FSRPAUEC'), origin: { scapy: 'FlagsField("f",0,8,"FSRPAUEC")' }, known: [['SA', '12'], ['', '00'], [0x81, '81', 'FC']], bad: [['X', VALUE], [256, RANGE], [null, VALUE]] },
  { name: 'flags by names', make: () => int.flags(16, ['MF', 'DF'], {}, { little: true }), origin: 'bits of a little-endian word', known: [['DF', '0200'], [['MF', 'DF'], '0300', 'MF+DF']], bad: [['X', VALUE], [65_536, RANGE]] },
  {
    name: 'ipv4', make: ipv4, origin: { scapy: 'IPField("f","0.0.0.0")' },
    known: [['192.0.2.1', 'c0000201'], [0x7f000001, '7f000001', '127.0.0.1'], [Uint8Array.of(1, 2, 3, 4), '01020304', '1.2.3.4']],
    bad: [['192.0.2', ADDRESS], ['256.0.0.1', ADDRESS], [-1, RANGE], [2 ** 32, RANGE], [new Uint8Array(3), RANGE]], values: fc.ipV4(),
  },
  { name: 'ipv6', make: ipv6, origin: { scapy: 'IP6Field("f","::")' }, known: [['2001:db8::1', '20010db8000000000000000000000001'], ['::', '00'.repeat(16)]], bad: [['2001:db8', ADDRESS], ['1::2::3', ADDRESS]] },
  { name: 'mac', make: mac, origin: { scapy: 'MACField("f","00:00:00:00:00:00")' }, known: [['02:00:5e:00:53:01', '02005e005301']], bad: [['02:00', ADDRESS], ['02:00:5e:00:53:zz', ADDRESS]] },
  { name: 'oui', make: oui, origin: { scapy: 'OUIField("f",0)' }, known: [[0x00005e, '00005e', '00:00:5e'], ['00:1b:21', '001b21'], ['00-1B-21', '001b21', '00:1b:21']], bad: [['00:1b', VALUE], ['xx:yy:zz', VALUE], [2 ** 24, RANGE], [1.5, RANGE]] },
  { name: 'uuid', make: uuid, origin: { scapy: 'UUIDField("f",None)' }, known: [['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'f81d4fae7dec11d0a76500a0c91e6bf6']], bad: [['f81d4fae', VALUE]], values: fc.uuid() },
  { name: 'hardwareAddress', make: hardwareAddress, measured: true, origin: 'RFC 826', known: [['02:00:5e:00:53:01', '02005e005301'], ['01:02', '0102']], bad: [['xy', VALUE]] },
  { name: 'protocolAddress', make: protocolAddress, measured: true, origin: 'RFC 826', known: [['192.0.2.1', 'c0000201'], ['2001:db8::1', '20010db8000000000000000000000001'], ['0a:0b', '0a0b']], bad: [['x', VALUE]] },
  {
    name: 'ipv4Prefix', make: ipv4Prefix, origin: 'RFC 4271 §4.3',
    known: [['192.0.2.0/24', '18c00002'], ['0.0.0.0/0', '00'], ['10.0.31.0/20', '140a001f'], ['192.0.2.1/32', '20c0000201'], [Uint8Array.of(33, 1, 2, 3, 4, 5), '210102030405']],
    bad: [['192.0.2.0/33', RANGE], ['2001:db8::/32', VALUE], ['x', VALUE]],
    values: fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })).map(([n, bits]) => `${[24, 16, 8, 0].map((s) => Math.floor((bits === 0 ? 0 : (n >>> (32 - bits)) * 2 ** (32 - bits)) / 2 ** s) % 256).join('.')}/${bits}`),
  },
  { name: 'ipv6Prefix', make: ipv6Prefix, origin: 'RFC 4760 §5', known: [['2001:db8::/32', '2020010db8'], ['::/0', '00'], ['2001:db8:8000::/33', '2120010db880']], bad: [['2001:db8::/129', RANGE], ['10.0.0.0/8', VALUE]] },
  { name: 'timestamp', make: () => timestamp(int.u32()), origin: { scapy: 'UTCTimeField("f",0)' }, known: [[0, '00000000'], [1_795_258_023, '6b0176a7'], [new Date(1_795_258_023_000), '6b0176a7', 1_795_258_023]], bad: [[2 ** 32, RANGE], [new Date(Number.NaN), VALUE], [-1, RANGE]], values: whole(0, 0xffffffff) },
  { name: 'timestamp, milliseconds of 64 bits', make: () => timestamp(int.u64(), { ticks: 1000 }), origin: 'struct "!Q"', known: [[new Date(1500), '00000000000005dc', 1500n]], bad: [[-1n, RANGE], ['x', VALUE]], values: wide(0n, (1n << 64n) - 1n) },
  { name: 'ntpTime', make: ntpTime, origin: 'RFC 5905 §6: 1 January 1970 is 2,208,988,800', known: [[new Date(0), '83aa7e8000000000', 0x83aa7e8000000000n], [new Date(500), '83aa7e8080000000', 0x83aa7e8080000000n], [0n, '0000000000000000']], bad: [[-1n, RANGE], [1n << 64n, RANGE], ['now', VALUE], [new Date(Number.NaN), VALUE]], values: wide(0n, (1n << 64n) - 1n) },
  { name: 'msbExtended', make: msbExtended, origin: { scapy: 'MSBExtendedField("f",0)' }, known: [[0, '00'], [127, '7f'], [128, '8100'], [300, '822c'], [2 ** 21, '81808000']], bad: [[-1, RANGE], [2 ** 53, RANGE], [1.5, VALUE], ['x', VALUE]], values: fc.maxSafeNat() },
  { name: 'lsbExtended', make: lsbExtended, origin: { scapy: 'LSBExtendedField("f",0)' }, known: [[0, '00'], [127, 'fe'], [128, '0300'], [300, '0558']], bad: [[-1, RANGE]], values: fc.maxSafeNat() },
  { name: 'leb128', make: leb128, origin: 'MQTT 3.1.1 §2.2.3', known: [[0, '00'], [127, '7f'], [128, '8001'], [16_383, 'ff7f'], [16_384, '808001'], [268_435_455, 'ffffff7f'], [Uint8Array.of(0x80, 0), '8000']], bad: [[-1, RANGE]], values: fc.maxSafeNat() },
  { name: 'bcd(3)', make: () => bcd(3), origin: 'digits as hexadecimal ones', known: [['001234', '001234'], [42, '000042', '000042'], ['12a', '00012a', '00012a']], bad: [['1234567', RANGE], ['12-4', VALUE], [-1, VALUE], [new Uint8Array(4), RANGE]], values: fc.stringMatching(/^[0-9]{6}$/) },
  { name: 'swappedBcd', make: swappedBcd, measured: true, origin: '3GPP TS 29.002 §17.7.8', known: [['123', '21f3'], ['1234', '2143'], ['', '']], bad: [['12x', VALUE]], values: fc.stringMatching(/^[0-9]{0,20}$/) },
  {
    name: 'netbiosName', make: netbiosName, origin: 'RFC 1001 §14.1: "The NetBIOS name", with scope; the blank is CA',
    known: [
      ['FRED<20>.NETBIOS.COM', `20${hexOf('EGFCEFEECACACACACACACACACACACACA')}07${hexOf('NETBIOS')}03${hexOf('COM')}00`],
      ['', `20${hexOf(`${'CA'.repeat(15)}AA`)}00`, '<00>'],
      [Uint8Array.of(0xc0, 0x0c), 'c00c'],
    ],
    bad: [['A NAME OF MORE THAN FIFTEEN', VALUE], ['\u20ac', VALUE]],
  },
  { name: 'octets', make: octets, measured: true, origin: { scapy: 'StrField("f","")' }, known: [[Uint8Array.of(1, 2), '0102'], ['hé', '68c3a9', Uint8Array.of(0x68, 0xc3, 0xa9)]], bad: [[5, VALUE], [[256], VALUE]], values: someOctets(0, 40) },
  { name: 'fixedOctets(4)', make: () => fixedOctets(4), origin: { scapy: 'StrFixedLenField("f","",4)' }, known: [['ab', '61620000', Uint8Array.of(0x61, 0x62, 0, 0)]], bad: [[new Uint8Array(5), RANGE], [5, VALUE]], values: someOctets(4, 4) },
  { name: 'text', make: text, measured: true, origin: 'ISO 8859-1', known: [['h\xe9', '68e9'], ['', '']], bad: [['\u20ac', VALUE]], values: characters(20) },
  { name: 'text, UTF-8', make: () => text({ encoding: 'utf8' }), measured: true, origin: 'RFC 3629', known: [['h\u00e9\u20ac', '68c3a9e282ac'], ['a\udcff', '61ff']], bad: [], values: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { name: 'text, UTF-16', make: () => text({ encoding: 'utf16' }), measured: true, origin: 'RFC 2781', known: [['a\u20ac', '006120ac'], [Uint8Array.of(0, 0x61, 0), '006100']], bad: [] },
  { name: 'text, UTF-16LE', make: () => text({ encoding: 'utf16le' }), measured: true, origin: { scapy: 'StrFieldUtf16("f","")' }, known: [['a\u20ac', '6100ac20']], bad: [], values: fc.string({ maxLength: 20 }) },
  { name: 'fixedText(6)', make: () => fixedText(6), origin: { scapy: 'StrFixedLenField("f","",6)' }, known: [['abc', '616263000000'], ['', '000000000000']], bad: [['abcdefg', RANGE], ['\u20ac', VALUE]], values: characters(6, '\0') },
  { name: 'fixedText(4), blanks', make: () => fixedText(4, { fill: 32 }), origin: 'blanks behind', known: [['ab', '61622020']], bad: [['abcde', RANGE]], values: characters(4, ' ') },
  { name: 'terminatedText', make: terminatedText, origin: { scapy: 'StrNullField("f","")' }, known: [['abc', '61626300'], ['', '00']], bad: [['a\0b', VALUE], ['\u20ac', VALUE]], values: characters(20, '\0') },
  { name: 'terminatedText, UTF-16LE', make: () => terminatedText({ encoding: 'utf16le' }), origin: { scapy: 'StrNullFieldUtf16("f","")' }, known: [['ab', '610062000000'], ['\u0100', '00010000']], bad: [] },
  { name: 'terminatedText, CR LF', make: () => terminatedText({ terminator: Uint8Array.of(13, 10) }), origin: 'RFC 9112 §2.1', known: [['GET', '4745540d0a']], bad: [['a\r\nb', VALUE]] },
  { name: 'prefixedText(u8)', make: () => prefixedText('u8'), origin: 'a length, then the text', known: [['abc', '03616263'], ['', '00']], bad: [['x'.repeat(256), RANGE]], values: characters(20) },
  { name: 'prefixedText(u16le)', make: () => prefixedText('u16le', { encoding: 'utf8' }), origin: 'a length, then the text', known: [['\u20ac', '0300e282ac']], bad: [['x'.repeat(65_536), RANGE]] },
  { name: 'prefixedText(u16)', make: () => prefixedText('u16'), origin: 'MQTT 3.1.1 §1.5.3', known: [['MQTT', '00044d515454']], bad: [] },
  { name: 'prefixedText(u32), UTF-16', make: () => prefixedText('u32', { encoding: 'utf16' }), origin: 'a length, then the text', known: [['a', '000000020061'], [Uint8Array.of(0, 0, 0, 1, 0x61), '0000000161']], bad: [] },
  { name: 'hexText', make: hexText, measured: true, origin: { scapy: 'XStrField("f","")', hex: true }, known: [['00ff', '00ff'], ['00:ff', '00ff', '00ff'], [Uint8Array.of(7), '07', '07']], bad: [['0', VALUE], ['zz', VALUE]] },
  { name: 'fixedHex(3)', make: () => fixedHex(3), origin: { scapy: 'XStrFixedLenField("f","",3)', hex: true }, known: [['01', '010000', '010000'], ['010203', '010203']], bad: [['01020304', RANGE], ['0', VALUE]] },
];

function hexOf(s: string): string {
  return Array.from(s, (c) => c.charCodeAt(0).toString(16)).join('');
}
