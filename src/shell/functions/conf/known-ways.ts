/** A copy of the machine's tables, so that a packet shows the addresses that it would get, without asking anybody. */
import { parsePrefix } from '../../../bytes/prefix.ts';
import { defaultInterface } from '../../../host/default-interface.ts';
import type { InterfaceInfo } from '../../../capture/batch.ts';
import type { Host, NeighbourEntry, RouteEntry } from '../../../host/host.ts';
import type { KnownWays } from '../../packets/place.ts';

export interface Tables {
  readonly interfaces: readonly InterfaceInfo[];
  readonly routes: readonly RouteEntry[];
  readonly neighbours: readonly NeighbourEntry[];
  readonly usual: InterfaceInfo | undefined;
}

export const NO_TABLES: Tables = { interfaces: [], routes: [], neighbours: [], usual: undefined };

/** What cannot be read is empty: a packet then shows what it has. */
export async function tablesOf(host: Host): Promise<Tables> {
  const or = async <T>(ask: Promise<T> | undefined, absent: T): Promise<T> => (ask === undefined ? absent : ask.catch(() => absent));
  const [interfaces, routes, neighbours, usual] = await Promise.all([
    or(host.interfaces(), []),
    or(host.admin?.routes.list(), []),
    or(host.admin?.neighbours.list(), []),
    or<InterfaceInfo | undefined>(defaultInterface(host), undefined),
  ]);
  return { interfaces, routes: host.admin === undefined ? await routesByAsking(host, interfaces) : routes, neighbours, usual };
}

/** Of a host that has no table to show (one of a lab): its own networks, and who leads out of them. */
async function routesByAsking(host: Host, interfaces: readonly InterfaceInfo[]): Promise<RouteEntry[]> {
  const out: RouteEntry[] = interfaces.flatMap(({ name, addresses = [] }) =>
    addresses.map((address) => {
      const prefix = parsePrefix(address, { short: true });
      return { destination: `${prefix.network}/${prefix.length}`, iface: name, source: prefix.address };
    }),
  );
  const beyond = await host.route(BEYOND).catch(() => undefined);
  if (beyond?.gateway !== undefined) out.unshift({ destination: '0.0.0.0/0', gateway: beyond.gateway, iface: beyond.iface });
  return out;
}

/** RFC 5737 §3: nobody's own network, so that a way there is the default one. */
const BEYOND = '203.0.113.1';

export function knownWays(tables: Tables): KnownWays {
  const of = (to: string): { iface: InterfaceInfo | undefined; route: RouteEntry | undefined } => {
    const route = bestRoute(tables.routes, to);
    const name = route?.iface ?? route?.nextHops?.[0]?.iface;
    // What all hear, or a group, needs no route: it leaves by the usual interface.
    if (route === undefined && (isGroup(to) || to === '255.255.255.255')) return { route, iface: tables.usual };
    return { route, iface: name === undefined ? onLink(tables.interfaces, to) : tables.interfaces.find((i) => i.name === name) };
  };
  return {
    source: (to) => {
      if (isLoopback(to)) return to.includes(':') ? '::1' : '127.0.0.1';
      const { route, iface } = of(to);
      return route?.source ?? (iface === undefined ? undefined : addressOn(iface, to));
    },
    iface: (to) => of(to).iface?.name,
    mac: (to) => (to === undefined || isLoopback(to) ? undefined : of(to).iface?.mac) ?? tables.usual?.mac,
    neighbour: (to) => {
      if (isGroup(to)) return groupMac(to);
      const { route } = of(to);
      const next = route?.gateway ?? route?.nextHops?.[0]?.gateway ?? to;
      return tables.neighbours.find((n) => n.address === next && n.mac !== undefined)?.mac;
    },
  };
}

const isLoopback = (to: string): boolean => to.startsWith('127.') || to === '::1';
const isGroup = (to: string): boolean => /^(22[4-9]|23\d)\./.test(to) || /^ff/i.test(to);

/** RFC 1112 §6.4. */
function groupMac(to: string): string | undefined {
  if (to.includes(':')) return undefined;
  const [, b = 0, c = 0, d = 0] = to.split('.').map(Number);
  return ['01', '00', '5e', ...[b & 127, c, d].map((x) => x.toString(16).padStart(2, '0'))].join(':');
}

/** The longest prefix that has the address; of equals the one with the lowest metric. Routes of other tables than main do not count. */
function bestRoute(routes: readonly RouteEntry[], to: string): RouteEntry | undefined {
  let best: RouteEntry | undefined;
  let length = -1;
  for (const route of routes) {
    if ((route.table !== undefined && route.table !== 254) || route.destination.includes(':') !== to.includes(':')) continue;
    const prefix = parsePrefix(route.destination, { short: true });
    if (!prefix.contains(to)) continue;
    if (prefix.length > length || (prefix.length === length && (route.metric ?? 0) < (best?.metric ?? 0))) {
      best = route;
      length = prefix.length;
    }
  }
  return best;
}

const has = (prefix: string, to: string): boolean =>
  prefix.includes(':') === to.includes(':') && parsePrefix(prefix, { short: true }).contains(to);
const onLink = (interfaces: readonly InterfaceInfo[], to: string): InterfaceInfo | undefined =>
  interfaces.find((i) => i.addresses?.some((a) => has(a, to)));

/** Of its addresses the one on the same network, else the first of the family. */
function addressOn(iface: InterfaceInfo, to: string): string | undefined {
  const own = (iface.addresses ?? []).filter((a) => a.includes(':') === to.includes(':'));
  return (own.find((a) => has(a, to)) ?? own[0])?.replace(/\/.*$/, '');
}
