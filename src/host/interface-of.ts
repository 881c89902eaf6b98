/** Which interface an address belongs to, of any host. */
import type { InterfaceInfo } from '../capture/batch.ts';
import { compareAddresses } from '../bytes/any-address.ts';
import type { Address, Host } from './host.ts';

/** The interface that has this address; undefined when none of the host has. @throws ERR_ADDRESS */
export async function interfaceWith(host: Host, address: Address): Promise<InterfaceInfo | undefined> {
  const interfaces = await host.interfaces();
  return interfaces.find((one) => one.addresses?.some((own) => compareAddresses(own.split('/')[0] as string, address) === 0));
}

/** The interface that packets to this address leave through. @throws ERR_ROUTE, ERR_ADDRESS */
export async function interfaceTowards(host: Host, address: Address): Promise<InterfaceInfo | undefined> {
  const { iface } = await host.route(address);
  const interfaces = await host.interfaces();
  return interfaces.find(({ name }) => name === iface);
}
