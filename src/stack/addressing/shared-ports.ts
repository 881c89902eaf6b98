/**
 * The kernel's own address for connections of ours: on ports that it uses for nothing else, and with its resets held back. A segment of ours that comes
 * back is for no socket that it knows; without a guard it would answer with a reset, and end the connection.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { guard } from '../../exchange/guard.ts';
import { plain } from '../../exchange/own-addresses.ts';
import type { Address, Host } from '../../host/host.ts';
import type { ClaimedPort } from '../connections.ts';
import type { Addresses } from '../ip/addresses.ts';

/** Takes the interface's addresses as they are. @throws ERR_ADDRESS when it has none */
export async function shareAddresses(host: Host, iface: string, addresses: Addresses): Promise<void> {
  const own = (await host.interfaces()).find(({ name }) => name === iface)?.addresses ?? [];
  for (const text of own) addresses.add(`${plain(text)}/${text.split('/')[1] ?? ''}`);
  if (own.length === 0)
    throw new PacketwrightError('ERR_ADDRESS', `${iface} has no address`, {
      iface,
      remedy: 'give one that nobody has: 192.0.2.7/24; or ask for one: dhcp',
    });
}

export class SharedPorts {
  readonly #host: Host;
  readonly #iface: string;
  readonly #addresses: Addresses;

  constructor(host: Host, iface: string, addresses: Addresses) {
    this.#host = host;
    this.#iface = iface;
    this.#addresses = addresses;
  }

  /** An end for a connection: the address that the kernel would use, a port that it uses for nothing, and a guard for this connection alone. */
  readonly claim = async (to: Address, remotePort: number, own?: number): Promise<ClaimedPort> => {
    const { source, gateway, iface } = await this.#host.route(to, { iface: this.#iface });
    if (gateway !== undefined) this.#addresses[gateway.includes(':') ? 'gateway6' : 'gateway4'] = gateway;
    if (iface !== this.#iface || !this.#addresses.isOurs(source))
      throw new PacketwrightError('ERR_ROUTE', `there is no way to ${to} through ${this.#iface}`, { address: to, iface: this.#iface });
    return this.#keep(source, own, { remoteAddress: to, remotePort });
  };

  /** A port to listen at, with a guard for all that comes to it. @throws ERR_BUSY when a program of the host has it */
  listen(port: number | undefined): Promise<ClaimedPort> {
    const address = this.#addresses.all.find(({ isV6 }) => !isV6)?.address ?? this.#addresses.all[0]?.address ?? '';
    return this.#keep(address, port, {});
  }

  async #keep(address: Address, port: number | undefined, remote: { remoteAddress?: Address; remotePort?: number }): Promise<ClaimedPort> {
    const reserved = await this.#host.sockets?.reserve?.({ address, ...(port !== undefined && { port }) });
    if (reserved === undefined)
      throw new PacketwrightError('ERR_PLATFORM', `${this.#host.name} has no kernel whose ports could be kept`, {
        remedy: 'give an address that nobody has',
      });
    try {
      const undo = await guard({ protocol: 'tcp', localPort: reserved.port, localAddress: address, ...remote }, { host: this.#host });
      const release = (): void => {
        // The port last: nobody gets it while the guard would hold back what is said for it.
        void undo.undo().finally(() => reserved.close());
      };
      return { address, port: reserved.port, release };
    } catch (error) {
      reserved.close();
      throw error;
    }
  }
}
