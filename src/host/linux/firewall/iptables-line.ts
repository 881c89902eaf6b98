/** The command line of iptables that says what a rule says, for where nftables cannot be used. */
import type { Family } from '../../../bytes/prefix.ts';
import type { GuardRequest } from '../../host.ts';
import type { PlannedRule } from './guard.ts';

const CHAINS = { in: 'INPUT', out: 'OUTPUT', forward: 'FORWARD' } as const;
const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

/** The commands that say what the rule says: for a rule of either family one of `iptables` and one of `ip6tables`. */
export function iptablesLines(planned: PlannedRule): string[] {
  const { family } = planned.checked;
  return (family === undefined ? ([4, 6] as const) : [family]).map((one) => iptablesLine(planned, one));
}

/** Their u32 match looks at what an ICMP error quotes; that goes to who sent it. */
function iptablesLine({ checked, guard }: PlannedRule, family: Family): string {
  const { rule, protocol, sourcePort, destinationPort, flags } = checked;
  const ports = (name: string, range: readonly [number, number] | undefined): string[] =>
    range === undefined ? [] : [name, range[0] === range[1] ? String(range[0]) : range.join(':')];
  const address = (name: string, text: string | undefined): string[] => (text === undefined ? [] : [name, text]);
  const names = (bits: number): string => FLAG_NAMES.filter((_, i) => (bits & (1 << i)) !== 0).join(',') || 'NONE';
  const v6 = family === 6;
  const icmp = [rule.icmpType, rule.icmpCode].filter((n) => n !== undefined).join('/');
  const target = { drop: ['-j', 'DROP'], reject: ['-j', 'REJECT'], accept: ['-j', 'ACCEPT'], count: [] }[rule.action];
  return [
    v6 ? 'ip6tables' : 'iptables',
    '-A',
    CHAINS[rule.direction],
    ...(rule.iface === undefined ? [] : [rule.direction === 'out' ? '-o' : '-i', rule.iface]),
    ...(protocol === undefined ? [] : ['-p', String(rule.protocol)]),
    ...address('-s', rule.source ?? guard?.localAddress),
    ...address('-d', rule.destination ?? guard?.remoteAddress),
    ...ports('--sport', sourcePort),
    ...ports('--dport', destinationPort),
    ...(flags === undefined ? [] : ['--tcp-flags', names(flags.mask), names(flags.set)]),
    ...(icmp === '' ? [] : [v6 ? '--icmpv6-type' : '--icmp-type', icmp]),
    ...(guard === undefined ? [] : ['-m', 'u32', '--u32', `"${quoted(v6, guard)}"`]),
    ...target,
  ].join(' ');
}

/**
 * In words of 4 octets: the last octet of the one is the quoted protocol, the other is both ports. IPv4's are counted from behind its header,
 * whose length is in its first octet; IPv6's from the packet's start.
 */
function quoted(v6: boolean, { localPort, remotePort }: GuardRequest): string {
  const protocol = v6 ? '51' : '0>>22&0x3C@14';
  const ports = v6 ? '88' : '0>>22&0x3C@28';
  const remote = remotePort === undefined ? [] : [`${ports}>>16=${remotePort}`];
  return [`${protocol}&0xFF=17`, ...remote, `${ports}&0xFFFF=${localPort}`].join('&&');
}
