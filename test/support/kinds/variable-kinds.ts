/** Kinds of variable size that are numbers, or stand behind their length. */
import fc from 'fast-check';
import { berLength, leb128, quicInt } from '../../../src/packet/fields/variable-integers.ts';
import { type KindCase, RANGE, VALUE } from './kind-case.ts';

const BAD: KindCase['bad'] = [
  [-1, RANGE],
  [1.5, VALUE],
  ['x', VALUE],
  [Number.NaN, VALUE],
];

export const VARIABLE_KINDS: readonly KindCase[] = [
  {
    name: 'leb128',
    make: leb128,
    origin: 'MQTT 3.1.1 §2.2.3; those beyond 4 octets worked by hand',
    known: [
      [0, '00'],
      [127, '7f'],
      [128, '8001'],
      [16_383, 'ff7f'],
      [16_384, '808001'],
      [268_435_455, 'ffffff7f'],
      [268_435_456, '8080808001'],
      [{ value: 0, octets: 2 }, '8000'],
      [2n ** 56n - 1n, 'ffffffffffffff7f'],
      [Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80), '8080808080808080'],
    ],
    bad: [...BAD, [2n ** 56n, RANGE], [{ value: 128, octets: 1 }, RANGE], [{ value: 1, octets: 9 }, RANGE]],
    values: fc.maxSafeNat(),
  },
  {
    name: 'leb128, of MQTT',
    make: () => leb128({ most: 4 }),
    origin: 'MQTT 5 §1.5.5',
    known: [
      [268_435_455, 'ffffff7f'],
      [{ value: 1, octets: 4 }, '81808000'],
      [Uint8Array.of(0xff, 0xff, 0xff, 0xff), 'ffffffff'],
    ],
    bad: [[268_435_456, RANGE]],
    values: fc.nat(268_435_455),
  },
  {
    name: 'quicInt',
    make: quicInt,
    origin: 'RFC 9000 §A.1',
    known: [
      [151_288_809_941_952_652n, 'c2197c5eff14e88c'],
      [494_878_333, '9d7f3e7d'],
      [15_293, '7bbd'],
      [37, '25'],
      [{ value: 37, octets: 2 }, '4025'],
      [{ value: 37, octets: 8 }, 'c000000000000025'],
    ],
    bad: [...BAD, [2n ** 62n, RANGE], [{ value: 1, octets: 3 }, RANGE], [{ value: 64, octets: 1 }, RANGE]],
    values: fc.maxSafeNat(),
  },
  {
    name: 'berLength',
    make: berLength,
    origin: 'X.690 §8.1.3.5 has 201; the others worked by hand',
    known: [
      [38, '26'],
      [201, '81c9'],
      [256, '820100'],
      [{ value: 5, octets: 3 }, '820005'],
      [{ value: 201, octets: 5 }, '84000000c9'],
      // Indefinite (§8.1.3.6), and reserved (§8.1.3.5 c).
      [Uint8Array.of(0x80), '80'],
      [Uint8Array.of(0xff), 'ff'],
    ],
    bad: [...BAD, [{ value: 201, octets: 1 }, RANGE]],
    values: fc.maxSafeNat(),
  },
];
