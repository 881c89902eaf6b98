/** A regular expression as a machine that reads octets: steps, each of which leads to others (Thompson 1968). */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { CodePoints } from './code-points.ts';
import type { Edge, Node } from './syntax.ts';
import { utf8Ranges } from './utf8-ranges.ts';

/** What a step does: takes an octet of a set, goes two ways, asks what is around it, or has found. */
export const TAKE = 0;
export const FORK = 1;
export const ASK = 2;
export const FOUND = 3;

/** Steps that a pattern may have. */
const MOST_STEPS = 20_000;

export interface Automaton {
  readonly op: readonly number[];
  /** Where each goes on. */
  readonly next: readonly number[];
  /** FORK: the other way. TAKE: number of its set. ASK: number of the edge. */
  readonly more: readonly number[];
  readonly sets: readonly Uint8Array[];
  readonly start: number;
  /** It asks what is around octets. */
  readonly asks: boolean;
}

export const EDGES: readonly Edge[] = ['line-start', 'line-end', 'start', 'end', 'word', 'no-word'];

/** @param utf8 characters are those of UTF-8, not octets @throws ERR_VALUE when it is too large */
export function automatonOf(node: Node, utf8: boolean, text: string): Automaton {
  const op: number[] = [];
  const next: number[] = [];
  const more: number[] = [];
  const sets: Uint8Array[] = [];
  const known = new Map<string, number>();
  const add = (what: number, to: number, other = 0): number => {
    if (op.length >= MOST_STEPS)
      throw new PacketwrightError('ERR_VALUE', `pattern ${text}: it is too large, over ${MOST_STEPS} steps`, {
        value: text,
        remedy: 'use smaller numbers in {…}',
      });
    op.push(what);
    next.push(to);
    more.push(other);
    return op.length - 1;
  };
  const setOf = (ranges: readonly number[]): number => {
    const key = ranges.join();
    let number = known.get(key);
    if (number === undefined) {
      const set = new Uint8Array(256);
      for (let i = 0; i < ranges.length; i += 2) set.fill(1, ranges[i], (ranges[i + 1] as number) + 1);
      known.set(key, (number = sets.push(set) - 1));
    }
    return number;
  };
  const taking = (set: CodePoints, to: number): number => {
    if (!utf8 || (set.ranges.at(-1) ?? 0) < 0x80) return add(TAKE, to, setOf(set.ranges));
    const ways = utf8Ranges(set).map((ranges) =>
      ranges.reduceRight((after, range) => add(TAKE, after, setOf([range >>> 8, range & 0xff])), to),
    );
    return ways.length === 0 ? add(TAKE, to, setOf([])) : ways.reduce((all, way) => add(FORK, all, way));
  };
  /** Everything is made from its end. */
  const make = (made: Node, to: number): number => {
    switch (made.kind) {
      case 'set':
        return taking(made.set, to);
      case 'edge':
        return add(ASK, to, EDGES.indexOf(made.edge));
      case 'all':
        return made.parts.reduceRight((after, part) => make(part, after), to);
      case 'any':
        return made.parts.map((part) => make(part, to)).reduce((all, way) => add(FORK, all, way));
      case 'repeat': {
        let at = to;
        if (made.max === Number.POSITIVE_INFINITY) {
          at = add(FORK, to, to);
          more[at] = make(made.node, at);
        } else for (let i = made.min; i < made.max; i++) at = add(FORK, to, make(made.node, at));
        for (let i = 0; i < made.min; i++) at = make(made.node, at);
        return at;
      }
    }
  };
  const start = make(node, add(FOUND, 0));
  return { op, next, more, sets, start, asks: op.includes(ASK) };
}

/** Steps that were reached already, by a number of the round; and how many were looked at in all rounds. */
export interface Marks {
  readonly seen: Uint32Array;
  mark: number;
  looked: number;
}

/** What stands before or behind a place: nothing (the beginning or the end), or an octet of one of these kinds. */
export const NOTHING = 0;
const LINE_FEED = 1;
const RETURN = 2;
const WORD = 3;
const OTHER = 4;

const KINDS = new Uint8Array(256).fill(OTHER);
KINDS[10] = LINE_FEED;
KINDS[13] = RETURN;
for (let c = 0; c < 128; c++) if (/\w/.test(String.fromCharCode(c))) KINDS[c] = WORD;

export const kindOf = (octet: number): number => KINDS[octet] as number;

/** Whether an edge is where `before` and `after` meet. A line ends before CR LF, too. */
export function holds(edge: number, before: number, after: number): boolean {
  switch (EDGES[edge]) {
    case 'line-start':
      return before === NOTHING || before === LINE_FEED;
    case 'line-end':
      return after === NOTHING || after === LINE_FEED || after === RETURN;
    case 'start':
      return before === NOTHING;
    case 'end':
      return after === NOTHING;
    case 'word':
      return (before === WORD) !== (after === WORD);
    default:
      return (before === WORD) === (after === WORD);
  }
}

/**
 * Steps that are reached from one without an octet: those that are marked already are passed over. Where `after` is known (0 or more), conditions are judged, else they
 * wait, as steps that take an octet do: `rest` is told of these.
 *
 * @returns whether a match is reached
 */
export function reach(
  { op, next, more }: Automaton,
  from: number,
  marks: Marks,
  { before, after }: { readonly before: number; readonly after: number },
  rest: (step: number) => void,
): boolean {
  const { seen, mark } = marks;
  let isFound = false;
  const stack = [from];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    marks.looked++;
    if (seen[step] === mark) continue;
    seen[step] = mark;
    const what = op[step] as number;
    if (what === FOUND) isFound = true;
    else if (what === FORK) stack.push(next[step] as number, more[step] as number);
    else if (what === ASK && after >= 0) {
      if (holds(more[step] as number, before, after)) stack.push(next[step] as number);
    } else rest(step);
  }
  return isFound;
}
