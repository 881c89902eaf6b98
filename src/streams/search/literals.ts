/** Octets that every match of a pattern begins with: where they are not, nothing has to be read. */
import type { Node } from './syntax.ts';
import { octets } from './utf8-ranges.ts';

/** Finds `literal` in `octets` from a place on; below 0: it is not there. */
export type FindLiteral = (octets: Uint8Array, literal: Uint8Array, from: number) => number;

/** The next place from `at` where a match may begin, or where octets that follow `to` may decide. */
export type Jump = (octets: Uint8Array, at: number, to: number) => number;

const MOST_LITERALS = 3;
/** Octets of one, at most. */
export const LONGEST = 32;
/** Shorter ones are found too often. */
const SHORTEST = 2;

interface Beginning {
  readonly literals: readonly (readonly number[])[];
  /** They are all of it: what follows is behind them. */
  readonly isAll: boolean;
}

const NONE: Beginning = { literals: [[]], isAll: false };

function beginningOf(node: Node, utf8: boolean): Beginning {
  switch (node.kind) {
    case 'edge':
      return { literals: [[]], isAll: true };
    case 'set': {
      if (node.set.size > MOST_LITERALS) return NONE;
      const literals: number[][] = [];
      const { ranges } = node.set;
      for (let i = 0; i < ranges.length; i += 2)
        for (let code = ranges[i] as number; code <= (ranges[i + 1] as number); code++) literals.push(utf8 ? octets(code) : [code]);
      return { literals, isAll: true };
    }
    case 'all': {
      let made: Beginning = { literals: [[]], isAll: true };
      for (const part of node.parts) {
        const more = beginningOf(part, utf8);
        if (made.literals.length * more.literals.length > MOST_LITERALS) return { ...made, isAll: false };
        made = { literals: made.literals.flatMap((one) => more.literals.map((two) => [...one, ...two])), isAll: more.isAll };
        if (!made.isAll || made.literals.some(({ length }) => length >= LONGEST)) return { ...made, isAll: false };
      }
      return made;
    }
    case 'any': {
      const all = node.parts.map((part) => beginningOf(part, utf8));
      const literals = all.flatMap((one) => one.literals);
      return literals.length > MOST_LITERALS ? NONE : { literals, isAll: all.every(({ isAll }) => isAll) };
    }
    case 'repeat': {
      if (node.min === 0) return NONE;
      const made = beginningOf(node.node, utf8);
      return node.min === 1 && node.max === 1 ? made : { ...made, isAll: false };
    }
  }
}

/** What matches begin with, one or another of these; undefined: they may begin with too much. */
export function literalsOf(node: Node, utf8: boolean): readonly Uint8Array[] | undefined {
  const { literals } = beginningOf(node, utf8);
  if (literals.length === 0 || literals.some(({ length }) => length < SHORTEST)) return undefined;
  return literals.map((one) => Uint8Array.from(one.slice(0, LONGEST)));
}

/** Undefined: matches may begin with too much. */
export function jumpOf(wanted: readonly Uint8Array[] | undefined, find: FindLiteral): Jump | undefined {
  if (wanted === undefined) return undefined;
  const reach = Math.max(...wanted.map(({ length }) => length)) - 1;
  const [only, ...others] = wanted;
  if (only === undefined) return undefined;
  if (others.length === 0)
    return (octets, at, to) => {
      const found = to - at > reach ? find(octets, only, at) : -1;
      return found >= 0 && found < to ? found : Math.max(at, to - reach);
    };
  // Each is looked for once in the same octets.
  const places = wanted.map(() => -1);
  let last: Uint8Array | undefined;
  let lastAt = 0;
  return (octets, at, to) => {
    if (octets !== last || at < lastAt) places.fill(-1);
    last = octets;
    lastAt = at;
    let next = Math.max(at, to - reach);
    for (let i = 0; i < wanted.length; i++) {
      let place = places[i] as number;
      if (place < at) {
        place = find(octets, wanted[i] as Uint8Array, at);
        places[i] = place < 0 ? (place = Number.POSITIVE_INFINITY) : place;
      }
      if (place < next) next = place;
    }
    return next;
  };
}

/** Without anything of the machine's. */
export const findLiteral: FindLiteral = (octets, literal, from) => {
  const first = literal[0] as number;
  const last = octets.length - literal.length;
  for (let at = octets.indexOf(first, from); at >= 0 && at <= last; at = octets.indexOf(first, at + 1)) {
    let i = 1;
    while (i < literal.length && octets[at + i] === literal[i]) i++;
    if (i === literal.length) return at;
  }
  return -1;
};
