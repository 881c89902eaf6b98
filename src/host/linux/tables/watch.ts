/** What changes in the tables, as it changes. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { TableEvent } from '../../host.ts';
import { type ReceivedMessage, readBody } from '../netlink/message.ts';
import { AddressMessage, RTM_DELADDR, RTM_NEWADDR } from './address-message.ts';
import { addressText } from './addresses.ts';
import { interfaceInfo, listInterfaces } from './interfaces.ts';
import { AF_BRIDGE } from './kinds.ts';
import { LinkMessage, RTM_DELLINK, RTM_NEWLINK } from './link-message.ts';
import { NeighbourMessage, RTM_DELNEIGH, RTM_NEWNEIGH } from './neighbour-message.ts';
import { neighbourEntry } from './neighbours.ts';
import { RouteMessage, RTM_DELROUTE, RTM_NEWROUTE } from './route-message.ts';
import { routeEntry } from './routes.ts';
import type { Rtnetlink } from './rtnetlink.ts';

/** RTMGRP_LINK, _NEIGH, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE */
const GROUPS = 0x1 | 0x4 | 0x10 | 0x40 | 0x100 | 0x400;
/** Events that wait for their reader. */
const QUEUE = 65_536;

/**
 * Begins at once: nothing that changes after the call is missed. Ends with the host. Keeps the process alive while its reader waits.
 *
 * @throws while iterating: ERR_BUSY when more changed than could be kept, for then only listing the tables anew helps
 */
export function watchTables(rtnetlink: Rtnetlink, o: { signal?: AbortSignal } = {}): AsyncIterableIterator<TableEvent> {
  const { signal } = o;
  const socket = rtnetlink.newSocket(() => end());
  const queue: TableEvent[] = [];
  let failure: Error | undefined;
  let ended = signal?.aborted === true;
  let wake: (() => void) | undefined;
  // A watched descriptor that is unreferenced keeps nobody alive; a reader that waits must be.
  let alive: NodeJS.Timeout | undefined;
  /** Links that are or were there: messages about one that is gone still come when nobody can be asked for its name. */
  const names = new Map(listInterfaces(rtnetlink).map(({ index = 0, name }) => [index, name]));
  const nameOf = (index: number): string => names.get(index) ?? `index ${index}`;
  const end = (): void => {
    ended = true;
    signal?.removeEventListener('abort', end);
    rtnetlink.giveBack(socket);
    wake?.();
  };
  const fail = (error: Error): void => {
    failure ??= error;
    end();
  };
  if (ended) rtnetlink.giveBack(socket);
  else {
    signal?.addEventListener('abort', end, { once: true });
    const on = (message: ReceivedMessage): void => {
      const event = eventOf(message, nameOf);
      if (event === undefined) return;
      if (event.table === 'link') names.set(event.entry.index ?? 0, event.entry.name);
      if (queue.length === QUEUE)
        fail(new PacketwrightError('ERR_BUSY', `more than ${QUEUE} changes are waiting to be read`, { remedy: 'list the tables again' }));
      else {
        queue.push(event);
        wake?.();
      }
    };
    try {
      socket.listen(GROUPS, on, fail);
    } catch (error) {
      end();
      throw error;
    }
  }
  return {
    async next() {
      for (;;) {
        const value = queue.shift();
        if (value !== undefined) return { value, done: false };
        if (failure !== undefined) throw failure;
        if (ended) return { value: undefined, done: true };
        alive = setInterval(() => undefined, 1 << 30);
        await new Promise<void>((resolve) => (wake = resolve));
        clearInterval(alive);
        wake = undefined;
      }
    },
    async return() {
      end();
      queue.length = 0;
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** A notification as an event; undefined for what is in no table of ours. */
export function eventOf({ type, body }: ReceivedMessage, nameOf: (index: number) => string): TableEvent | undefined {
  switch (type) {
    case RTM_NEWLINK:
    case RTM_DELLINK: {
      const link = readBody(LinkMessage, body);
      // A bridge tells of its ports in messages of its own family.
      if (link === undefined || link.family === AF_BRIDGE) return undefined;
      return { table: 'link', event: type === RTM_NEWLINK ? 'new' : 'delete', entry: interfaceInfo(link, undefined) };
    }
    case RTM_NEWADDR:
    case RTM_DELADDR: {
      const message = readBody(AddressMessage, body);
      const address = message === undefined ? undefined : addressText(message);
      if (message === undefined || address === undefined) return undefined;
      return { table: 'address', event: type === RTM_NEWADDR ? 'new' : 'delete', entry: { iface: nameOf(message.index), address } };
    }
    case RTM_NEWROUTE:
    case RTM_DELROUTE: {
      const route = readBody(RouteMessage, body);
      return route === undefined
        ? undefined
        : { table: 'route', event: type === RTM_NEWROUTE ? 'new' : 'delete', entry: routeEntry(route, nameOf) };
    }
    case RTM_NEWNEIGH:
    case RTM_DELNEIGH: {
      const message = readBody(NeighbourMessage, body);
      const entry = message === undefined ? undefined : neighbourEntry(message, nameOf);
      return entry === undefined ? undefined : { table: 'neighbour', event: type === RTM_NEWNEIGH ? 'new' : 'delete', entry };
    }
    default:
      return undefined;
  }
}
