/** The way to an address, as the kernel itself would take it. */
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { splitZone, type Zoned } from '../../../bytes/zone.ts';
import type { RouteAnswer } from '../../host.ts';
import { EPERM, errnoName, kernelError } from '../errno.ts';
import { readBody, request } from '../netlink/message.ts';
import { familyOf } from './kinds.ts';
import { RouteMessage, RTM_GETROUTE, routeTypes } from './route-message.ts';
import type { Rtnetlink } from './rtnetlink.ts';
import { viaText } from './routes.ts';

const addressBits = (address: string): number => (address.includes(':') ? 128 : 32);

/** Types of routes that lead somewhere. */
const LEADS = new Set(['unicast', 'local', 'broadcast', 'multicast', 'anycast']);

/** An address and the interface that its zone names (`fe80::1%eth0`). @throws ERR_ADDRESS */
export function withoutZone(text: string): Zoned {
  const split = splitZone(text);
  if (isIpv4(split.address) || isIpv6(split.address)) return split;
  throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not an IPv4 or IPv6 address`, { value: text });
}

/**
 * @param iface only ways through this interface
 * @param from the packet's source address, one of this host's own: rules (`ip rule add from …`) may send it another way
 * @throws ERR_ROUTE, ERR_INTERFACE, ERR_ADDRESS
 */
export function lookUpRoute(rtnetlink: Rtnetlink, to: string, iface?: string, from?: string): RouteAnswer {
  const { address, zone } = withoutZone(to);
  const through = zone === undefined ? iface : rtnetlink.ofZone(zone, address, iface);
  const source = from === undefined ? undefined : withoutZone(from).address;
  if (source !== undefined && familyOf(source) !== familyOf(address))
    throw new PacketwrightError('ERR_ADDRESS', `${from} cannot be the source of packets to ${to}: it is of another family`, { to, from });
  const noRoute = (why: string): PacketwrightError =>
    new PacketwrightError(
      'ERR_ROUTE',
      `there is no route to ${to}${from === undefined ? '' : ` from ${from}`}${through === undefined ? '' : ` through ${through}`} (${why})`,
      {
        to,
        from,
        iface: through,
        remedy: 'pkw routes lists the routes',
      },
    );
  let answer: RouteAnswer | undefined;
  const message = request(RTM_GETROUTE, 0, RouteMessage, {
    family: familyOf(address),
    destinationLength: addressBits(address),
    ...(source === undefined ? {} : { sourceLength: addressBits(source) }),
    attributes: { destination: address, source, output: through === undefined ? undefined : rtnetlink.indexOf(through) },
  });
  let type = 'no answer';
  let output = 0;
  const refused = rtnetlink.socket.tryAsk(message, (m) => {
    const route = readBody(RouteMessage, m.body);
    if (route === undefined) return;
    type = routeTypes.name(route.type) ?? `type ${route.type}`;
    const { output: index, gateway, via, preferredSource = source ?? '', metrics } = route.attributes;
    if (index === undefined || !LEADS.has(type)) return;
    output = index;
    const next = gateway ?? viaText(via);
    // The name comes afterwards: this runs within the socket's own reading.
    answer = { iface: '', source: preferredSource, ...(next === undefined ? {} : { gateway: next }), mtu: metrics?.mtu ?? 0 };
  });
  if (refused !== undefined) {
    // EACCES is a route of type prohibit, EINVAL one of type blackhole; only EPERM is about this process.
    if (refused.errno === EPERM) throw kernelError(EPERM, 'look up a route');
    // Linux has one word for both, and not always the same.
    throw noRoute(`${errnoName(refused.errno)}${source === undefined ? '' : `; or ${source} is not an address of this host`}`);
  }
  if (answer === undefined) throw noRoute(type);
  const name = rtnetlink.nameOf(output);
  if (name === undefined) throw noRoute('its interface has gone');
  return { ...answer, iface: name, mtu: answer.mtu || rtnetlink.mtuOf(name) };
}
