/** An address for a lab host that has none: from a DHCP server of its segment, kept as long as the host is there. */
import { dhcp, type DhcpClient } from '../exchange/clients/dhcp/dhcp.ts';
import type { DhcpLease } from '../exchange/clients/dhcp/dhcp-lease.ts';
import type { Clock, Host } from '../host/host.ts';
import type { LabClock } from './lab-clock.ts';

/** A DHCP client of a lab host. `got` and `lost` are told of addresses. @throws ERR_NEIGHBOUR when no server gives one in time */
export async function leaseFor(
  host: Host,
  iface: string,
  clock: LabClock,
  got: (lease: DhcpLease) => void,
  lost: (lease: DhcpLease) => void,
): Promise<DhcpClient> {
  // Renewals are for hours to come: virtual time does not go on for them.
  const isDone = clock.wait?.();
  try {
    const client = await dhcp({ host: withClock(host, clock.idle), iface });
    if (client.lease !== undefined) got(client.lease);
    client.on('bound', got);
    client.on('lost', ({ lease }) => lost(lease));
    return client;
  } finally {
    isDone?.();
  }
}

const withClock = (host: Host, clock: Clock): Host => ({
  name: host.name,
  clock,
  random: host.random,
  isolated: true,
  interfaces: () => host.interfaces(),
  open: (iface, o) => host.open(iface, o),
  route: (to, o) => host.route(to, o),
  neighbour: (iface, address, o) => host.neighbour(iface, address, o),
  resolve: (name, o) => host.resolve(name, o),
  close: () => host.close(),
  [Symbol.asyncDispose]: () => host.close(),
});
