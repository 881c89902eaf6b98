/** Fields that the language knows by name: `byte 5 > 3`, SunATM's `vpi` and `vci`, SS7's `opc`, `dpc` …, and what is made of them. */
import type { Generator } from './generator.ts';
import {
  and,
  anyOf,
  binary,
  type Condition,
  constant,
  equal,
  equalMasked,
  load,
  masked,
  moved,
  not,
  or,
  test,
  type Value,
} from '../conditions/intermediate.ts';
import type { FieldValue } from '../text/syntax.ts';

function compareField(field: Value, operator: FieldValue['operator'], value: number): Condition {
  const right = constant(value);
  switch (operator) {
    case '=':
      return test('equal', field, right);
    case '!=':
      return not(test('equal', field, right));
    case '>':
      return test('greater', field, right);
    case '>=':
      return test('greaterOrEqual', field, right);
    case '<':
      return not(test('greaterOrEqual', field, right));
    case '<=':
      return not(test('greater', field, right));
    case '&':
    case '|':
      return not(test('equal', binary(operator, field, right), constant(0)));
  }
}

/** `byte 5 > 3`: an octet of the link layer, or of PPP behind `pppoes`, or of the Ethernet inside a tunnel. */
export function byteTerm(g: Generator, offset: number, { operator, value, at }: FieldValue): Condition {
  return compareField(load(moved(g.link, offset), 1), operator, g.atMost(at, 'octet', value, 255));
}

const ATM = 123;
/** The lowest four bits of the first octet say what follows the SunATM header. */
const ATM_LANE = 1;
const atmType = (type: number): Condition => equalMasked({ offset: 0 }, 1, type, 0x0f);
const vpi: Value = load({ offset: 1 }, 1);
const vci: Value = load({ offset: 2 }, 2);
const circuit = (number: number): Condition => and(test('equal', vpi, constant(0)), test('equal', vci, constant(number)));
/** Q.2931 messages that are looked for: Setup, Call Proceeding, Connect, Connect Ack, Release, Release Done. */
const messages = (types: readonly number[]): Condition => anyOf(types.map((type) => equal({ offset: 9 }, 1, type)));

type AtmWord =
  | 'lane'
  | 'metac'
  | 'bcc'
  | 'oam'
  | 'oamf4'
  | 'oamf4ec'
  | 'oamf4sc'
  | 'sc'
  | 'ilmic'
  | 'connectmsg'
  | 'metaconnect'
  | 'vpi'
  | 'vci';

export function atmTerm(g: Generator, word: AtmWord, values: readonly FieldValue[], at: number): Condition {
  if (g.options.linkType !== ATM || g.encapsulated) throw g.unsupported(at, word);
  switch (word) {
    case 'vpi':
      return anyOf(values.map(({ operator, value, at: place }) => compareField(vpi, operator, g.atMost(place, 'VPI', value, 255))));
    case 'vci':
      return anyOf(values.map(({ operator, value, at: place }) => compareField(vci, operator, g.atMost(place, 'VCI', value, 65_535))));
    case 'lane': {
      // Behind a header of two octets follows Ethernet, unless it is a control frame.
      g.enterEthernet({ offset: 6 }, { offset: 18 }, { offset: 20 });
      g.lane = true;
      return atmType(ATM_LANE);
    }
    case 'metac':
      return circuit(1);
    case 'bcc':
      return circuit(2);
    case 'oamf4sc':
      return circuit(3);
    case 'oamf4ec':
      return circuit(4);
    case 'sc':
      return circuit(5);
    case 'ilmic':
      return circuit(16);
    case 'oam':
    case 'oamf4':
      return and(or(test('equal', vci, constant(3)), test('equal', vci, constant(4))), test('equal', vpi, constant(0)));
    case 'connectmsg':
      return and(circuit(5), messages([0x5a, 0x4d, 0x0f, 0x07, 0x05, 0x02]));
    case 'metaconnect':
      return and(circuit(1), messages([0x5a, 0x4d, 0x07, 0x05, 0x02]));
  }
}

/** Where SS7's fields stand: length indicator, service information, the routing label; and the same where signalling links are of high speed. */
interface Ss7 {
  readonly li: number;
  readonly sio: number;
  readonly label: number;
  readonly sls: number;
}

/** MTP2, MTP2 behind a pseudo-header, ERF (an Endace record before it). As in libpcap MTP3 is not among them. */
const SS7: Readonly<Record<number, Ss7>> = {
  140: { li: 2, sio: 3, label: 4, sls: 7 },
  139: { li: 6, sio: 7, label: 8, sls: 11 },
  197: { li: 22, sio: 23, label: 24, sls: 27 },
};
/** So much later everything stands on a link of high speed, whose length indicator has two octets behind two more of sequence numbers. */
const HIGH_SPEED = 3;

type Ss7Word = 'fisu' | 'lssu' | 'msu' | 'hfisu' | 'hlssu' | 'hmsu' | 'sio' | 'opc' | 'dpc' | 'sls' | 'hsio' | 'hopc' | 'hdpc' | 'hsls';

/** @see ITU-T Q.703 §2.3 (signal units), Q.704 §2.2 (routing label) */
export function ss7Term(g: Generator, word: Ss7Word, values: readonly FieldValue[], at: number): Condition {
  const places = SS7[g.options.linkType];
  if (places === undefined) throw g.unsupported(at, word);
  const fast = word.startsWith('h');
  const { sio, label, sls } = fast
    ? { sio: places.sio + HIGH_SPEED, label: places.label + HIGH_SPEED, sls: places.sls + HIGH_SPEED }
    : places;
  const each = (field: Value, what: string, most: number, inPlace: (value: number) => number): Condition =>
    anyOf(values.map(({ operator, value, at: place }) => compareField(field, operator, inPlace(g.atMost(place, what, value, most)))));
  switch (fast ? word.slice(1) : word) {
    case 'sio':
      return each(load({ offset: sio }, 1), word, 255, (value) => value);
    case 'dpc':
      // 14 bits in little-endian order: all of the first octet, six bits of the second.
      return each(masked(load({ offset: label }, 2), 0xff3f), word, 16_383, (value) => ((value & 0xff) << 8) | ((value & 0x3f00) >> 8));
    case 'opc':
      // The next 14 bits: two of the second octet, all of the third, four of the fourth.
      return each(
        masked(load({ offset: label }, 4), 0x00c0ff0f),
        word,
        16_383,
        (value) => ((value & 3) << 22) | ((value & 0x3fc) << 6) | ((value & 0x3c00) >> 10),
      );
    case 'sls':
      return each(masked(load({ offset: sls }, 1), 0xf0), word, 15, (value) => value << 4);
    default:
      return signalUnit(
        word,
        fast ? masked(load({ offset: places.li + 2 }, 2), 0xff80) : masked(load({ offset: places.li }, 1), 0x3f),
        fast ? 0x100 : 2,
      );
  }
}

/** Fill-in units have length 0, link status units 1 or 2, message units more. */
function signalUnit(word: string, length: Value, two: number): Condition {
  if (word.endsWith('fisu')) return test('equal', length, constant(0));
  if (word.endsWith('lssu')) return and(test('greater', length, constant(0)), not(test('greater', length, constant(two))));
  return test('greater', length, constant(two));
}
