/** The parser of capture filters. @see pcap-filter(7) */
import { filterError } from './filter-error.ts';
import { operatorFollows, operators, parseArithmetic, relation } from './parse-arithmetic.ts';
import { parsePrimitive } from './parse-primitive.ts';
import type { Arithmetic, Expression, Id, Qualifiers } from './syntax.ts';
import { TokenReader } from './token-reader.ts';
import { DIRECTION_WORDS, type Direction, lookUp, PRIMITIVE_WORDS, PROTOCOL_WORDS, type Protocol, TYPE_WORDS } from './words.ts';

/** A term with the qualifiers that an id behind it inherits; or arithmetic that nothing was compared with yet. */
type Term = { readonly expression: Expression; readonly inherits: Qualifiers | undefined } | { readonly arithmetic: Arithmetic };

/** What libpcap's grammar lets a term begin with. */
const A_TERM = "a qualifier such as 'host', 'port' or 'tcp', or a comparison";

/** Parses a filter; undefined for an empty one, which takes every packet. @throws PacketwrightError ERR_FILTER */
export function parseExpression(text: string): Expression | undefined {
  const reader = new TokenReader(text);
  if (reader.peek().kind === 'end') return undefined;
  const term = chain(reader, undefined);
  if (reader.peek().kind !== 'end') throw reader.unexpected("'and', 'or' or the end");
  return asExpression(reader, term).expression;
}

/** Terms joined by `and` and `or`, which bind equally, from left to right. */
function chain(reader: TokenReader, before: Qualifiers | undefined): Term {
  const start = term(reader, before);
  if ('arithmetic' in start && reader.isSymbol(')')) return start;
  const first = asExpression(reader, start, before);
  const rest: { operator: 'and' | 'or'; of: Expression }[] = [];
  let { inherits } = first;
  for (;;) {
    const operator = reader.skip('and') ? 'and' : reader.skip('or') ? 'or' : undefined;
    if (operator === undefined) break;
    const next = asExpression(reader, term(reader, inherits), inherits);
    rest.push({ operator, of: next.expression });
    inherits = next.inherits;
  }
  return { expression: rest.length === 0 ? first.expression : { kind: 'chain', first: first.expression, rest }, inherits };
}

/** A number that nothing was compared with is an id when qualifiers go before it: `port 80 or 81`. */
function asExpression(reader: TokenReader, got: Term, before?: Qualifiers): Exclude<Term, { arithmetic: Arithmetic }> {
  if (!('arithmetic' in got)) return got;
  const { arithmetic } = got;
  if (arithmetic.kind !== 'number') throw reader.unexpected('a comparison (= != < <= > >=)');
  if (before === undefined) throw filterError(reader.text, arithmetic.at, `found '${arithmetic.value}' where ${A_TERM} is expected`);
  return {
    expression: { kind: 'id', id: { kind: 'number', value: arithmetic.value }, qualifiers: before, at: arithmetic.at },
    inherits: before,
  };
}

function term(reader: TokenReader, before: Qualifiers | undefined): Term {
  let negations = 0;
  while (reader.skip('not')) negations++;
  const got = positive(reader, before);
  if (negations === 0) return got;
  const { expression, inherits } = asExpression(reader, got, before);
  return { expression: negations % 2 === 0 ? expression : { kind: 'not', of: expression }, inherits };
}

function positive(reader: TokenReader, before: Qualifiers | undefined): Term {
  const token = reader.peek();
  if (reader.isSymbol('(')) {
    reader.take();
    const inner = reader.nested(() => chain(reader, before));
    reader.expect(')');
    // As in libpcap, brackets hand no qualifiers on: `(port 80) and 81` has none, `port 80 and (tcp) and 81` those before the brackets.
    return 'arithmetic' in inner ? compared(reader, inner.arithmetic) : { expression: inner.expression, inherits: before };
  }
  switch (token.kind) {
    case 'number':
      return compared(reader, { kind: 'number', value: reader.take().value, at: token.at });
    case 'symbol':
      if (token.text === '-') return compared(reader, parseArithmetic(reader));
      break;
    case 'keyword':
      if (token.text === 'len' || token.text === 'length') return compared(reader, parseArithmetic(reader));
      if (Object.hasOwn(PROTOCOL_WORDS, token.text) && reader.isSymbol('[', 1)) return compared(reader, parseArithmetic(reader));
      return qualified(reader);
    case 'end':
      break;
    default:
      if (before !== undefined) return { expression: identifier(reader, before), inherits: before };
  }
  throw reader.unexpected(A_TERM);
}

/** Arithmetic from its first operand on, with what it is compared with. */
function compared(reader: TokenReader, first: Arithmetic): Term {
  const left = operatorFollows(reader) ? operators(reader, first, 0) : first;
  const { at } = reader.peek();
  const operator = relation(reader);
  if (operator === undefined) return { arithmetic: left };
  return { expression: { kind: 'relation', operator, left, right: parseArithmetic(reader), at }, inherits: undefined };
}

/** `tcp dst port …`, `ip multicast`, or a protocol alone. */
function qualified(reader: TokenReader): Term {
  const { text, at } = reader.peek();
  const protocol: Protocol | undefined = lookUp(PROTOCOL_WORDS, text);
  if (protocol !== undefined) reader.take();
  const next = reader.peek();
  if (next.kind === 'keyword') {
    const direction = parseDirection(reader);
    const type = lookUp(TYPE_WORDS, reader.peek().kind === 'keyword' ? reader.peek().text : '');
    if (direction !== undefined && (type === 'gateway' || type === 'proto' || type === 'protochain'))
      throw filterError(reader.text, reader.peek().at, `'${type}' has no direction, but '${direction}' is before it`);
    if (type !== undefined) reader.take();
    if (direction !== undefined || type !== undefined) {
      const qualifiers: Qualifiers = { protocol, direction, type };
      return { expression: identifiers(reader, qualifiers), inherits: qualifiers };
    }
    if (Object.hasOwn(PRIMITIVE_WORDS, next.text) && (protocol === undefined || takesProtocol(next.text)))
      return { expression: parsePrimitive(reader, protocol), inherits: undefined };
  }
  if (protocol === undefined) throw reader.unexpected(A_TERM);
  return { expression: { kind: 'protocol', protocol, at }, inherits: undefined };
}

const takesProtocol = (word: string): boolean => ['broadcast', 'multicast', 'type', 'subtype', 'dir', 'direction'].includes(word);

function parseDirection(reader: TokenReader): Direction | undefined {
  const direction = reader.peek().kind === 'keyword' ? lookUp(DIRECTION_WORDS, reader.peek().text) : undefined;
  if (direction === undefined) return undefined;
  reader.take();
  if (direction !== 'src' && direction !== 'dst') return direction;
  const other = direction === 'src' ? 'dst' : 'src';
  for (const operator of ['or', 'and'] as const) {
    if (!reader.isSymbol(operator) || !reader.isWord(other, 1)) continue;
    reader.take();
    reader.take();
    return operator === 'or' ? 'src or dst' : 'src and dst';
  }
  return direction;
}

/** What stands behind qualifiers: one id, one with `not`, or several in brackets: `port (80 or 81)`. */
function identifiers(reader: TokenReader, qualifiers: Qualifiers): Expression {
  let negations = 0;
  while (reader.skip('not')) negations++;
  const of = reader.skip('(') ? reader.nested(() => bracketed(reader, qualifiers)) : identifier(reader, qualifiers);
  return negations % 2 === 0 ? of : { kind: 'not', of };
}

function bracketed(reader: TokenReader, qualifiers: Qualifiers): Expression {
  const first = identifiers(reader, qualifiers);
  const rest: { operator: 'and' | 'or'; of: Expression }[] = [];
  for (;;) {
    const operator = reader.skip('and') ? 'and' : reader.skip('or') ? 'or' : undefined;
    if (operator === undefined) break;
    rest.push({ operator, of: identifiers(reader, qualifiers) });
  }
  reader.expect(')');
  return rest.length === 0 ? first : { kind: 'chain', first, rest };
}

function identifier(reader: TokenReader, qualifiers: Qualifiers): Expression {
  const { at } = reader.peek();
  return { kind: 'id', id: parseId(reader), qualifiers, at };
}

function parseId(reader: TokenReader): Id {
  const { kind, text, value } = reader.peek();
  switch (kind) {
    case 'number':
      reader.take();
      return { kind, value };
    case 'name':
      reader.take();
      return { kind, name: text };
    case 'mac':
      reader.take();
      return { kind, text };
    case 'short':
      reader.take();
      return { kind, value };
    case 'ipv6':
      reader.take();
      return reader.skip('/') ? { kind, text, length: reader.number('a prefix length') } : { kind, text };
    case 'dotted': {
      reader.take();
      if (reader.skip('/')) return { kind, text, length: reader.number('a prefix length') };
      if (!reader.isWord('mask')) return { kind, text };
      reader.take();
      if (reader.peek().kind !== 'dotted') throw reader.unexpected('a mask such as 255.255.255.0');
      return { kind, text, mask: reader.take().text };
    }
    default:
      throw reader.unexpected('a name, a number or an address');
  }
}
