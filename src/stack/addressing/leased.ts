/** An address that a DHCP server lends: kept and renewed while the stack is open, given back when it is closed. */
import { parseMac } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { dhcp } from '../../exchange/clients/dhcp/dhcp.ts';
import type { DhcpLease } from '../../exchange/clients/dhcp/dhcp-lease.ts';
import type { Address, Host } from '../../host/host.ts';
import type { Stack } from '../stack.ts';
import type { AddressKeeper, OnLost } from './keeper.ts';

/** What of an open stack is needed. */
interface Borrower {
  readonly stack: Stack;
  readonly link: { readonly name: string; readonly mac?: string };
  readonly keeper: AddressKeeper;
  nameServers: readonly Address[];
  readonly onLost: OnLost | undefined;
  atClose(f: () => Promise<unknown>): void;
}

/** What the user gave himself is not taken from the lease. */
interface Given {
  readonly gateway?: unknown;
  readonly nameServers?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Marks us among the clients of one card: the kernel's own has the bare MAC, and another address (RFC 2131 §2: an identifier is a client's alone). */
const MARK = [0x70, 0x77];
/** What a lease without a mask leaves: RFC 2131 §4.4.1 has every server send one. */
const USUAL_PREFIX = 24;

/** @throws ERR_NEIGHBOUR when no server gives an address in time */
export async function leased(open: Borrower, host: Host, timeoutMs: number, given: Given): Promise<void> {
  const { keeper, stack, link } = open;
  const clientId = Uint8Array.of(...MARK, ...parseMac(link.mac ?? '00:00:00:00:00:00'));
  // The client asks by itself whether somebody has the address, and the stack answers for it.
  const client = await dhcp({
    ...{ host, iface: link.name, timeoutMs, clientId, answerArp: false },
    ...(given.signal !== undefined && { signal: given.signal }),
  });
  open.atClose(() => client.release());
  let address: string | undefined;
  const take = (lease: DhcpLease): void => {
    if (given.gateway === undefined) stack.addresses.gateway4 = lease.routers[0];
    if (given.nameServers === undefined) open.nameServers = lease.nameServers;
    if (address === lease.address) return;
    drop();
    address = lease.address;
    keeper.take(`${address}/${lease.prefixLength ?? USUAL_PREFIX}`, 1);
  };
  const drop = (): void => {
    if (address !== undefined) keeper.giveUp(address);
    address = undefined;
  };
  client.on('bound', take);
  client.on('renewed', take);
  client.on('lost', ({ lease, why }) => {
    drop();
    open.onLost?.(
      lease.address,
      new PacketwrightError('ERR_ADDRESS', `the lease of ${lease.address} is lost${why === '' ? '' : `: ${why}`}`, {
        address: lease.address,
      }),
    );
  });
  if (client.lease !== undefined) take(client.lease);
}
