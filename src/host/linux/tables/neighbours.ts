/** The table of neighbours: list, add, delete. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { ViewOf } from '../../../packet/spec/spec.ts';
import type { NeighbourEntry, Undo } from '../../host.ts';
import { bodyOf, NLM_F_CREATE, NLM_F_REPLACE, type NetlinkMessage, readBody, request, valuesOf } from '../netlink/message.ts';
import { refusalError } from '../netlink/socket.ts';
import type { Changes } from '../undo/changes.ts';
import { AF_INET, AF_INET6, AF_UNSPEC, familyOf } from './kinds.ts';
import {
  NEIGHBOUR_STATES,
  NeighbourMessage,
  type NeighbourState,
  NTF_PROXY,
  RTM_DELNEIGH,
  RTM_GETNEIGH,
  RTM_NEWNEIGH,
} from './neighbour-message.ts';
import { withoutZone } from './route-lookup.ts';
import type { Rtnetlink } from './rtnetlink.ts';

type NeighbourView = Readonly<ViewOf<typeof NeighbourMessage>>;
const { permanent, incomplete, failed, none } = NEIGHBOUR_STATES;

const stateNames = /* @__PURE__ */ new Map(Object.entries(NEIGHBOUR_STATES).map(([name, bit]) => [bit as number, name as NeighbourState]));

/** A message as an entry; undefined for what is no neighbour of IPv4 or IPv6 (a bridge's forwarding table). */
export function neighbourEntry(message: NeighbourView, nameOf: (index: number) => string): NeighbourEntry | undefined {
  const { destination, mac } = message.attributes;
  if (destination === undefined || (message.family !== AF_INET && message.family !== AF_INET6)) return undefined;
  return {
    iface: nameOf(message.index),
    address: destination,
    ...(mac === undefined || mac === '' ? {} : { mac }),
    state: stateNames.get(message.state) ?? 'none',
  };
}

/** All neighbours, IPv4 and IPv6, also those whose MAC is not asked for (`noarp`). */
export function listNeighbours(rtnetlink: Rtnetlink): NeighbourEntry[] {
  const nameOf = rtnetlink.names();
  return rtnetlink.socket.dump(
    { type: RTM_GETNEIGH, body: bodyOf(NeighbourMessage, { family: AF_UNSPEC }) },
    'list the neighbours',
    ({ body }) => {
      const message = readBody(NeighbourMessage, body);
      return message === undefined || (message.flags & NTF_PROXY) !== 0 ? undefined : neighbourEntry(message, nameOf);
    },
  );
}

/** Permanent neighbours of an interface: bringing it down forgets them. */
export function permanentNeighbours(rtnetlink: Rtnetlink, index: number): NetlinkMessage[] {
  return rtnetlink.socket.dump(
    { type: RTM_GETNEIGH, body: bodyOf(NeighbourMessage, { family: AF_UNSPEC }) },
    'list the neighbours',
    ({ body }) => {
      const message = readBody(NeighbourMessage, body);
      return message?.index === index && message.state === permanent ? restore(message) : undefined;
    },
  );
}

/**
 * A permanent entry, in the place of one that is there. @throws ERR_INTERFACE, ERR_ADDRESS, ERR_PERMISSION, ERR_SYSTEM
 */
export function addNeighbour(rtnetlink: Rtnetlink, changes: Changes, entry: { iface: string; address: string; mac: string }): Undo {
  const { iface, mac } = entry;
  const { key, before } = find(rtnetlink, entry);
  const what = `add the neighbour ${entry.address} on ${iface}`;
  const back = before ?? request(RTM_DELNEIGH, 0, NeighbourMessage, key);
  return changes.make(what, [back], () => {
    const message = request(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, NeighbourMessage, {
      ...key,
      state: permanent,
      attributes: { ...key.attributes, mac },
    });
    const refused = rtnetlink.socket.tryAsk(message);
    if (refused !== undefined) throw refusalError(refused, what);
  });
}

/** @throws ERR_NEIGHBOUR when there is no such entry; ERR_INTERFACE, ERR_ADDRESS, ERR_PERMISSION */
export function deleteNeighbour(rtnetlink: Rtnetlink, changes: Changes, entry: { iface: string; address: string }): Undo {
  const { iface } = entry;
  const { key, before, there } = find(rtnetlink, entry);
  const what = `delete the neighbour ${entry.address} on ${iface}`;
  if (!there)
    throw new PacketwrightError('ERR_NEIGHBOUR', `cannot ${what}: there is no such entry`, {
      ...entry,
      remedy: 'pkw neigh lists the entries',
    });
  return changes.make(what, before === undefined ? [] : [before], () => {
    const refused = rtnetlink.socket.tryAsk(request(RTM_DELNEIGH, 0, NeighbourMessage, key));
    if (refused !== undefined) throw refusalError(refused, what);
  });
}

/** How a message names the entry; whether it is there; the message that makes it as it is now, if it is worth that. */
function find(rtnetlink: Rtnetlink, entry: { iface: string; address: string }) {
  const { address, zone } = withoutZone(entry.address);
  if (zone !== undefined) rtnetlink.ofZone(zone, address, entry.iface);
  const key = { family: familyOf(address), index: rtnetlink.indexOf(entry.iface), attributes: { destination: address } };
  let before: NetlinkMessage | undefined;
  const refused = rtnetlink.socket.tryAsk(request(RTM_GETNEIGH, 0, NeighbourMessage, key), ({ body }) => {
    const message = readBody(NeighbourMessage, body);
    // An entry without an answer is nothing to keep.
    if (message !== undefined && message.state !== none && (message.state & (incomplete | failed)) === 0) before = restore(message);
  });
  return { key, before, there: refused === undefined };
}

function restore(message: NeighbourView): NetlinkMessage {
  return request(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, NeighbourMessage, valuesOf(NeighbourMessage, message));
}
