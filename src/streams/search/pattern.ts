/** What is searched for: regular expressions or octets, made ready. */
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Automaton, automatonOf } from './automaton.ts';
import { CodePoints } from './code-points.ts';
import { LazyStates } from './lazy-states.ts';
import { type FindLiteral, findLiteral, jumpOf, literalsOf } from './literals.ts';
import { type Node, readPattern } from './syntax.ts';

/** How a pattern is read. */
export interface PatternOptions {
  /** Letters match in either case. Default false. */
  readonly ignoreCase?: boolean;
  /** Matches are whole words: no letter, digit or `_` stands before or behind. Default false. */
  readonly word?: boolean;
  /** Patterns are octets in hex: `0a0d`, `0x0a0d`, `0a 0d`. Default false. */
  readonly hex?: boolean;
  /** Patterns are no expressions: each stands for itself. Default false. */
  readonly fixed?: boolean;
  /** Characters are those of UTF-8. Default false: each is an octet (Latin-1), and one beyond `\xff` is an error. */
  readonly utf8?: boolean;
  /** Finds octets in octets, fast. Default: one that every runtime has. */
  readonly find?: FindLiteral;
}

const NAMES: OptionNames<PatternOptions> = { ignoreCase: true, word: true, hex: true, fixed: true, utf8: true, find: true };

const OCTETS = 0xff;
const UNICODE = 0x10ffff;

/**
 * One or several patterns, any of which is to be found. Cost of the search is linear in the octets, whatever the pattern is, and what a stream has to keep between
 * two pieces is a state.
 */
export class Pattern {
  readonly texts: readonly string[];
  /** @internal */
  readonly automaton: Automaton;
  /** @internal */
  readonly states: LazyStates;
  /** What its matches begin with. @internal */
  readonly literals: readonly Uint8Array[] | undefined;
  /** @internal */
  readonly find: FindLiteral;

  /**
   * @param texts regular expressions as in Perl, without what needs a search that goes back: references to groups, looking ahead or behind. `^` and `$` are the ends
   * of a line (before CR LF, too), `\A` and `\z` those of the stream; `.` is anything but a line feed
   * @throws ERR_VALUE with the place
   */
  constructor(texts: string | readonly string[], o: PatternOptions = {}) {
    checkOptions('Pattern', o, NAMES);
    this.texts = typeof texts === 'string' ? [texts] : texts;
    const utf8 = o.utf8 ?? false;
    const parts = this.texts.map((text) => nodeOf(text, o, utf8));
    const found: Node = parts.length === 1 ? (parts[0] as Node) : { kind: 'any', parts };
    const edge: Node = { kind: 'edge', edge: 'word' };
    const node: Node = o.word ? { kind: 'all', parts: [edge, found, edge] } : found;
    this.automaton = automatonOf(node, utf8, this.texts.join(', '));
    this.literals = literalsOf(node, utf8);
    this.find = o.find ?? findLiteral;
    this.states = new LazyStates(this.automaton, this.texts.join(', '), jumpOf(this.literals, this.find));
  }

  /** It is found in everything, for nothing at all is a match. */
  get isEmpty(): boolean {
    return this.states.first.isFound;
  }
}

function nodeOf(text: string, { ignoreCase = false, hex = false, fixed = false }: PatternOptions, utf8: boolean): Node {
  if (hex) return { kind: 'all', parts: octetsOf(text).map((octet) => ({ kind: 'set', set: CodePoints.of(octet) })) };
  const top = utf8 ? UNICODE : OCTETS;
  return readPattern(fixed ? text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : text, { ignoreCase, top });
}

function octetsOf(text: string): number[] {
  const digits = text.replace(/^0x/i, '').replace(/[\s:]/g, '');
  if (digits.length === 0 || digits.length % 2 === 1 || !/^[0-9a-f]+$/i.test(digits))
    throw new PacketwrightError('ERR_VALUE', `pattern ${text}: expected octets in hex, two digits each`, {
      value: text,
      remedy: 'such as 0d0a',
    });
  return (digits.match(/../g) as string[]).map((octet) => Number.parseInt(octet, 16));
}
