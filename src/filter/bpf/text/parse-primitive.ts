/** What follows words that ask something of their own: `vlan 5`, `less 100`, `type mgt subtype beacon`, `opc > 7`. */
import { relation } from './parse-arithmetic.ts';
import type { Expression, FieldValue, PrimitiveArguments } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import { PRIMITIVE_WORDS, type PrimitiveWord, type Protocol } from './words.ts';

/** @param protocol the protocol that stood before it: `ip multicast` */
export function parsePrimitive(reader: TokenReader, protocol: Protocol | undefined): Expression {
  const { text, at } = reader.take();
  const word = PRIMITIVE_WORDS[text as keyof typeof PRIMITIVE_WORDS];
  return { kind: 'primitive', word, given: { protocol, ...argumentsOf(reader, word) }, at };
}

function argumentsOf(reader: TokenReader, word: PrimitiveWord): PrimitiveArguments {
  switch (word) {
    case 'less':
    case 'greater':
      return { number: reader.number('a length') };
    case 'ifindex':
      return { number: reader.number('an interface index') };
    case 'rnr':
    case 'srnr':
      return { number: reader.number('a rule number') };
    case 'vlan':
    case 'mpls':
    case 'pppoes':
    case 'geneve':
    case 'vxlan':
      return optionalNumber(reader);
    case 'llc': {
      // `rnr` is a word of the language too (a pf rule number).
      const { kind, text } = reader.peek();
      return kind === 'name' || text === 'rnr' ? { name: reader.take().text } : {};
    }
    case 'ifname':
    case 'rset':
    case 'action':
      return { name: name(reader) };
    case 'reason':
    case 'dir':
    case 'subtype':
      return nameOrNumber(reader);
    case 'type':
      return typeAndSubtype(reader);
    case 'byte': {
      const number = reader.number("an octet's offset");
      return { number, values: [byteTest(reader)] };
    }
    case 'vpi':
    case 'vci':
    case 'sio':
    case 'opc':
    case 'dpc':
    case 'sls':
    case 'hsio':
    case 'hopc':
    case 'hdpc':
    case 'hsls':
      return { values: fieldValues(reader) };
    default:
      return {};
  }
}

/** `vlan 5`, `vlan (5)`, and also `vlan` before whatever goes on. */
function optionalNumber(reader: TokenReader): PrimitiveArguments {
  const brackets = bracketsBefore(reader);
  if (brackets === undefined) return {};
  for (let i = 0; i < brackets; i++) reader.take();
  const number = reader.take().value;
  for (let i = 0; i < brackets; i++) reader.expect(')');
  return { number };
}

/** How many brackets open before a number that is all they hold; undefined when something else comes. */
function bracketsBefore(reader: TokenReader): number | undefined {
  let ahead = 0;
  while (reader.isSymbol('(', ahead)) ahead++;
  if (reader.peek(ahead).kind !== 'number') return undefined;
  return ahead === 0 || reader.isSymbol(')', ahead + 1) ? ahead : undefined;
}

function name(reader: TokenReader): string {
  if (reader.peek().kind !== 'name') throw reader.unexpected('a name');
  return reader.take().text;
}

function nameOrNumber(reader: TokenReader): { name: string } | { number: number } {
  const token = reader.peek();
  if (token.kind === 'number') return { number: reader.take().value };
  // Names of 802.11 frame types are words of the language elsewhere: none today, but a keyword is a name here.
  if (token.kind !== 'name' && token.kind !== 'keyword') throw reader.unexpected('a name or a number');
  return { name: reader.take().text };
}

function typeAndSubtype(reader: TokenReader): PrimitiveArguments {
  const type = nameOrNumber(reader);
  if (!reader.isWord('subtype')) return type;
  reader.take();
  const { at } = reader.peek();
  return { ...type, subtype: { ...nameOrNumber(reader), at } };
}

/** `byte 5 > 3`: the comparisons are =, <, >, and & and | ask whether any bit is left. */
function byteTest(reader: TokenReader): FieldValue {
  const { kind, text } = reader.peek();
  if (kind !== 'symbol' || !['=', '<', '>', '&', '|'].includes(text)) throw reader.unexpected('one of = < > & |');
  reader.take();
  const { at } = reader.peek();
  return { operator: text as FieldValue['operator'], value: reader.number('a number up to 255'), at };
}

/** `7`, `> 7`, `(7 or 8 or 9)`. */
function fieldValues(reader: TokenReader): FieldValue[] {
  const operator = relation(reader);
  if (operator !== undefined || !reader.skip('(')) return [oneValue(reader, operator ?? '=')];
  const values = [oneValue(reader, relation(reader) ?? '=')];
  while (reader.skip('or')) values.push(oneValue(reader, relation(reader) ?? '='));
  reader.expect(')');
  return values;
}

function oneValue(reader: TokenReader, operator: FieldValue['operator']): FieldValue {
  const { at } = reader.peek();
  return { operator, value: reader.number('a number'), at };
}
