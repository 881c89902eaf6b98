/** What a DHCPv6 lease changes of a host. */
import type { Host, Undo } from '../../../host/host.ts';
import { type LeaseChange, makeChanges } from '../dhcp/apply-lease.ts';
import type { Dhcp6Lease } from './dhcp6-lease.ts';

/** Its addresses. Routes come from router advertisements, never from DHCPv6; so do the prefixes of the link (RFC 8415 §6). */
export const leaseChanges6 = ({ addresses }: Dhcp6Lease): LeaseChange[] =>
  addresses.map(({ address }) => ({ kind: 'address', address: `${address}/128` }));

/**
 * Gives the interface the addresses of the lease, of 128 bits.
 *
 * @throws as `makeChanges`
 */
export const applyLease6 = (host: Host, iface: string, lease: Dhcp6Lease): Promise<Undo> => makeChanges(host, iface, leaseChanges6(lease));
