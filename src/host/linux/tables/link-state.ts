/** What the kernel forgets with a link: when it goes down, changes its MAC or loses an address. */
import type { NetlinkMessage } from '../netlink/message.ts';
import { readBody } from '../netlink/message.ts';
import { addressesOf } from './addresses.ts';
import { permanentNeighbours } from './neighbours.ts';
import { RouteMessage } from './route-message.ts';
import { type RouteView, restoreRoute, routeBodies, tableOf } from './routes.ts';
import type { Rtnetlink } from './rtnetlink.ts';

const RTPROT_KERNEL = 2;
const RT_TABLE_LOCAL = 255;

/**
 * The messages that bring it all back, in the order that works: addresses, then routes to networks, then routes through
 * gateways (which those networks lead to), then neighbours. What is there still is refused as being there, which is fine.
 */
export function linkState(rtnetlink: Rtnetlink, index: number): NetlinkMessage[] {
  const routes = routeBodies(rtnetlink)
    .map((body) => ({ body, route: readBody(RouteMessage, body) as RouteView }))
    .filter(({ route }) => uses(route, index) && route.protocol !== RTPROT_KERNEL && tableOf(route) !== RT_TABLE_LOCAL);
  const direct = routes.filter(({ route }) => !hasGateway(route));
  const through = routes.filter(({ route }) => hasGateway(route));
  return [
    ...addressesOf(rtnetlink, index),
    ...[...direct, ...through].map(({ body }) => restoreRoute(body)),
    ...permanentNeighbours(rtnetlink, index),
  ];
}

const uses = ({ attributes: { output, multipath } }: RouteView, index: number): boolean =>
  output === index || (multipath ?? []).some((hop) => hop.index === index);

const hasGateway = ({ attributes: { gateway, via, multipath } }: RouteView): boolean =>
  gateway !== undefined || via !== undefined || multipath !== undefined;
