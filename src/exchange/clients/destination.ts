/** Where a client sends to, and the port that it does it with. */
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { splitZone } from '../../bytes/zone.ts';
import type { Address, Host, HostSockets } from '../../host/host.ts';
import { servicePort } from '../../protocols/registries/services.ts';
import { defaultHost } from '../default-host.ts';

/** What every client of a UDP service takes. */
export interface ClientOptions {
  /** Where from. Default: this machine, opened at first use. */
  readonly host?: Host;
  /** The server's port. Default: the protocol's. */
  readonly port?: number;
  /** How long to wait for an answer before asking again or giving up, ms. */
  readonly timeoutMs?: number;
  /** Stops it. */
  readonly signal?: AbortSignal;
}

/** A server that was found. */
export interface Destination {
  readonly host: Host;
  readonly sockets: HostSockets;
  /** As it was given. */
  readonly name: string;
  readonly address: Address;
  readonly port: number;
}

/** @param service whose port is the usual one @throws ERR_RESOLVE, ERR_PLATFORM, ERR_RANGE; the signal's reason */
export async function destinationOf(
  name: string,
  { host, port, signal }: ClientOptions,
  service: 'ntp' | 'tftp' | 'snmp',
): Promise<Destination> {
  signal?.throwIfAborted();
  const from = host ?? (await defaultHost());
  const to = port ?? servicePort(service, 'udp');
  if (to === undefined || !Number.isInteger(to) || to < 1 || to > 0xffff)
    throw new PacketwrightError('ERR_RANGE', `port ${to}: expected a whole number from 1 to 65535`, { port: to });
  if (from.sockets === undefined)
    throw new PacketwrightError('ERR_PLATFORM', `${from.name} has no sockets`, { remedy: 'give a host of Linux or of a lab' });
  const isAddress = isIpv4(name) || isIpv6(splitZone(name).address);
  const addresses = isAddress ? [name] : await from.resolve(name, signal === undefined ? {} : { signal });
  const address = addresses[0];
  if (address === undefined) throw new PacketwrightError('ERR_RESOLVE', `${name} has no address`, { name });
  return { host: from, sockets: from.sockets, name, address, port: to };
}
