/** The table of routes: list, add, delete. */
import { readIpv4, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { parsePrefix } from '../../../bytes/prefix.ts';
import type { GivenOf, ViewOf } from '../../../packet/spec/spec.ts';
import type { RouteEntry, Undo } from '../../host.ts';
import { bodyOf, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REQUEST, type NetlinkMessage, readBody, request, valuesOf } from '../netlink/message.ts';
import { refusalError } from '../netlink/socket.ts';
import type { Changes } from '../undo/changes.ts';
import { AF_INET, AF_INET6, AF_UNSPEC, familyOf } from './kinds.ts';
import {
  ROUTE_FLAGS_SETTABLE,
  RouteMessage,
  routeScopes,
  routeTypes,
  RT_TABLE_MAIN,
  RTM_DELROUTE,
  RTM_F_CLONED,
  RTM_GETROUTE,
  RTM_NEWROUTE,
} from './route-message.ts';
import type { Rtnetlink } from './rtnetlink.ts';

/** "An administrator made it", as `ip route add` says. */
const RTPROT_BOOT = 3;
/** What the kernel gives an IPv6 route that has no metric. */
const IPV6_METRIC = 1024;

export type RouteView = Readonly<ViewOf<typeof RouteMessage>>;

/** The next hop of RTA_VIA: an address family (u16, host byte order), then the address. */
export function viaText(via: Uint8Array | undefined): string | undefined {
  if (via === undefined) return undefined;
  if (via.length === 6) return readIpv4(via, 2);
  return via.length === 18 ? readIpv6(via, 2) : undefined;
}

/** The table of a route: the attribute, since the field has room for 255 only. */
export const tableOf = (route: RouteView): number => route.attributes.table ?? route.table;

/** A message as an entry. */
export function routeEntry(route: RouteView, nameOf: (index: number) => string): RouteEntry {
  const { destination, output, gateway, via, preferredSource, priority, multipath } = route.attributes;
  const any = route.family === AF_INET ? '0.0.0.0' : '::';
  const next = gateway ?? viaText(via);
  const type = routeTypes.name(route.type);
  const scope = routeScopes.name(route.scope);
  return {
    destination: `${destination ?? any}/${route.destinationLength}`,
    ...(output === undefined ? {} : { iface: nameOf(output) }),
    ...(next === undefined ? {} : { gateway: next }),
    ...(preferredSource === undefined ? {} : { source: preferredSource }),
    ...(priority === undefined ? {} : { metric: priority }),
    table: tableOf(route),
    ...(type === undefined ? {} : { type: type as NonNullable<RouteEntry['type']> }),
    ...(scope === undefined ? {} : { scope: scope as NonNullable<RouteEntry['scope']> }),
    protocol: route.protocol,
    ...(multipath === undefined
      ? {}
      : {
          nextHops: multipath.map(({ index, hops, attributes }) => {
            const hop = attributes.gateway ?? viaText(attributes.via);
            return { iface: nameOf(index), ...(hop === undefined ? {} : { gateway: hop }), weight: hops + 1 };
          }),
        }),
  };
}

/** Bodies of all routes of a family, without copies that look-ups have made; each a copy that stays. */
export function routeBodies(rtnetlink: Rtnetlink, family: number = AF_UNSPEC): Uint8Array[] {
  return rtnetlink.socket.dump({ type: RTM_GETROUTE, body: bodyOf(RouteMessage, { family }) }, 'list the routes', ({ body }) => {
    const route = readBody(RouteMessage, body);
    if (route === undefined || (route.flags & RTM_F_CLONED) !== 0) return undefined;
    // Multicast routing's own tables answer too, as families 128 and 129.
    return route.family === AF_INET || route.family === AF_INET6 ? body.slice() : undefined;
  });
}

/** All routes of all tables, IPv4 before IPv6, in the kernel's order. */
export function listRoutes(rtnetlink: Rtnetlink): RouteEntry[] {
  const nameOf = rtnetlink.names();
  return routeBodies(rtnetlink).map((body) => routeEntry(readBody(RouteMessage, body) as RouteView, nameOf));
}

/** The metric that a route is to have; the kernel gives IPv6 routes one. */
const metricOf = ({ destination, metric }: RouteEntry): number => metric ?? (destination.includes(':') ? IPV6_METRIC : 0);

/** What a message is to say of a route. @throws ERR_ADDRESS, ERR_INTERFACE, ERR_VALUE */
function given(rtnetlink: Rtnetlink, route: RouteEntry): GivenOf<typeof RouteMessage> {
  const { network, length } = parsePrefix(route.destination);
  const family = familyOf(network);
  for (const address of [route.gateway, route.source]) {
    if (address !== undefined && familyOf(address) !== family) {
      throw new PacketwrightError('ERR_VALUE', `route to ${route.destination}: ${address} is of the other address family`, { address });
    }
  }
  const { type = 'unicast', table = RT_TABLE_MAIN, nextHops } = route;
  const direct =
    route.gateway === undefined && nextHops === undefined && (type === 'unicast' || type === 'broadcast' || type === 'multicast');
  const scope = route.scope ?? (family === AF_INET6 ? 'global' : type === 'local' ? 'host' : direct ? 'link' : 'global');
  return {
    family,
    destinationLength: length,
    table: table > 255 ? 0 : table,
    protocol: route.protocol ?? RTPROT_BOOT,
    scope,
    type,
    attributes: {
      destination: length === 0 ? undefined : network,
      priority: metricOf(route),
      preferredSource: route.source,
      gateway: route.gateway,
      output: route.iface === undefined ? undefined : rtnetlink.indexOf(route.iface),
      table: table > 255 ? table : undefined,
      multipath: nextHops?.map((hop) => ({
        hops: (hop.weight ?? 1) - 1,
        index: rtnetlink.indexOf(hop.iface),
        attributes: { gateway: hop.gateway },
      })),
    },
  };
}

/**
 * @throws ERR_BUSY when there is one of that destination, metric and table; ERR_ROUTE when the gateway cannot be reached;
 *   ERR_PERMISSION, ERR_ADDRESS, ERR_INTERFACE, ERR_SYSTEM
 */
export function addRoute(rtnetlink: Rtnetlink, changes: Changes, route: RouteEntry): Undo {
  const values = given(rtnetlink, route);
  const what = `add the route ${routeText(route)}`;
  // The steps back must not take away somebody else's.
  const rival = { destination: route.destination, table: route.table ?? RT_TABLE_MAIN, metric: metricOf(route) };
  if (matching(rtnetlink, rival).length > 0) {
    throw new PacketwrightError('ERR_BUSY', `cannot ${what}: a route with that destination, metric and table already exists`, {
      route,
      remedy: 'delete that one first, or give another metric',
    });
  }
  return changes.make(what, [request(RTM_DELROUTE, 0, RouteMessage, values)], () => {
    const refused = rtnetlink.socket.tryAsk(request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, RouteMessage, values));
    if (refused !== undefined) throw refusalError(refused, what);
  });
}

/** Deletes the first route that has all that is given; the table is main unless it is given. @throws ERR_ROUTE when there is none; ERR_PERMISSION */
export function deleteRoute(rtnetlink: Rtnetlink, changes: Changes, route: RouteEntry): Undo {
  const what = `delete the route ${routeText(route)}`;
  const [body] = matching(rtnetlink, { ...route, table: route.table ?? RT_TABLE_MAIN });
  if (body === undefined)
    throw new PacketwrightError('ERR_ROUTE', `cannot ${what}: there is no such route`, { route, remedy: 'pkw routes lists the routes' });
  return changes.make(what, [restoreRoute(body)], () => {
    const refused = rtnetlink.socket.tryAsk({ type: RTM_DELROUTE, flags: NLM_F_REQUEST, body });
    if (refused !== undefined) throw refusalError(refused, what);
  });
}

/** The message that makes a listed route again. */
export function restoreRoute(body: Uint8Array): NetlinkMessage {
  const route = readBody(RouteMessage, body) as RouteView;
  // The kernel refuses flags of a route's state (dead, link down).
  return request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, RouteMessage, {
    ...valuesOf(RouteMessage, route),
    flags: route.flags & ROUTE_FLAGS_SETTABLE,
  });
}

function matching(rtnetlink: Rtnetlink, wanted: Partial<RouteEntry>): Uint8Array[] {
  const { destination = '', nextHops: _, ...rest } = wanted;
  const { network, length } = parsePrefix(destination);
  const nameOf = rtnetlink.names();
  const parts = Object.entries(rest).filter(([, value]) => value !== undefined);
  return routeBodies(rtnetlink, familyOf(network)).filter((body) => {
    const view = readBody(RouteMessage, body) as RouteView;
    const entry = { metric: 0, ...routeEntry(view, nameOf) };
    return entry.destination === `${network}/${length}` && parts.every(([name, value]) => entry[name as keyof RouteEntry] === value);
  });
}

function routeText({ destination, gateway, iface }: RouteEntry): string {
  return `${destination}${gateway === undefined ? '' : ` via ${gateway}`}${iface === undefined ? '' : ` on ${iface}`}`;
}
