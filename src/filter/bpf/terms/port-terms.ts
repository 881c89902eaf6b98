/** Ports: `tcp dst port 80`, `portrange 6000-6008`. */
import type { Generator } from '../link/generator.ts';
import { inDirection } from '../link/direction.ts';
import {
  and,
  anyOf,
  type Condition,
  constant,
  equal,
  load,
  not,
  plus,
  type Position,
  test,
  type Value,
} from '../conditions/intermediate.ts';
import { ETHERTYPE, linkProtocol } from '../link/link-protocol.ts';
import { IP_PROTOCOL } from './protocol-terms.ts';
import type { Direction } from '../text/words.ts';

export type PortProtocol = 'tcp' | 'udp' | 'sctp';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** @param range one port when first and last are equal */
export function portTerm(
  g: Generator,
  range: PortRange,
  protocols: readonly PortProtocol[],
  direction: Direction | undefined,
  at: number,
  asRange: boolean,
): Condition {
  const numbers = protocols.map((protocol) => IP_PROTOCOL[protocol]);
  const ports = (transport: (offset: number) => Position): Condition =>
    inDirection(
      g,
      direction,
      at,
      () => inRange(transport(0), range, asRange),
      () => inRange(transport(2), range, asRange),
    );
  const within = (offset: number): Condition => anyOf(numbers.map((number) => equal(g.networkAt(offset, at), 1, number)));
  // IPv6 extension headers are not looked through, as in libpcap.
  const ip6 = and(
    linkProtocol(g, ETHERTYPE.ip6, at),
    within(6),
    ports((offset) => g.networkAt(40 + offset, at)),
  );
  const ip = and(
    linkProtocol(g, ETHERTYPE.ip, at),
    within(9),
    firstFragment(g, at),
    ports((offset) => behindIp(g, offset, at)),
  );
  return anyOf([ip6, ip]);
}

function inRange(port: Position, { first, last }: PortRange, asRange: boolean): Condition {
  if (!asRange || first === last) return equal(port, 2, first);
  const value = load(port, 2);
  return and(test('greaterOrEqual', value, constant(first)), not(test('greater', value, constant(last))));
}

/** The part of an IPv4 datagram that holds the header of the layer above: fragment offset 0 (RFC 791 §3.1). */
export const firstFragment = (g: Generator, at: number): Condition => not(test('anyBit', load(g.networkAt(6, at), 2), constant(0x1fff)));

/** A place behind an IPv4 header, whose length its first octet says. */
export function behindIp(g: Generator, offset: number, at: number): Position {
  const start = g.networkAt(0, at);
  return { base: plus(start.base, ipHeaderLength(start)), offset: start.offset + offset };
}

export function ipHeaderLength(start: Position): Value {
  if (start.base === undefined) return { kind: 'headerLength', at: start.offset };
  const words: Value = { kind: 'binary', operator: '&', left: load(start, 1), right: constant(0x0f) };
  return { kind: 'binary', operator: '<<', left: words, right: constant(2) };
}
