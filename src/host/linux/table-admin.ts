/** A host's tables to be changed: routes, neighbours, links and their addresses, the packet filter. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { NativeBinding } from '../../../native/binding.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { HostAdmin } from '../host.ts';
import type { Firewall } from './firewall/firewall.ts';
import type { ToPacket } from '../../capture/packet-stream.ts';
import type { KernelLink } from './links/kernel-link.ts';
import { openTun } from './links/tun.ts';
import { addAddress, deleteAddress } from './tables/address-changes.ts';
import { listInterfaces } from './tables/interfaces.ts';
import { createLink, moveLink, setLink } from './tables/links.ts';
import { addNeighbour, deleteNeighbour, listNeighbours } from './tables/neighbours.ts';
import { addRoute, deleteRoute, listRoutes } from './tables/routes.ts';
import type { Rtnetlink } from './tables/rtnetlink.ts';
import { watchTables } from './tables/watch.ts';
import type { Changes } from './undo/changes.ts';

export type TableAdmin = Pick<HostAdmin, 'routes' | 'neighbours' | 'links' | 'watch' | 'firewall' | 'guard'>;

export interface TableAdminParts {
  readonly rtnetlink: Rtnetlink;
  readonly changes: Changes;
  readonly firewall: () => Promise<Firewall>;
  readonly native: () => NativeBinding;
  readonly netnsFd: () => number;
  /** The link is closed with the host. */
  readonly keep: <P>(link: KernelLink<P>) => KernelLink<P>;
  /** What TUN devices give. */
  readonly toPacket: ToPacket<Packet>;
}

/** Every change of a table is made before its promise is given; promises are the interface's, for hosts that have to wait. */
export function tableAdmin({ rtnetlink, changes, firewall, native, netnsFd, keep, toPacket }: TableAdminParts): TableAdmin {
  return {
    routes: {
      list: async () => listRoutes(rtnetlink),
      add: async (route) => addRoute(rtnetlink, changes, route),
      delete: async (route) => deleteRoute(rtnetlink, changes, route),
    },
    neighbours: {
      list: async () => listNeighbours(rtnetlink),
      add: async (entry) => addNeighbour(rtnetlink, changes, entry),
      delete: async (entry) => deleteNeighbour(rtnetlink, changes, entry),
    },
    links: {
      list: async () => listInterfaces(rtnetlink),
      set: async (name, change) => setLink(rtnetlink, changes, name, change),
      addAddress: async (name, address, o = {}) => {
        checkOptions('addAddress', o, { peer: true });
        return addAddress(rtnetlink, changes, name, address, o);
      },
      deleteAddress: async (name, address) => deleteAddress(rtnetlink, changes, name, address),
      create: async (name, kind) => createLink(rtnetlink, changes, native(), netnsFd(), name, kind),
      moveTo: async (name, netns) => moveLink(rtnetlink, changes, native(), name, netns),
      openTun: async (name, o = {}) => {
        checkOptions('openTun', o, { kind: true, addresses: true, mtu: true, referenced: true });
        const { kind = 'tun', addresses = [], mtu, referenced = true } = o;
        return keep(
          openTun(name, {
            native: native(),
            kind,
            netnsFd: netnsFd(),
            toPacket,
            referenced,
            configure: (made) => {
              for (const address of addresses) addAddress(rtnetlink, changes, made, address);
              setLink(rtnetlink, changes, made, { up: true, ...(mtu === undefined ? {} : { mtu }) });
            },
          }),
        );
      },
    },
    firewall: {
      list: async () => (await firewall()).list(),
      add: async (rule) => (await firewall()).add(rule),
      delete: async (handle) => (await firewall()).delete(handle),
      clear: async () => (await firewall()).clear(),
    },
    guard: async (request) => (await firewall()).guard(request),
    watch: (o = {}) => {
      checkOptions('watch', o, { signal: true });
      return watchTables(rtnetlink, o);
    },
  };
}
