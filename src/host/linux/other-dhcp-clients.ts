/** Which other programs get addresses by DHCP for an interface. */
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { namespacePath, processNumbers } from './namespaces.ts';

/** Programs that are clients for the interfaces in their arguments; without one, for all. */
const CLIENTS: ReadonlySet<string> = new Set(['dhclient', 'dhcpcd', 'udhcpc', 'udhcpc6', 'dhcp6c', 'busybox']);

/**
 * Their names, with the number of the process: dhclient, dhcpcd and udhcpc by their arguments, systemd-networkd and NetworkManager by what they
 * keep of the interface.
 *
 * @param netns as of linuxHost; undefined: this process's own
 */
export function otherDhcpClients(iface: string, index: number | undefined, netns: string | number | undefined): string[] {
  const found: string[] = [];
  const own = numberOf(netns === undefined ? '/proc/self/ns/net' : namespacePath(netns));
  for (const pid of processNumbers()) {
    const [program = '', ...words] = argumentsOf(pid);
    const names = [program, ...(program.endsWith('busybox') ? words.slice(0, 1) : [])].map((path) => path.split('/').at(-1) as string);
    const name = names.findLast((one) => CLIENTS.has(one));
    if (name === undefined || name === 'busybox' || numberOf(`/proc/${pid}/ns/net`) !== own) continue;
    if (words.includes(iface) || words.includes(`-i${iface}`) || isForAll(name, words)) found.push(`${name} (process ${pid})`);
  }
  // Both manage the machine's own namespace.
  if (index !== undefined && own === numberOf('/proc/1/ns/net')) {
    if (existsSync(`/run/systemd/netif/leases/${index}`)) found.push('systemd-networkd');
    if (existsSync(`/run/NetworkManager/devices/${index}`)) found.push('NetworkManager');
  }
  return found;
}

/** dhclient and dhcpcd without an interface take all of them. */
const isForAll = (name: string, words: readonly string[]): boolean =>
  /^(dhclient|dhcpcd)$/.test(name) && words.every((word) => word.startsWith('-'));

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    // It has ended.
    return [];
  }
}

/** Tells a namespace from others; undefined where it may not be looked at. */
function numberOf(path: string): string | undefined {
  try {
    return path.startsWith('/proc/') ? /\d+/.exec(readlinkSync(path))?.[0] : String(statSync(path).ino);
  } catch {
    return undefined;
  }
}
