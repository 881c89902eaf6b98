/** What to type where the guard cannot be had: the line of the platform's own packet filter. */
import type { GuardRequest } from '../../host.ts';
import { guardRules } from './guard.ts';
import { iptablesLines } from './iptables-line.ts';

/** Systems whose packet filter is pf. */
const WITH_PF: readonly string[] = ['darwin', 'freebsd', 'openbsd'];

/**
 * One line. On Linux iptables' commands; elsewhere what there is, with what it does beyond the request.
 *
 * @param platform as `process.platform` names it
 * @returns undefined for a platform whose packet filter is not known here
 * @throws ERR_ADDRESS, ERR_RANGE, ERR_VALUE for the request
 */
export function guardLineFor(platform: string, request: GuardRequest): string | undefined {
  const rules = guardRules(request);
  if (platform === 'linux') return rules.flatMap(iptablesLines).join(' ; ');
  if (WITH_PF.includes(platform)) return `${pfLines(request).join(' ; ')} (in /etc/pf.conf, then: pfctl -f /etc/pf.conf -e)`;
  if (platform === 'win32')
    return 'netsh advfirewall set allprofiles state on (its stealth mode blocks the resets and port unreachables of all ports without a listener; no netsh rule matches TCP flags, so none is for one port alone)';
  return undefined;
}

/** pf.conf(5). `quick`: no later rule undoes it. What an ICMP error quotes pf does not look at. */
function pfLines({ protocol, localPort, localAddress = 'any', remoteAddress = 'any', remotePort }: GuardRequest): string[] {
  const remote = `${remoteAddress}${remotePort === undefined ? '' : ` port ${remotePort}`}`;
  if (protocol === 'tcp') return [`block drop out quick proto tcp from ${localAddress} port ${localPort} to ${remote} flags R/R`];
  const v6 = `${localAddress}${remoteAddress}`.includes(':');
  const open = localAddress === 'any' && remoteAddress === 'any';
  const line = (family: string, icmp: string): string =>
    `block drop out quick ${family} proto ${icmp} from ${localAddress} to ${remoteAddress} ${icmp}-type unreach code port-unr`;
  return [...(open || !v6 ? [line('inet', 'icmp')] : []), ...(open || v6 ? [line('inet6', 'icmp6')] : [])];
}
