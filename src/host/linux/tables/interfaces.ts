/** The table of interfaces, with their addresses. */
import type { InterfaceInfo } from '../../../capture/batch.ts';
import type { ViewOf } from '../../../packet/spec/spec.ts';
import { linkTypesOf } from '../links/link-type.ts';
import { bodyOf, readBody } from '../netlink/message.ts';
import { type ListedAddress, listAddresses } from './addresses.ts';
import {
  IFF_BROADCAST,
  IFF_LOOPBACK,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_POINTOPOINT,
  IFF_RUNNING,
  IFF_UP,
  LinkMessage,
  RTM_GETLINK,
} from './link-message.ts';
import type { Rtnetlink } from './rtnetlink.ts';

/** RTEXT_FILTER_SKIP_STATS would leave the counters out too; this leaves out only what the address families count. */
const WITHOUT_FAMILIES = 8;
const STATISTICS = ['rxPackets', 'rxOctets', 'txPackets', 'txOctets', 'rxDropped', 'txDropped', 'rxErrors', 'txErrors'] as const;

/** All interfaces, by index. */
export function listInterfaces(rtnetlink: Rtnetlink): InterfaceInfo[] {
  const addresses = new Map<number, ListedAddress[]>();
  for (const one of listAddresses(rtnetlink)) {
    const known = addresses.get(one.index);
    if (known === undefined) addresses.set(one.index, [one]);
    else known.push(one);
  }
  const body = bodyOf(LinkMessage, { attributes: { extendedMask: WITHOUT_FAMILIES } });
  return rtnetlink.socket.dump({ type: RTM_GETLINK, body }, 'list the interfaces', (message) => {
    const link = readBody(LinkMessage, message.body);
    return link === undefined ? undefined : interfaceInfo(link, addresses.get(link.index) ?? []);
  });
}

export function interfaceInfo(link: Readonly<ViewOf<typeof LinkMessage>>, addresses: readonly ListedAddress[] | undefined): InterfaceInfo {
  const { flags, attributes } = link;
  const { mac, mtu, statistics, alias } = attributes;
  const peer = addresses?.find((one) => one.peer !== undefined)?.peer;
  return {
    name: attributes.name ?? `index ${link.index}`,
    linkType: linkTypesOf(link.type)[0] as number,
    index: link.index,
    ...(alias === undefined ? {} : { description: alias }),
    // Tunnels have an IP address there.
    ...(mac?.length === 17 ? { mac } : {}),
    ...(mtu === undefined ? {} : { mtu }),
    ...(addresses === undefined ? {} : { addresses: addresses.map(({ text }) => text) }),
    ...(peer === undefined ? {} : { peer }),
    up: (flags & IFF_UP) !== 0,
    running: (flags & IFF_RUNNING) !== 0,
    loopback: (flags & IFF_LOOPBACK) !== 0,
    pointToPoint: (flags & IFF_POINTOPOINT) !== 0,
    broadcast: (flags & IFF_BROADCAST) !== 0,
    multicast: (flags & IFF_MULTICAST) !== 0,
    ...((flags & IFF_NOARP) === 0 ? {} : { arp: false }),
    ...(statistics === undefined
      ? {}
      : {
          statistics: Object.fromEntries(STATISTICS.map((name) => [name, Number(statistics[name])])) as unknown as NonNullable<
            InterfaceInfo['statistics']
          >,
        }),
  };
}
