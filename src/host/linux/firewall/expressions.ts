/** Rules as the kernel runs them: expressions that load octets into a register, compare them, count, and give a verdict. */
import { parseIpv4, parseIpv6 } from '../../../bytes/address.ts';
import type { Prefix } from '../../../bytes/prefix.ts';
import type { FirewallRule } from '../../host.ts';
import { type CheckedRule, PROTOCOL_NUMBERS } from './checked-rule.ts';
import { type Expression, NF_ACCEPT, NF_DROP } from './messages.ts';

/** enum nft_registers: of 16 octets; the other is where verdicts go. */
const REGISTER = 1;
const VERDICT = 0;
/** enum nft_meta_keys */
const META = { inputName: 6, outputName: 7, family: 15, protocol: 16 } as const;
/** NFPROTO_IPV4 and NFPROTO_IPV6 */
const FAMILIES = { 4: 2, 6: 10 } as const;
/** enum nft_cmp_ops */
const EQUAL = 0;
const AT_MOST = 3;
const AT_LEAST = 5;
/** enum nft_payload_bases */
export const NETWORK_HEADER = 1;
export const TRANSPORT_HEADER = 2;
/** NFT_REJECT_TCP_RST; NFT_REJECT_ICMPX_UNREACH with NFT_REJECT_ICMPX_PORT_UNREACH, the code of either family. */
const REJECT_RESET = { type: 1, code: 0 };
const REJECT_UNREACHABLE = { type: 2, code: 1 };
const NAME_OCTETS = 16;

const compare = (op: number, value: Uint8Array): Expression => ({ name: 'cmp', data: { from: REGISTER, op, data: { value } } });
const meta = (key: number): Expression => ({ name: 'meta', data: { to: REGISTER, key } });
const load = (base: number, offset: number, length: number): Expression => ({
  name: 'payload',
  data: { to: REGISTER, base, offset, length },
});
const masked = (mask: Uint8Array): Expression => ({
  name: 'bitwise',
  data: { from: REGISTER, to: REGISTER, length: mask.length, mask: { value: mask }, xor: { value: new Uint8Array(mask.length) } },
});
const u16 = (n: number): Uint8Array => Uint8Array.of(n >>> 8, n);

/** The octets there must be these. */
export const payloadIs = (base: number, offset: number, value: Uint8Array): Expression[] => [
  load(base, offset, value.length),
  compare(EQUAL, value),
];

/** The octet there must have these bits under the mask. */
export const octetIs = (base: number, offset: number, mask: number, value: number): Expression[] => [
  load(base, offset, 1),
  masked(Uint8Array.of(mask)),
  compare(EQUAL, Uint8Array.of(value)),
];

/** The port there must lie between these, both included. */
export function portIs(offset: number, [first, last]: readonly [number, number]): Expression[] {
  if (first === last) return payloadIs(TRANSPORT_HEADER, offset, u16(first));
  return [load(TRANSPORT_HEADER, offset, 2), compare(AT_LEAST, u16(first)), compare(AT_MOST, u16(last))];
}

/** The address as the packet has it. */
export const addressOctets = (address: string): Uint8Array => {
  if (address.includes(':')) return parseIpv6(address);
  const n = parseIpv4(address);
  return Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
};

function addressIs(offset: number, prefix: Prefix): Expression[] {
  if (prefix.length === 0) return [];
  const value = addressOctets(prefix.network);
  const mask = addressOctets(prefix.netmask);
  const whole = mask.every((octet) => octet === 0xff);
  return [load(NETWORK_HEADER, offset, value.length), ...(whole ? [] : [masked(mask)]), compare(EQUAL, value)];
}

/** What the packet must be, without counter and verdict. */
export function matches({ rule, family, protocol, source, destination, sourcePort, destinationPort, flags }: CheckedRule): Expression[] {
  const out: Expression[] = [];
  if (rule.iface !== undefined) {
    // All 16 octets, so that va is not va0.
    const name = new Uint8Array(NAME_OCTETS);
    name.set(new TextEncoder().encode(rule.iface));
    out.push(meta(rule.direction === 'out' ? META.outputName : META.inputName), compare(EQUAL, name));
  }
  if (family !== undefined) out.push(meta(META.family), compare(EQUAL, Uint8Array.of(FAMILIES[family])));
  // RFC 791 §3.1 and RFC 8200 §3: where the addresses stand.
  if (source !== undefined) out.push(...addressIs(family === 6 ? 8 : 12, source));
  if (destination !== undefined) out.push(...addressIs(family === 6 ? 24 : 16, destination));
  // The kernel's own finding: behind IPv6's extension headers too.
  if (protocol !== undefined) out.push(meta(META.protocol), compare(EQUAL, Uint8Array.of(protocol)));
  if (sourcePort !== undefined) out.push(...portIs(0, sourcePort));
  if (destinationPort !== undefined) out.push(...portIs(2, destinationPort));
  // RFC 9293 §3.1
  if (flags !== undefined) out.push(...octetIs(TRANSPORT_HEADER, 13, flags.mask, flags.set));
  if (rule.icmpType !== undefined) out.push(...payloadIs(TRANSPORT_HEADER, 0, Uint8Array.of(rule.icmpType)));
  if (rule.icmpCode !== undefined) out.push(...payloadIs(TRANSPORT_HEADER, 1, Uint8Array.of(rule.icmpCode)));
  return out;
}

/** The counter, and what becomes of the packet. What is only counted goes on to the next rule. */
export function outcome({ rule, protocol }: CheckedRule): Expression[] {
  const counter: Expression = { name: 'counter', data: { octets: 0n, packets: 0n } };
  const verdicts: Record<FirewallRule['action'], Expression[]> = {
    drop: [{ name: 'immediate', data: { to: VERDICT, data: { verdict: { code: NF_DROP } } } }],
    accept: [{ name: 'immediate', data: { to: VERDICT, data: { verdict: { code: NF_ACCEPT } } } }],
    // As a closed port answers.
    reject: [{ name: 'reject', data: protocol === PROTOCOL_NUMBERS.tcp ? REJECT_RESET : REJECT_UNREACHABLE }],
    count: [],
  };
  return [counter, ...verdicts[rule.action]];
}
