/** The sockets of a host, or a line that says there are none. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Host, HostSockets } from '../../host/host.ts';

/** @throws ERR_PLATFORM for a host without sockets */
export function socketsOf({ name, sockets }: Host, what: string): HostSockets {
  if (sockets !== undefined) return sockets;
  throw new PacketwrightError('ERR_PLATFORM', `${what}: the host ${name} has no sockets`, { host: name });
}
