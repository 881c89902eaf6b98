/** What the packet filters of the BSDs log of a packet: `on em0`, `reason short`, `action block`. @see pflog(4) */
import { utf8Octets } from '../../../bytes/text.ts';
import type { Generator } from './generator.ts';
import { allOf, type Condition, equal, load, constant, test } from '../conditions/intermediate.ts';
import type { PrimitiveArguments } from '../text/syntax.ts';
import { lookUp } from '../text/words.ts';

/** Numbers from 11 (actions) and 15 (reasons) on differ between the systems; each name has its own system's. */
const ACTIONS: Readonly<Record<string, number>> = {
  pass: 0,
  accept: 0,
  drop: 1,
  block: 1,
  scrub: 2,
  noscrub: 3,
  nat: 4,
  nonat: 5,
  binat: 6,
  nobinat: 7,
  rdr: 8,
  nordr: 9,
  'synproxy-drop': 10,
  defer: 11,
  match: 12,
  divert: 13,
  rt: 14,
  afrt: 15,
  dummynet: 11,
  nodummynet: 12,
  nat64: 13,
  nonat64: 14,
};

const REASONS: Readonly<Record<string, number>> = {
  match: 0,
  'bad-offset': 1,
  fragment: 2,
  short: 3,
  normalize: 4,
  memory: 5,
  'bad-timestamp': 6,
  congestion: 7,
  'ip-option': 8,
  'proto-cksum': 9,
  'state-mismatch': 10,
  'state-insert': 11,
  'state-limit': 12,
  'src-limit': 13,
  synproxy: 14,
  'map-failed': 15,
  'state-locked': 15,
  translate: 15,
  dummynet: 15,
  'no-route': 16,
};

/** Places in the header. */
const ACTION = 2;
const REASON = 3;
const INTERFACE = 4;
const RULESET = 20;
const RULE = 36;
const SUBRULE = 40;
const NAME_LENGTH = 16;

export function pfTerm(
  g: Generator,
  word: 'ifname' | 'rset' | 'rnr' | 'srnr' | 'reason' | 'action',
  { name = '', number }: PrimitiveArguments,
  at: number,
): Condition {
  if (g.layout.style !== 'pflog') throw g.unsupported(at, word);
  switch (word) {
    case 'ifname':
      return nameIs(g, INTERFACE, name, at);
    case 'rset':
      return nameIs(g, RULESET, name, at);
    case 'rnr':
      return equal({ offset: RULE }, 4, number as number);
    case 'srnr':
      return equal({ offset: SUBRULE }, 4, number as number);
    case 'reason':
      return equal(
        { offset: REASON },
        1,
        number === undefined ? named(g, 'reason of pf', REASONS, name, at) : g.atMost(at, 'reason', number, 255),
      );
    case 'action':
      return equal({ offset: ACTION }, 1, named(g, 'action of pf', ACTIONS, name, at));
  }
}

function named(g: Generator, what: string, names: Readonly<Record<string, number>>, name: string, at: number): number {
  const value = lookUp(names, name.toLowerCase());
  if (value === undefined) throw g.unknown(at, what, name, Object.keys(names));
  return value;
}

/** The octets of a name, compared from its end on, as many at a time as can be. What follows the name is not looked at. */
function nameIs(g: Generator, place: number, name: string, at: number): Condition {
  const octets = utf8Octets(name);
  if (octets.length >= NAME_LENGTH) throw g.error(at, `'${name}' is longer than ${NAME_LENGTH - 1} octets`);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const parts: Condition[] = [];
  let left = octets.length;
  for (; left >= 4; left -= 4) parts.push(test('equal', load({ offset: place + left - 4 }, 4), constant(view.getUint32(left - 4))));
  for (; left >= 2; left -= 2) parts.push(equal({ offset: place + left - 2 }, 2, view.getUint16(left - 2)));
  if (left === 1) parts.push(equal({ offset: place }, 1, view.getUint8(0)));
  return allOf(parts);
}
