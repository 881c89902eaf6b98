/** What beginners do wrong with packets, and what to write instead. */
import type { CallNode, Expression } from '../notation/read/tree.ts';
import { calledName, type Node } from './walk.ts';

export interface Finding {
  readonly rule: 'random-twice' | 'other-port' | 'length-by-hand' | 'checksum-by-hand' | 'random-compared';
  readonly at: number;
  readonly text: string;
}

/** Gives a random value that is drawn anew for each packet. */
const isRandom = (x: Expression | undefined): x is CallNode =>
  x?.type === 'call' && /^(Rand\w+|IncrementalValue|AutoTime)$/.test(calledName(x) ?? '');

const isLayerCall = (x: Node): x is CallNode => x.type === 'call' && /^(IP|IPv6|TCP|UDP|ICMP|SCTP|DNS|BOOTP)$/.test(calledName(x) ?? '');

const namedOf = (call: CallNode, name: string): Expression | undefined => call.named.find((n) => n.name === name)?.value;

/** `sport = RandShort()` that stands in two packets: each draws its own number (the bug of "Fun with Raw Packets"). */
export function randomTwice(body: readonly Node[], line: (at: number) => number): Finding[] {
  const values = new Map<string, { readonly at: number; readonly call: CallNode }>();
  for (const node of body)
    if (node.type === 'assign')
      for (const target of node.targets) {
        if (target.type !== 'name') continue;
        if (isRandom(node.value)) values.set(`${target.id} ${node.at}`, { at: node.at, call: node.value });
      }
  const found: Finding[] = [];
  for (const [key, { at, call }] of values) {
    const name = key.split(' ')[0] as string;
    // Until it is set again.
    const next =
      body.find((n) => n.type === 'assign' && n.at > at && n.targets.some((t) => t.type === 'name' && t.id === name))?.at ??
      Number.POSITIVE_INFINITY;
    const uses = body.filter(
      (n): n is CallNode =>
        isLayerCall(n) && n.at > at && n.at < next && n.named.some(({ value }) => value.type === 'name' && value.id === name),
    );
    if (uses.length < 2) continue;
    const lines = [...new Set(uses.map((u) => line(u.at)))];
    const written = calledName(call) ?? 'RandNum';
    found.push({
      rule: 'random-twice',
      at: (uses[1] as CallNode).at,
      text: `${name} is ${written}(…), which draws another value for each packet: the packets of lines ${lines.join(' and ')} get different ones. Write ${name} = int(${written}(…)), which draws once`,
    });
  }
  return found;
}

/** Two TCP headers of one connection with ports that differ: numbers that are not the same, or one that is drawn and one that is not given. */
export function otherPort(body: readonly Node[]): Finding[] {
  const headers = body.filter((n): n is CallNode => n.type === 'call' && calledName(n) === 'TCP');
  // Without flags it is a SYN.
  const begun = headers.find((h) => flagsOf(h) === 'S' || namedOf(h, 'flags') === undefined);
  if (begun === undefined) return [];
  const port = namedOf(begun, 'sport');
  return headers.flatMap((h): Finding[] => {
    // Who acknowledges goes on, whatever the flags are; without ack= and with them it may be a probe, as those of an ACK scan.
    const goesOn = namedOf(h, 'ack') !== undefined || (flagsOf(h) ?? '').includes('A');
    if (h.at <= begun.at || !goesOn || !isSamePort(namedOf(begun, 'dport'), namedOf(h, 'dport'))) return [];
    const own = namedOf(h, 'sport');
    if (
      isRandom(own) ||
      (port !== undefined && own === undefined) ||
      (own !== undefined && port === undefined && own.type === 'int') ||
      (own?.type === 'int' && port?.type === 'int' && own.value !== port.value)
    )
      return [
        {
          rule: 'other-port',
          at: h.at,
          text: `this goes on with a connection, from another port than its SYN${own === undefined ? ' (without sport= it is 20)' : ''}: the server answers with a reset. Give both the same sport`,
        },
      ];
    return [];
  });
}

const flagsOf = (h: CallNode): string | undefined => {
  const flags = namedOf(h, 'flags');
  if (flags?.type === 'text') return flags.value;
  return flags?.type === 'int' && typeof flags.value === 'number'
    ? [...'FSRPAUEC'].filter((_, i) => ((flags as { value: number }).value >> i) & 1).join('')
    : undefined;
};

const isSamePort = (a: Expression | undefined, b: Expression | undefined): boolean =>
  a === undefined || b === undefined || a.type !== b.type || (a.type === 'int' && b.type === 'int' ? a.value === b.value : true);

const LENGTHS: Readonly<Record<string, readonly string[]>> = { IP: ['len', 'ihl'], IPv6: ['plen'], UDP: ['len'], TCP: ['dataofs'] };
const COUNTS: Readonly<Record<string, readonly string[]>> = { DNS: ['qdcount', 'ancount', 'nscount', 'arcount'] };

/** A length or a checksum that is given: it is computed where nobody gives it, and stays wrong where somebody does. */
export function byHand(body: readonly Node[]): Finding[] {
  return body.flatMap((node): Finding[] => {
    if (node.type !== 'call') return [];
    const layer = calledName(node) ?? '';
    return node.named.flatMap(({ name, value }): Finding[] => {
      if (value.type !== 'int' || name === undefined) return [];
      if (LENGTHS[layer]?.includes(name) || COUNTS[layer]?.includes(name))
        return [
          {
            rule: 'length-by-hand',
            at: value.at,
            text: `${layer}.${name} is given by hand, and stays as it is when the packet changes. Leave it out: it is computed`,
          },
        ];
      if (name === 'chksum' && /^(IP|TCP|UDP|ICMP)$/.test(layer))
        return [
          {
            rule: 'checksum-by-hand',
            at: value.at,
            text: `${layer}.chksum is given by hand: a receiver drops a packet with a wrong sum. Leave it out: it is computed`,
          },
        ];
      return [];
    });
  });
}

/** `if port == RandShort()`: each look draws. */
export function randomCompared(body: readonly Node[]): Finding[] {
  return body.flatMap((node): Finding[] =>
    node.type === 'compare' && [node.left, ...node.rest.map((r) => r.value)].some(isRandom)
      ? [
          {
            rule: 'random-compared',
            at: node.at,
            text: 'a random value is drawn for this comparison alone. Keep it first: x = int(RandShort())',
          },
        ]
      : [],
  );
}
