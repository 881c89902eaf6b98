/**
 * What a rule means, kept beside it in the kernel (NFTA_RULE_USERDATA, 256 octets at most), so that any process can list it.
 * nft has entries of type, length and value there, and leaves alone what it does not know: ours is one more.
 */
import type { FirewallRule, GuardRequest } from '../../host.ts';
import { present } from './checked-rule.ts';

/** Far from nft's own numbers, which are 0 and 1. */
const TYPE = 0x70;

/** A rule's words, and those of a guard for port unreachables: which packets the quoted one must be of. */
export interface RuleNote {
  readonly rule: FirewallRule;
  readonly guard?: GuardRequest;
}

/** In this order; names would not fit. */
const PARTS = [
  'direction',
  'action',
  'iface',
  'protocol',
  'family',
  'source',
  'destination',
  'sourcePort',
  'destinationPort',
  'tcpFlags',
  'icmpType',
  'icmpCode',
] as const satisfies readonly (keyof FirewallRule)[];
const GUARD_PARTS = [
  'protocol',
  'localPort',
  'localAddress',
  'remoteAddress',
  'remotePort',
] as const satisfies readonly (keyof GuardRequest)[];

/** Octets for the rule's user data. */
export function encodeNote({ rule, guard }: RuleNote): Uint8Array {
  const values: unknown[] = PARTS.map((part) =>
    part === 'tcpFlags' ? rule.tcpFlags && [rule.tcpFlags.set ?? '', rule.tcpFlags.clear ?? ''] : rule[part],
  );
  if (guard !== undefined) values.push(GUARD_PARTS.map((part) => guard[part]));
  // 215 octets at most: two IPv6 prefixes, two ranges of ports.
  const text = new TextEncoder().encode(JSON.stringify(values));
  const out = new Uint8Array(2 + text.length);
  out.set([TYPE, text.length]);
  out.set(text, 2);
  return out;
}

/** Undefined for what we did not write. */
export function decodeNote(data: Uint8Array): RuleNote | undefined {
  if (data[0] !== TYPE || data.length < 2 + (data[1] as number)) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(new TextDecoder().decode(data.subarray(2, 2 + (data[1] as number))));
  } catch {
    return undefined;
  }
  if (!Array.isArray(values)) return undefined;
  // JSON has null for what is undefined in a list.
  const value = (i: number): unknown => (values as unknown[])[i] ?? undefined;
  const parts: Record<string, unknown> = Object.fromEntries(PARTS.map((part, i) => [part, value(i)]));
  const flags = parts['tcpFlags'] as readonly [string, string] | undefined;
  if (flags !== undefined) parts['tcpFlags'] = present({ set: flags[0] || undefined, clear: flags[1] || undefined });
  const guard = value(PARTS.length) as readonly unknown[] | undefined;
  return {
    rule: present<FirewallRule>(parts),
    ...(guard === undefined
      ? {}
      : { guard: present<GuardRequest>(Object.fromEntries(GUARD_PARTS.map((p, i) => [p, guard[i] ?? undefined]))) }),
  };
}
