/** What a lease changes of a host: addresses and routes, made, undone, or printed as the commands that would make them. */
import { isIpv4, parseIpv4 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { parsePrefix } from '../../../bytes/prefix.ts';
import type { Host, LinkChange, RouteEntry, Undo } from '../../../host/host.ts';
import type { DhcpLease } from './dhcp-lease.ts';

/** A change that a lease needs. */
export type LeaseChange =
  | { readonly kind: 'link'; readonly change: Pick<LinkChange, 'mtu'> }
  /** `address/prefix`. */
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'route'; readonly route: RouteEntry };

/** What a resolver is to be told. */
export type ResolverSettings = Pick<DhcpLease, 'nameServers' | 'search'> & { readonly domain?: string };

/** rtnetlink's number for routes of DHCP (linux/rtnetlink.h: RTPROT_DHCP). */
const PROTOCOL_DHCP = 16;
const ON_LINK = '0.0.0.0';

/** RFC 791 §2.3: the prefix of an address whose server names none. */
function classOf(address: string): number {
  const first = parseIpv4(address) >>> 24;
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

/** The length of the network's prefix: as the server says, or as the address's class has it. */
export const prefixLengthOf = ({ address, prefixLength }: Pick<DhcpLease, 'address' | 'prefixLength'>): number =>
  prefixLength ?? classOf(address);

/** The changes of an IPv4 lease, in the order in which they are made. */
export function leaseChanges(lease: DhcpLease, iface: string): LeaseChange[] {
  const { address, routers, routes, mtu } = lease;
  const prefixLength = prefixLengthOf(lease);
  const own = parsePrefix(`${address}/${prefixLength}`);
  const isNear = (gateway: string): boolean => prefixLength < 32 && own.contains(gateway);
  // RFC 3442: a client that reads classless routes does not read routers.
  const [router] = routers;
  const wanted = routes.length > 0 ? routes : router === undefined ? [] : [{ destination: '0.0.0.0/0', gateway: router }];
  const common = { iface, protocol: PROTOCOL_DHCP };
  const reached = new Set<string>();
  return [
    ...(mtu === undefined ? [] : [{ kind: 'link', change: { mtu } } as const]),
    { kind: 'address', address: `${address}/${prefixLength}` },
    ...wanted.flatMap(({ destination, gateway }): LeaseChange[] => {
      if (gateway === ON_LINK) return [{ kind: 'route', route: { ...common, destination, scope: 'link' } }];
      const there: LeaseChange[] = [{ kind: 'route', route: { ...common, destination, gateway } }];
      if (isNear(gateway) || reached.has(gateway)) return there;
      // A gateway that is not in the network: the link leads there all the same (clouds give addresses of 32 bits).
      reached.add(gateway);
      return [{ kind: 'route', route: { ...common, destination: `${gateway}/32`, scope: 'link' } }, ...there];
    }),
  ];
}

/**
 * Makes the changes. Whoever calls `undo` of what it gives has all as it was before; where one cannot be made, those before it are undone.
 *
 * @throws ERR_VALUE where the host cannot be changed; what a change throws (ERR_PERMISSION, ERR_SYSTEM …)
 */
export async function makeChanges(host: Host, iface: string, changes: readonly LeaseChange[]): Promise<Undo> {
  const { admin } = host;
  if (admin === undefined)
    throw new PacketwrightError('ERR_VALUE', `${host.name} cannot be changed: it has no tables of addresses and routes`);
  const undos: Undo[] = [];
  const undo = async (): Promise<void> => {
    for (let one = undos.pop(); one !== undefined; one = undos.pop()) await one.undo();
  };
  try {
    for (const change of changes) {
      if (change.kind === 'link') undos.push(await admin.links.set(iface, change.change));
      else if (change.kind === 'address') undos.push(await admin.links.addAddress(iface, change.address));
      else undos.push(await admin.routes.add(change.route));
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return {
    what: `${iface}: ${changes.map((change) => changeLine(change, iface)).join('; ')}`,
    undo,
    keep: () => {
      for (const one of undos) one.keep?.();
    },
    [Symbol.asyncDispose]: undo,
  };
}

/**
 * Gives the interface the lease's address, MTU and routes. The resolver is not told: see {@link resolvConf}.
 *
 * @throws as {@link makeChanges}
 */
export const applyLease = (host: Host, iface: string, lease: DhcpLease): Promise<Undo> =>
  makeChanges(host, iface, leaseChanges(lease, iface));

/** The change as a command of iproute2. */
export function changeLine(change: LeaseChange, iface: string): string {
  if (change.kind === 'link') return `ip link set dev ${iface} mtu ${change.change.mtu}`;
  if (change.kind === 'address') return `ip address add ${change.address} dev ${iface}`;
  const { destination, gateway, scope } = change.route;
  const v6 = !isIpv4(destination.split('/')[0] as string);
  const words = [
    ...(gateway === undefined ? [] : ['via', gateway]),
    'dev',
    iface,
    'proto',
    'dhcp',
    ...(scope === 'link' && !v6 ? ['scope', scope] : []),
  ];
  return `ip ${v6 ? '-6 ' : ''}route add ${destination} ${words.join(' ')}`;
}

/** What resolv.conf(5) says of these settings; undefined where there is no name server. */
export function resolvConf({ nameServers, search, domain }: ResolverSettings): string | undefined {
  if (nameServers.length === 0) return undefined;
  const domains = search.length > 0 ? search : domain === undefined ? [] : [domain];
  const names = domains.map((name) => name.replace(/\.$/, '')).filter((name) => /^[\w.-]+$/.test(name));
  return [...(names.length === 0 ? [] : [`search ${names.join(' ')}`]), ...nameServers.map((address) => `nameserver ${address}`), ''].join(
    '\n',
  );
}
