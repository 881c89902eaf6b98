/** Arithmetic of the capture-filter language. */
import type { Arithmetic, ArithmeticOperator, RelationOperator } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import { filterError } from './filter-error.ts';
import { lookUp, PROTOCOL_WORDS } from './words.ts';

/** How tightly operators bind; all from left to right. `%` and `^` have no rank, see {@link operators}. */
const RANKS: Readonly<Record<string, number>> = { '|': 1, '&': 2, '<<': 3, '>>': 3, '+': 4, '-': 4, '*': 5, '/': 5 };
const UNRANKED: ReadonlySet<string> = new Set(['%', '^']);
const RELATIONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** More than anybody writes; each makes the tree one deeper. */
const MOST_OPERATORS = 200;

/** Whether the next word continues a number or a field to arithmetic. */
export function operatorFollows(reader: TokenReader, ahead = 0): boolean {
  const { kind, text } = reader.peek(ahead);
  return kind === 'symbol' && (lookUp(RANKS, text) !== undefined || UNRANKED.has(text) || RELATIONS.has(text));
}

/** The relation that is next, taken. */
export function relation(reader: TokenReader): RelationOperator | undefined {
  const { kind, text } = reader.peek();
  if (kind !== 'symbol' || !RELATIONS.has(text)) return undefined;
  reader.take();
  return text as RelationOperator;
}

export function parseArithmetic(reader: TokenReader): Arithmetic {
  return operators(reader, operand(reader), 0);
}

/**
 * Goes on from a left side. libpcap's grammar gives `%` and `^` no precedence, and so they, and whatever follows them, always bind to the
 * right: `1 + 7 ^ 2` is `1 + (7 ^ 2)`, `5 ^ 3 * 2` is `5 ^ (3 * 2)`, `7 % 4 + 1` is `7 % (4 + 1)`.
 */
export function operators(reader: TokenReader, start: Arithmetic, lowest: number): Arithmetic {
  let left = start;
  for (let count = 0; ; count++) {
    const { kind, text, at } = reader.peek();
    if (kind !== 'symbol') return left;
    const unranked = UNRANKED.has(text);
    const rank = lookUp(RANKS, text);
    if (!unranked && (rank === undefined || rank <= lowest)) return left;
    if (count === MOST_OPERATORS)
      throw filterError(reader.text, at, `more than ${MOST_OPERATORS} operators in a row`, { remedy: 'make the expression shorter' });
    reader.take();
    const right = reader.nested(() => operators(reader, operand(reader), rank ?? 0));
    left = { kind: 'binary', operator: text as ArithmeticOperator, left, right, at };
  }
}

function operand(reader: TokenReader): Arithmetic {
  const { kind, text, at, value } = reader.peek();
  if (kind === 'number') {
    reader.take();
    return { kind: 'number', value, at };
  }
  if (reader.skip('-')) return { kind: 'negate', of: reader.nested(() => operators(reader, operand(reader), 6)), at };
  if (reader.skip('(')) {
    const inner = reader.nested(() => parseArithmetic(reader));
    reader.expect(')');
    return inner;
  }
  if (kind === 'keyword' && (text === 'len' || text === 'length')) {
    reader.take();
    return { kind: 'length', at };
  }
  if (kind === 'keyword' && Object.hasOwn(PROTOCOL_WORDS, text)) return parseLoad(reader);
  throw reader.unexpected("a number, 'len' or a field such as ip[0]");
}

/** `tcp[13]`, `ip[2:2]`. */
function parseLoad(reader: TokenReader): Arithmetic {
  const { text, at } = reader.take();
  const protocol = PROTOCOL_WORDS[text as keyof typeof PROTOCOL_WORDS];
  reader.expect('[');
  const offset = reader.nested(() => parseArithmetic(reader));
  let size = 1;
  if (reader.skip(':')) {
    const sizeAt = reader.peek().at;
    size = reader.number('a size (1, 2 or 4)');
    if (size !== 1 && size !== 2 && size !== 4) throw filterError(reader.text, sizeAt, `a field has 1, 2 or 4 octets, not ${size}`);
  }
  reader.expect(']');
  return { kind: 'load', protocol, offset, size, at };
}
