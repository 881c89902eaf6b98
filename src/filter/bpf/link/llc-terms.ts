/** LLC frames: `llc`, `llc ui`. @see IEEE 802.2 §5.4 (control field) */
import type { Generator } from './generator.ts';
import {
  always,
  and,
  type Condition,
  constant,
  equal,
  equalMasked,
  load,
  moved,
  not,
  type Position,
  test,
} from '../conditions/intermediate.ts';
import { isLength } from './link-protocol.ts';
import { lookUp } from '../text/words.ts';

/** Supervisory frames: the lowest four bits. */
const SUPERVISORY: Readonly<Record<string, number>> = { rr: 0x01, rnr: 0x05, rej: 0x09 };
/** Unnumbered frames: all bits but the fifth, which asks for an answer. */
const UNNUMBERED: Readonly<Record<string, number>> = {
  ui: 0x03,
  ua: 0x63,
  disc: 0x43,
  dm: 0x0f,
  sabme: 0x6f,
  test: 0xe3,
  xid: 0xaf,
  frmr: 0x87,
};

export function llcTerm(g: Generator, word: string | undefined, at: number): Condition {
  const there = llcThere(g, at);
  if (word === undefined) return there;
  const name = word.toLowerCase();
  const control = moved(g.payload as Position, 2);
  switch (name) {
    case 'i':
      return and(there, not(test('anyBit', load(control, 1), constant(1))));
    case 's':
      return and(there, equalMasked(control, 1, 1, 3));
    case 'u':
      return and(there, equalMasked(control, 1, 3, 3));
  }
  const supervisory = lookUp(SUPERVISORY, name);
  if (supervisory !== undefined) return and(there, equalMasked(control, 1, supervisory, 0x0f));
  const unnumbered = lookUp(UNNUMBERED, name);
  if (unnumbered !== undefined) return and(there, equalMasked(control, 1, unnumbered, 0xef));
  throw g.unknown(at, 'LLC frame', word, ['i', 's', 'u', ...Object.keys(SUPERVISORY), ...Object.keys(UNNUMBERED)]);
}

function llcThere(g: Generator, at: number): Condition {
  if (g.layout.llc !== true) throw g.unsupported(at, 'llc');
  switch (g.layout.style) {
    case 'ether':
      // Novell sent IPX without LLC: its checksum, always ffff, stands in the place of the two access points.
      return and(isLength(g.type as Position), not(equal(g.payload as Position, 2, 0xffff)));
    case 'atm':
      return equalMasked({ offset: 0 }, 1, 2, 0x0f);
    case 'wlan':
      return equalMasked(g.link, 1, 0x08, 0x0c);
    default:
      return always;
  }
}
