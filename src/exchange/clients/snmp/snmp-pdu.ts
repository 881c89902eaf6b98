/** What is asked and answered, whatever version carries it. */
import type { BerOctets } from '../../../packet/fields/ber/tlv.ts';

/** A value by its type: `['integer', 5]`, `['octets', Uint8Array]`, `['oid', '1.3.6']`, `['null', null]`. Types are those of `SNMPvarbind`. */
export type SnmpValue =
  | readonly ['null' | 'noSuchObject' | 'noSuchInstance' | 'endOfMibView', null]
  | readonly ['integer' | 'counter32' | 'gauge32' | 'time_ticks' | 'uinteger32' | 'counter64', number | bigint]
  | readonly ['octets' | 'opaque' | 'nsap', Uint8Array]
  | readonly ['oid' | 'ip_address', string];

/** A variable: its name as numbers with points, without one in front. */
export interface SnmpVariable {
  readonly oid: string;
  readonly value: SnmpValue;
}

/** A PDU by the spec's names. */
export interface SnmpPdu {
  readonly kind: 'get' | 'next' | 'response' | 'set' | 'bulk' | 'report';
  readonly id: number;
  readonly error: number;
  readonly errorIndex: number;
  readonly variables: readonly SnmpVariable[];
  /** Of bulk: how many variables are asked once, and how often the others. */
  readonly nonRepeaters?: number;
  readonly maxRepetitions?: number;
}

/** What a request is, before it has a number. */
export interface SnmpAsked {
  readonly kind: 'get' | 'next' | 'set' | 'bulk';
  readonly variables: readonly SnmpVariable[];
  /** Of bulk: how many variables are asked once, and how often the others. */
  readonly nonRepeaters?: number;
  readonly maxRepetitions?: number;
}

/** The spec's form of a request. */
export function pduOf(asked: SnmpAsked, id: number): readonly [string, object] {
  const { kind, variables, nonRepeaters = 0, maxRepetitions = 0 } = asked;
  const varbindlist = variables.map(({ oid, value }) => ({ oid, value }));
  if (kind === 'bulk') return ['bulk', { id, non_repeaters: nonRepeaters, max_repetitions: maxRepetitions, varbindlist }];
  return [kind, { id, varbindlist }];
}

/** A value that BER wrote in another form than ours is a value all the same. */
const plain = (v: unknown): unknown => {
  const odd = v as BerOctets<unknown> | null;
  return typeof odd === 'object' && odd !== null && !(odd instanceof Uint8Array) && !Array.isArray(odd) && 'octets' in odd && 'value' in odd
    ? odd.value
    : v;
};

/** The PDU of a message that was read; undefined where it is none. */
export function readPdu(given: unknown): SnmpPdu | undefined {
  const pair = plain(given);
  if (!Array.isArray(pair)) return undefined;
  const [kind, body] = pair as unknown as readonly [string, unknown];
  const of = plain(body) as Readonly<Record<string, unknown>> | undefined;
  const list = plain(of?.['varbindlist']);
  const [id, error, errorIndex] = [plain(of?.['id']), plain(of?.['error'] ?? 0), plain(of?.['error_index'] ?? 0)];
  if (typeof id !== 'number' || typeof error !== 'number' || typeof errorIndex !== 'number' || !Array.isArray(list)) return undefined;
  const variables: SnmpVariable[] = [];
  for (const one of list as readonly unknown[]) {
    const { oid, value } = (plain(one) ?? {}) as { readonly oid?: unknown; readonly value?: unknown };
    const [name, held] = [plain(oid), plain(value)];
    if (typeof name !== 'string' || !Array.isArray(held)) return undefined;
    const [type, what] = held as unknown as readonly [SnmpValue[0], unknown];
    variables.push({ oid: name, value: [type, plain(what)] as unknown as SnmpValue });
  }
  const pdu = { kind: kind as SnmpPdu['kind'], id, error, errorIndex, variables };
  const [nonRepeaters, maxRepetitions] = [plain(of?.['non_repeaters']), plain(of?.['max_repetitions'])];
  return typeof nonRepeaters === 'number' && typeof maxRepetitions === 'number' ? { ...pdu, nonRepeaters, maxRepetitions } : pdu;
}

export { plain as plainValue };

/** Arcs of a name compared: less than 0 where `a` comes first. */
export function compareOids(a: string, b: string): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return (x[i] as number) - (y[i] as number);
  return x.length - y.length;
}

/** Whether `oid` is `root` or below it. */
export const isWithin = (oid: string, root: string): boolean => oid === root || oid.startsWith(`${root}.`);
