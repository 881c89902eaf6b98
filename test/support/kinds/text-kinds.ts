/** Kinds of addresses, times, octets and text: octets whose origin is told, values that do not fit, and values at random. */
import fc from 'fast-check';
import { hardwareAddress, ipv4, ipv6, mac, protocolAddress } from '../../../src/packet/fields/addresses.ts';
import { bcd, swappedBcd } from '../../../src/packet/fields/special/bcd.ts';
import { lsbExtended, msbExtended } from '../../../src/packet/fields/extended.ts';
import { fixedHex, hexText } from '../../../src/packet/fields/hex-text.ts';
import * as int from '../../../src/packet/fields/integers.ts';
import { netbiosName } from '../../../src/packet/fields/special/netbios-name.ts';
import { fixedOctets, fixedText, octets, terminatedText, text, uuid } from '../../../src/packet/fields/octets.ts';
import { oui } from '../../../src/packet/fields/special/oui.ts';
import { prefixedText } from '../../../src/packet/fields/prefixed.ts';
import { ipv4Prefix, ipv6Prefix } from '../../../src/packet/fields/special/prefixes.ts';
import { ntpTime, timestamp } from '../../../src/packet/fields/special/times.ts';
import { type KindCase, RANGE, VALUE, ADDRESS, whole, wide, someOctets, characters } from './kind-case.ts';

function hexOf(s: string): string {
  return Array.from(s, (c) => c.charCodeAt(0).toString(16)).join('');
}

export const TEXT_KINDS: readonly KindCase[] = [
  {
    name: 'ipv4',
    make: ipv4,
    origin: { scapy: 'IPField("f","0.0.0.0")' },
    known: [
      ['192.0.2.1', 'c0000201'],
      [0x7f000001, '7f000001', '127.0.0.1'],
      [Uint8Array.of(1, 2, 3, 4), '01020304', '1.2.3.4'],
    ],
    bad: [
      ['192.0.2', ADDRESS],
      ['256.0.0.1', ADDRESS],
      [-1, RANGE],
      [2 ** 32, RANGE],
      [new Uint8Array(3), RANGE],
    ],
    values: fc.ipV4(),
  },
  {
    name: 'ipv6',
    make: ipv6,
    origin: { scapy: 'IP6Field("f","::")' },
    known: [
      ['2001:db8::1', '20010db8000000000000000000000001'],
      ['::', '00'.repeat(16)],
    ],
    bad: [
      ['2001:db8', ADDRESS],
      ['1::2::3', ADDRESS],
    ],
  },
  {
    name: 'mac',
    make: mac,
    origin: { scapy: 'MACField("f","00:00:00:00:00:00")' },
    known: [['02:00:5e:00:53:01', '02005e005301']],
    bad: [
      ['02:00', ADDRESS],
      ['02:00:5e:00:53:zz', ADDRESS],
    ],
  },
  {
    name: 'oui',
    make: oui,
    origin: { scapy: 'OUIField("f",0)' },
    known: [
      [0x00005e, '00005e', '00:00:5e'],
      ['00:1b:21', '001b21'],
      ['00-1B-21', '001b21', '00:1b:21'],
    ],
    bad: [
      ['00:1b', VALUE],
      ['xx:yy:zz', VALUE],
      [2 ** 24, RANGE],
      [1.5, RANGE],
    ],
  },
  {
    name: 'uuid',
    make: uuid,
    origin: { scapy: 'UUIDField("f",None)' },
    known: [['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'f81d4fae7dec11d0a76500a0c91e6bf6']],
    bad: [['f81d4fae', VALUE]],
    values: fc.uuid(),
  },
  {
    name: 'hardwareAddress',
    make: hardwareAddress,
    measured: true,
    origin: 'RFC 826',
    known: [
      ['02:00:5e:00:53:01', '02005e005301'],
      ['01:02', '0102'],
    ],
    bad: [['xy', VALUE]],
  },
  {
    name: 'protocolAddress',
    make: protocolAddress,
    measured: true,
    origin: 'RFC 826',
    known: [
      ['192.0.2.1', 'c0000201'],
      ['2001:db8::1', '20010db8000000000000000000000001'],
      ['0a:0b', '0a0b'],
    ],
    bad: [['x', ADDRESS]],
  },
  {
    name: 'ipv4Prefix',
    make: ipv4Prefix,
    origin: 'RFC 4271 §4.3',
    known: [
      ['192.0.2.0/24', '18c00002'],
      ['0.0.0.0/0', '00'],
      ['10.0.31.0/20', '140a001f'],
      ['192.0.2.1/32', '20c0000201'],
      [Uint8Array.of(33, 1, 2, 3, 4, 5), '210102030405'],
    ],
    bad: [
      ['192.0.2.0/33', RANGE],
      ['2001:db8::/32', VALUE],
      ['x', VALUE],
    ],
    values: fc
      .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
      .map(
        ([n, bits]) =>
          `${[24, 16, 8, 0].map((s) => Math.floor((bits === 0 ? 0 : (n >>> (32 - bits)) * 2 ** (32 - bits)) / 2 ** s) % 256).join('.')}/${bits}`,
      ),
  },
  {
    name: 'ipv6Prefix',
    make: ipv6Prefix,
    origin: 'RFC 4760 §5',
    known: [
      ['2001:db8::/32', '2020010db8'],
      ['::/0', '00'],
      ['2001:db8:8000::/33', '2120010db880'],
    ],
    bad: [
      ['2001:db8::/129', RANGE],
      ['10.0.0.0/8', VALUE],
    ],
  },
  {
    name: 'timestamp',
    make: () => timestamp(int.u32()),
    origin: { scapy: 'UTCTimeField("f",0)' },
    known: [
      [0, '00000000'],
      [1_795_258_023, '6b0176a7'],
      [new Date(1_795_258_023_000), '6b0176a7', 1_795_258_023],
    ],
    bad: [
      [2 ** 32, RANGE],
      [new Date(Number.NaN), VALUE],
      [-1, RANGE],
    ],
    values: whole(0, 0xffffffff),
  },
  {
    name: 'timestamp, milliseconds of 64 bits',
    make: () => timestamp(int.u64(), { ticks: 1000 }),
    origin: 'struct "!Q"',
    known: [[new Date(1500), '00000000000005dc', 1500n]],
    bad: [
      [-1n, RANGE],
      ['x', VALUE],
    ],
    values: wide(0n, (1n << 64n) - 1n),
  },
  {
    name: 'ntpTime',
    make: ntpTime,
    origin: 'RFC 5905 §6: 1 January 1970 is 2,208,988,800',
    known: [
      [new Date(0), '83aa7e8000000000', 0x83aa7e8000000000n],
      [new Date(500), '83aa7e8080000000', 0x83aa7e8080000000n],
      [0n, '0000000000000000'],
    ],
    bad: [
      [-1n, RANGE],
      [1n << 64n, RANGE],
      ['now', VALUE],
      [new Date(Number.NaN), VALUE],
    ],
    values: wide(0n, (1n << 64n) - 1n),
  },
  {
    name: 'msbExtended',
    make: msbExtended,
    origin: { scapy: 'MSBExtendedField("f",0)' },
    known: [
      [0, '00'],
      [127, '7f'],
      [128, '8100'],
      [300, '822c'],
      [2 ** 21, '81808000'],
    ],
    bad: [
      [-1, RANGE],
      [2 ** 53, RANGE],
      [1.5, VALUE],
      ['x', VALUE],
    ],
    values: fc.maxSafeNat(),
  },
  {
    name: 'lsbExtended',
    make: lsbExtended,
    origin: { scapy: 'LSBExtendedField("f",0)' },
    known: [
      [0, '00'],
      [127, 'fe'],
      [128, '0300'],
      [300, '0558'],
    ],
    bad: [[-1, RANGE]],
    values: fc.maxSafeNat(),
  },
  {
    name: 'bcd(3)',
    make: () => bcd(3),
    origin: 'digits as hexadecimal ones',
    known: [
      ['001234', '001234'],
      [42, '000042', '000042'],
      ['12a', '00012a', '00012a'],
    ],
    bad: [
      ['1234567', RANGE],
      ['12-4', VALUE],
      [-1, VALUE],
      [new Uint8Array(4), RANGE],
    ],
    values: fc.stringMatching(/^[0-9]{6}$/),
  },
  {
    name: 'swappedBcd',
    make: swappedBcd,
    measured: true,
    origin: '3GPP TS 29.002 §17.7.8',
    known: [
      ['123', '21f3'],
      ['1234', '2143'],
      ['', ''],
    ],
    bad: [['12x', VALUE]],
    values: fc.stringMatching(/^[0-9]{0,20}$/),
  },
  {
    name: 'netbiosName',
    make: netbiosName,
    origin: 'RFC 1001 §14.1: "The NetBIOS name", with scope; the blank is CA',
    known: [
      ['FRED<20>.NETBIOS.COM', `20${hexOf('EGFCEFEECACACACACACACACACACACACA')}07${hexOf('NETBIOS')}03${hexOf('COM')}00`],
      ['', `20${hexOf(`${'CA'.repeat(15)}AA`)}00`, '<00>'],
      [Uint8Array.of(0xc0, 0x0c), 'c00c'],
    ],
    bad: [
      ['A NAME OF MORE THAN FIFTEEN', VALUE],
      ['\u20ac', VALUE],
    ],
  },
  {
    name: 'octets',
    make: octets,
    measured: true,
    origin: { scapy: 'StrField("f","")' },
    known: [
      [Uint8Array.of(1, 2), '0102'],
      ['hé', '68c3a9', Uint8Array.of(0x68, 0xc3, 0xa9)],
    ],
    bad: [
      [5, VALUE],
      [[256], VALUE],
    ],
    values: someOctets(0, 40),
  },
  {
    name: 'fixedOctets(4)',
    make: () => fixedOctets(4),
    origin: { scapy: 'StrFixedLenField("f","",4)' },
    known: [['ab', '61620000', Uint8Array.of(0x61, 0x62, 0, 0)]],
    bad: [
      [new Uint8Array(5), RANGE],
      [5, VALUE],
    ],
    values: someOctets(4, 4),
  },
  {
    name: 'text',
    make: text,
    measured: true,
    origin: 'ISO 8859-1',
    known: [
      ['h\xe9', '68e9'],
      ['', ''],
    ],
    bad: [['\u20ac', VALUE]],
    values: characters(20),
  },
  {
    name: 'text, UTF-8',
    make: () => text({ encoding: 'utf8' }),
    measured: true,
    origin: 'RFC 3629',
    known: [
      ['h\u00e9\u20ac', '68c3a9e282ac'],
      ['a\udcff', '61ff'],
    ],
    bad: [],
    values: fc.string({ unit: 'grapheme', maxLength: 20 }),
  },
  {
    name: 'text, UTF-16',
    make: () => text({ encoding: 'utf16' }),
    measured: true,
    origin: 'RFC 2781',
    known: [
      ['a\u20ac', '006120ac'],
      [Uint8Array.of(0, 0x61, 0), '006100'],
    ],
    bad: [],
  },
  {
    name: 'text, UTF-16LE',
    make: () => text({ encoding: 'utf16le' }),
    measured: true,
    origin: { scapy: 'StrFieldUtf16("f","")' },
    known: [['a\u20ac', '6100ac20']],
    bad: [],
    values: fc.string({ maxLength: 20 }),
  },
  {
    name: 'fixedText(6)',
    make: () => fixedText(6),
    origin: { scapy: 'StrFixedLenField("f","",6)' },
    known: [
      ['abc', '616263000000'],
      ['', '000000000000'],
    ],
    bad: [
      ['abcdefg', RANGE],
      ['\u20ac', VALUE],
    ],
    values: characters(6, '\0'),
  },
  {
    name: 'fixedText(4), blanks',
    make: () => fixedText(4, { fill: 32 }),
    origin: 'blanks behind',
    known: [['ab', '61622020']],
    bad: [['abcde', RANGE]],
    values: characters(4, ' '),
  },
  {
    name: 'terminatedText',
    make: terminatedText,
    origin: { scapy: 'StrNullField("f","")' },
    known: [
      ['abc', '61626300'],
      ['', '00'],
    ],
    bad: [
      ['a\0b', VALUE],
      ['\u20ac', VALUE],
    ],
    values: characters(20, '\0'),
  },
  {
    name: 'terminatedText, UTF-16LE',
    make: () => terminatedText({ encoding: 'utf16le' }),
    origin: { scapy: 'StrNullFieldUtf16("f","")' },
    known: [
      ['ab', '610062000000'],
      ['\u0100', '00010000'],
    ],
    bad: [],
  },
  {
    name: 'terminatedText, CR LF',
    make: () => terminatedText({ terminator: Uint8Array.of(13, 10) }),
    origin: 'RFC 9112 §2.1',
    known: [['GET', '4745540d0a']],
    bad: [['a\r\nb', VALUE]],
  },
  {
    name: 'prefixedText(u8)',
    make: () => prefixedText('u8'),
    origin: 'a length, then the text',
    known: [
      ['abc', '03616263'],
      ['', '00'],
    ],
    bad: [['x'.repeat(256), RANGE]],
    values: characters(20),
  },
  {
    name: 'prefixedText(u16le)',
    make: () => prefixedText('u16le', { encoding: 'utf8' }),
    origin: 'a length, then the text',
    known: [['\u20ac', '0300e282ac']],
    bad: [['x'.repeat(65_536), RANGE]],
  },
  { name: 'prefixedText(u16)', make: () => prefixedText('u16'), origin: 'MQTT 3.1.1 §1.5.3', known: [['MQTT', '00044d515454']], bad: [] },
  {
    name: 'prefixedText(u32), UTF-16',
    make: () => prefixedText('u32', { encoding: 'utf16' }),
    origin: 'a length, then the text',
    known: [
      ['a', '000000020061'],
      [Uint8Array.of(0, 0, 0, 1, 0x61), '0000000161'],
    ],
    bad: [],
  },
  {
    name: 'hexText',
    make: hexText,
    measured: true,
    origin: { scapy: 'XStrField("f","")', hex: true },
    known: [
      ['00ff', '00ff'],
      ['00:ff', '00ff', '00ff'],
      [Uint8Array.of(7), '07', '07'],
    ],
    bad: [
      ['0', VALUE],
      ['zz', VALUE],
    ],
  },
  {
    name: 'fixedHex(3)',
    make: () => fixedHex(3),
    origin: { scapy: 'XStrFixedLenField("f","",3)', hex: true },
    known: [
      ['01', '010000', '010000'],
      ['010203', '010203'],
    ],
    bad: [
      ['01020304', RANGE],
      ['0', VALUE],
    ],
  },
];
