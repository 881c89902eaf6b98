/** Kinds of numbers: octets whose origin is told, values that do not fit, and values at random. */
import fc from 'fast-check';
import type { Field } from '../../../src/packet/spec/field.ts';
import { fixedPoint } from '../../../src/packet/fields/special/fixed-point.ts';
import * as int from '../../../src/packet/fields/integers.ts';
import { bitsLe, flagLe } from '../../../src/packet/fields/little-bits.ts';
import { namesBy } from '../../../src/packet/fields/names-by.ts';
import { type KindCase, RANGE, VALUE, whole, wide } from './kind-case.ts';

/** A number of that many bits: its limits are what the table of octets shows. */
function number(make: () => Field<any, any>, scapy: string, bits: number, signed: boolean, known: KindCase['known']): KindCase {
  const low = signed ? -(2 ** (bits - 1)) : 0,
    high = 2 ** (signed ? bits - 1 : bits) - 1;
  return {
    name: make().kind.label,
    make,
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

function big(make: () => Field<any, any>, scapy: string, bits: bigint, signed: boolean, known: KindCase['known']): KindCase {
  const low = signed ? -(1n << (bits - 1n)) : 0n,
    high = (1n << (signed ? bits - 1n : bits)) - 1n;
  return {
    name: make().kind.label,
    make,
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

export const NUMBER_KINDS: readonly KindCase[] = [
  number(int.u8, 'ByteField("f",0)', 8, false, [
    [0, '00'],
    [255, 'ff'],
  ]),
  number(int.u16, 'ShortField("f",0)', 16, false, [
    [0x1234, '1234'],
    [65_535, 'ffff'],
  ]),
  number(int.u24, 'ThreeBytesField("f",0)', 24, false, [
    [0x123456, '123456'],
    [0xffffff, 'ffffff'],
  ]),
  number(int.u32, 'IntField("f",0)', 32, false, [
    [0x12345678, '12345678'],
    [0xffffffff, 'ffffffff'],
    [0x80000000, '80000000'],
  ]),
  number(int.u16le, 'LEShortField("f",0)', 16, false, [[0x1234, '3412']]),
  number(int.u24le, 'LEThreeBytesField("f",0)', 24, false, [[0x123456, '563412']]),
  number(int.u32le, 'LEIntField("f",0)', 32, false, [
    [0x12345678, '78563412'],
    [0xffffffff, 'ffffffff'],
  ]),
  number(int.i8, 'SignedByteField("f",0)', 8, true, [
    [-1, 'ff'],
    [-128, '80'],
    [127, '7f'],
  ]),
  number(int.i16, 'SignedShortField("f",0)', 16, true, [
    [-2, 'fffe'],
    [-32_768, '8000'],
  ]),
  number(int.i24, '', 24, true, [
    [-2, 'fffffe'],
    [-8_388_608, '800000'],
    [8_388_607, '7fffff'],
  ]),
  number(int.i32, 'SignedIntField("f",0)', 32, true, [
    [-2, 'fffffffe'],
    [-2_147_483_648, '80000000'],
    [2_147_483_647, '7fffffff'],
  ]),
  number(int.i16le, 'LESignedShortField("f",0)', 16, true, [[-2, 'feff']]),
  number(int.i32le, 'LESignedIntField("f",0)', 32, true, [
    [-2, 'feffffff'],
    [-2_147_483_648, '00000080'],
  ]),
  big(int.u40, '', 40n, false, [[0x123456789an, '123456789a']]),
  big(int.u48, '', 48n, false, [
    [0x123456789abcn, '123456789abc'],
    [5, '000000000005', 5n],
  ]),
  big(int.u64, 'LongField("f",0)', 64n, false, [
    [0x123456789abcdef0n, '123456789abcdef0'],
    [(1n << 64n) - 1n, 'ffffffffffffffff'],
  ]),
  big(int.u64le, 'LELongField("f",0)', 64n, false, [[0x123456789abcdef0n, 'f0debc9a78563412']]),
  big(int.u128, '', 128n, false, [[1n << 127n, '80000000000000000000000000000000']]),
  big(int.i64, 'SignedLongField("f",0)', 64n, true, [
    [-2n, 'fffffffffffffffe'],
    [-(1n << 63n), '8000000000000000'],
  ]),
  big(int.i64le, 'LESignedLongField("f",0)', 64n, true, [[-2n, 'feffffffffffffff']]),
  {
    name: 'f32',
    make: int.f32,
    origin: { scapy: 'IEEEFloatField("f",0)' },
    known: [
      [1.5, '3fc00000'],
      [-0.25, 'be800000'],
    ],
    bad: [
      ['1', VALUE],
      [1n, VALUE],
    ],
    values: fc.float({ noNaN: true }),
  },
  {
    name: 'f32le',
    make: int.f32le,
    origin: 'struct "<f"',
    known: [[1.5, '0000c03f']],
    bad: [['1', VALUE]],
    values: fc.float({ noNaN: true }),
  },
  {
    name: 'f64',
    make: int.f64,
    origin: { scapy: 'IEEEDoubleField("f",0)' },
    known: [
      [1.5, '3ff8000000000000'],
      [0.1, '3fb999999999999a'],
    ],
    bad: [['1', VALUE]],
    values: fc.double({ noNaN: true }),
  },
  {
    name: 'f64le',
    make: int.f64le,
    origin: 'struct "<d"',
    known: [[1.5, '000000000000f83f']],
    bad: [[null, VALUE]],
    values: fc.double({ noNaN: true }),
  },
  {
    name: 'bits(3)',
    make: () => int.bits(3),
    bits: 3,
    origin: { scapy: 'BitField("f",0,3)' },
    known: [
      [5, 'a0'],
      [0, '00'],
    ],
    bad: [
      [8, RANGE],
      [-1, RANGE],
      [0.5, VALUE],
    ],
    values: whole(0, 7),
  },
  {
    name: 'signedBits(5)',
    make: () => int.signedBits(5),
    bits: 5,
    origin: 'two’s complement',
    known: [
      [-1, 'f8'],
      [-16, '80'],
      [15, '78'],
    ],
    bad: [
      [16, RANGE],
      [-17, RANGE],
    ],
    values: whole(-16, 15),
  },
  {
    name: 'bitsLe(3)',
    make: () => bitsLe(3),
    bits: 3,
    origin: 'bits 0 to 2 of the octet',
    known: [
      [5, '05'],
      [0, '00'],
    ],
    bad: [
      [8, RANGE],
      [-1, RANGE],
    ],
    values: whole(0, 7),
  },
  {
    name: 'flag',
    make: int.flag,
    bits: 1,
    origin: 'bit 7 of the octet',
    known: [
      [true, '80'],
      [1, '80', true],
      [false, '00'],
    ],
    bad: [
      [2, RANGE],
      ['yes', VALUE],
    ],
    values: fc.boolean(),
  },
  {
    name: 'flagLe',
    make: flagLe,
    bits: 1,
    origin: 'bit 0 of the octet',
    known: [
      [true, '01'],
      [false, '00'],
    ],
    bad: [[2, RANGE]],
    values: fc.boolean(),
  },
  {
    name: 'u8 with names',
    make: () => int.u8({ names: { one: 1, two: 2 } }),
    origin: { scapy: 'ByteEnumField("f",0,{1:"one",2:"two"})' },
    known: [
      ['two', '02', 2],
      [1, '01'],
      [9, '09'],
    ],
    bad: [
      ['three', VALUE],
      [256, RANGE],
    ],
    values: whole(0, 255),
  },
  {
    name: 'u8 with names by a sibling',
    make: () => int.u8(namesBy('a', { 0: { host: 1, port: 3 }, 1: { host: 1, port: 4 } })),
    origin: 'RFC 792’s way',
    known: [
      ['host', '01', 1],
      [3, '03'],
    ],
    bad: [
      ['port', VALUE],
      ['lost', VALUE],
    ],
    values: whole(0, 255),
  },
  {
    name: 'scaled',
    make: () => int.scaled(int.i16(), 0.5, { offset: 10 }),
    origin: { scapy: 'ScalingField("f",0,scaling=0.5,offset=10,fmt="h")' },
    known: [
      [12.5, '0005'],
      [10, '0000'],
      [9.5, 'ffff'],
      [11, '0002'],
    ],
    bad: [
      [20_000, RANGE],
      ['x', VALUE],
    ],
    values: whole(-32_768, 32_767).map((n) => Number(n) / 2 + 10),
  },
  {
    name: 'fixedPoint(32, 16)',
    make: () => fixedPoint(32, 16),
    origin: { scapy: 'FixedPointField("f",0,size=32,frac_bits=16)' },
    known: [
      [1.5, '00018000'],
      [3, '00030000'],
      [65_535.25, 'ffff4000'],
    ],
    bad: [
      [65_536, RANGE],
      [-1, RANGE],
      ['x', VALUE],
    ],
    values: whole(0, 0xffffffff).map((n) => Number(n) / 65_536),
  },
  {
    name: 'fixedPoint(16, 8)',
    make: () => fixedPoint(16, 8),
    origin: { scapy: 'BCDFloatField("f",0)' },
    known: [
      [1.5, '0180'],
      [2.25, '0240'],
    ],
    bad: [[256, RANGE]],
    values: whole(0, 0xffff).map((n) => Number(n) / 256),
  },
  {
    name: 'fixedPoint, signed',
    make: () => fixedPoint(8, 4, { signed: true }),
    origin: 'Q3.4',
    known: [
      [-0.5, 'f8'],
      [7.9375, '7f'],
    ],
    bad: [[8, RANGE]],
    values: whole(-128, 127).map((n) => Number(n) / 16),
  },
  {
    name: 'flags',
    make: () => int.flags(8, 'FSRPAUEC'),
    origin: { scapy: 'FlagsField("f",0,8,"FSRPAUEC")' },
    known: [
      ['SA', '12'],
      ['', '00'],
      [0x81, '81', 'FC'],
    ],
    bad: [
      ['X', VALUE],
      [256, RANGE],
      [null, VALUE],
    ],
  },
  {
    name: 'flags by names',
    make: () => int.flags(16, ['MF', 'DF'], {}, { little: true }),
    origin: 'bits of a little-endian word',
    known: [
      ['DF', '0200'],
      [['MF', 'DF'], '0300', 'MF+DF'],
    ],
    bad: [
      ['X', VALUE],
      [65_536, RANGE],
    ],
  },
];
