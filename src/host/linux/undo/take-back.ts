/** Sends the steps that take a change back. */
import { EADDRNOTAVAIL, EEXIST, ENODEV, ENOENT, ENXIO, ESRCH } from '../errno.ts';
import type { NetlinkMessage } from '../netlink/message.ts';
import type { NetlinkSocket, Refusal } from '../netlink/socket.ts';

/** What was to go has gone already; what was to come is there already. */
const FINE = new Set([ENOENT, ESRCH, ENODEV, ENXIO, EEXIST, EADDRNOTAVAIL]);

/** All steps are tried. Gives the first refusal that matters. */
export function takeBack(socket: NetlinkSocket, steps: readonly NetlinkMessage[]): Refusal | undefined {
  let first: Refusal | undefined;
  for (const step of steps) {
    const refused = socket.tryAsk(step);
    if (refused !== undefined && !FINE.has(refused.errno)) first ??= refused;
  }
  return first;
}
