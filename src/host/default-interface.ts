/** Which interface is meant when none is named. */
import type { InterfaceInfo } from '../capture/batch.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Host } from './host.ts';

/**
 * The host's first interface that is up and not a loopback, with a carrier if possible: the one that tcpdump uses without `-i`
 * (pcap_lookupdev). For packets to one address, `host.route(address)` knows better.
 *
 * @throws ERR_INTERFACE when there is none
 */
export async function defaultInterface(host: Pick<Host, 'name' | 'interfaces'>): Promise<InterfaceInfo> {
  const there = (await host.interfaces()).filter(({ loopback, up }) => loopback !== true && up !== false);
  const found = there.find(({ running }) => running !== false) ?? there[0];
  if (found !== undefined) return found;
  throw new PacketwrightError('ERR_INTERFACE', `${host.name} has no interface that is up`, { remedy: 'bring one up: ip link set NAME up' });
}
