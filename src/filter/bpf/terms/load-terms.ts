/** Arithmetic and comparisons: `tcp[tcpflags] & tcp-syn != 0`, `len > 100`. */
import type { Generator } from '../link/generator.ts';
import {
  allOf,
  and,
  binary,
  type Condition,
  constant,
  load,
  not,
  plus,
  type Position,
  test,
  type Value,
} from '../conditions/intermediate.ts';
import { ETHERTYPE, linkProtocol } from '../link/link-protocol.ts';
import { WANTS_WLAN } from '../link/wlan-terms.ts';
import { behindIp, firstFragment } from './port-terms.ts';
import { IP_PROTOCOL, ipProtocol } from './protocol-terms.ts';
import type { Arithmetic, Expression } from '../text/syntax.ts';
import type { Protocol } from '../text/words.ts';

/** A value, and what must hold of the packet for it to be there. */
interface Operand {
  readonly value: Value;
  readonly conditions: readonly Condition[];
}

export function relationTerm(g: Generator, { operator, left, right }: Extract<Expression, { kind: 'relation' }>): Condition {
  const a = operand(g, left);
  const b = operand(g, right);
  const compared = compare(operator, a.value, b.value);
  return and(allOf([...a.conditions, ...b.conditions]), compared);
}

function compare(operator: Extract<Expression, { kind: 'relation' }>['operator'], a: Value, b: Value): Condition {
  switch (operator) {
    case '=':
      return test('equal', a, b);
    case '!=':
      return not(test('equal', a, b));
    case '>':
      return test('greater', a, b);
    case '>=':
      return test('greaterOrEqual', a, b);
    case '<':
      return not(test('greaterOrEqual', a, b));
    case '<=':
      return not(test('greater', a, b));
  }
}

function operand(g: Generator, tree: Arithmetic): Operand {
  switch (tree.kind) {
    case 'number':
      return { value: constant(tree.value), conditions: [] };
    case 'length':
      return { value: { kind: 'length' }, conditions: [] };
    case 'negate': {
      const { value, conditions } = operand(g, tree.of);
      return { value: value.kind === 'constant' ? constant(-value.value) : { kind: 'negate', of: value }, conditions };
    }
    case 'binary': {
      const left = operand(g, tree.left);
      const right = operand(g, tree.right);
      refuseConstants(g, tree.operator, right.value, tree.right.at);
      // As in libpcap, only the left side's conditions are asked: `ip[0] + tcp[0]` looks behind any IPv4 header.
      return { value: binary(tree.operator, left.value, right.value), conditions: left.conditions };
    }
    case 'load':
      return field(g, tree);
  }
}

function refuseConstants(g: Generator, operator: string, right: Value, at: number): void {
  if (right.kind !== 'constant') return;
  if ((operator === '/' || operator === '%') && right.value === 0) throw g.error(at, 'division by 0');
  if ((operator === '<<' || operator === '>>') && right.value > 31) throw g.error(at, `a shift by ${right.value} bits; the most is 31`);
}

function field(g: Generator, { protocol, offset, size, at }: Extract<Arithmetic, { kind: 'load' }>): Operand {
  const index = operand(g, offset);
  const { start, conditions } = fieldBase(g, protocol, at);
  return { value: load(indexed(start, index.value), size), conditions: [...index.conditions, ...conditions] };
}

/** The offset in the text is computed, or a constant that can be part of the instruction. */
function indexed({ base, offset }: Position, index: Value): Position {
  if (index.kind === 'constant' && index.value < 0x80000000) return { base, offset: offset + index.value };
  return { base: plus(base, index), offset };
}

/** Where the field's header begins, and what must hold for it to be there. */
function fieldBase(g: Generator, protocol: Protocol, at: number): { start: Position; conditions: readonly Condition[] } {
  switch (protocol) {
    case 'radio':
      if (g.layout.wlan === undefined || g.layout.wlan === 'none') throw g.unsupported(at, 'radio', WANTS_WLAN);
      return { start: { offset: 0 }, conditions: [] };
    case 'link':
      return { start: g.link, conditions: [] };
    case 'ip':
    case 'ip6':
    case 'arp':
    case 'rarp':
    case 'atalk':
    case 'decnet':
    case 'lat':
    case 'sca':
    case 'mopdl':
    case 'moprc':
      return { conditions: [linkProtocol(g, ETHERTYPE[protocol], at)], start: g.networkAt(0, at) };
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'icmp':
    case 'igmp':
    case 'igrp':
    case 'pim':
    case 'vrrp':
    case 'carp':
      // Over IPv4 only, as in libpcap.
      return { conditions: [ipProtocol(g, IP_PROTOCOL[protocol], at), firstFragment(g, at)], start: behindIp(g, 0, at) };
    case 'icmp6':
      return {
        conditions: [linkProtocol(g, ETHERTYPE.ip6, at), test('equal', load(g.networkAt(6, at), 1), constant(IP_PROTOCOL.icmp6))],
        start: g.networkAt(40, at),
      };
    default:
      throw g.error(at, `'${protocol}' has no octets that '[' could read`);
  }
}
