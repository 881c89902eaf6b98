/** `/etc/resolv.conf`: which servers are asked. @see resolv.conf(5) */
import { isIpv4, isIpv6 } from '../bytes/address.ts';
import { splitZone } from '../bytes/zone.ts';
import type { ResolverConfig } from './host.ts';

/** resolv.conf(5): MAXNS, and the limits of its options. */
const MOST_SERVERS = 3;
const MOST_DOTS = 15;
const MOST_SECONDS = 30;
const MOST_ATTEMPTS = 5;

/** Reads the text of a resolv.conf. Lines that it does not know are ignored, as the C library does; without servers it is this host. */
export function parseResolvConf(text: string): ResolverConfig {
  const servers: string[] = [];
  let search: string[] = [];
  const options = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (/^[;#]/.test(line)) continue;
    const [word, ...rest] = line.trim().split(/[ \t]+/);
    const [first = ''] = rest;
    const { address } = splitZone(first);
    if (word === 'nameserver' && (isIpv4(first) || isIpv6(address))) servers.push(first);
    else if (word === 'domain' && first !== '') search = [first];
    else if (word === 'search') search = rest;
    else if (word === 'options') for (const option of rest) options.set(...(option.split(':', 2) as [string, string]));
  }
  const number = (name: string, usual: number, most: number): number => {
    const n = Number(options.get(name));
    return Number.isInteger(n) && n >= 0 && options.get(name) !== '' ? Math.min(n, most) : usual;
  };
  return {
    servers: servers.length === 0 ? ['127.0.0.1'] : servers.slice(0, MOST_SERVERS),
    search,
    ndots: number('ndots', 1, MOST_DOTS),
    timeoutMs: 1000 * Math.max(1, number('timeout', 5, MOST_SECONDS)),
    attempts: Math.max(1, number('attempts', 2, MOST_ATTEMPTS)),
  };
}
