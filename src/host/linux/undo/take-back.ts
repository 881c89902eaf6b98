/** Sends the steps that take a change back. */
import { EADDRNOTAVAIL, EEXIST, EHOSTUNREACH, ENETUNREACH, ENODEV, ENOENT, ENXIO, ESRCH } from '../errno.ts';
import type { NetlinkMessage } from '../netlink/message.ts';
import type { NetlinkSocket, Refusal } from '../netlink/socket.ts';

/** What was to go has gone already; what was to come is there already. */
const FINE = new Set([ENOENT, ESRCH, ENODEV, ENXIO, EEXIST, EADDRNOTAVAIL]);
/** A gateway that an older change has cut off: the route can come back when that change is taken back. */
const LATER = new Set([ENETUNREACH, EHOSTUNREACH]);

export interface TakenBack {
  /** The first refusal that matters. */
  readonly refused?: Refusal;
  /** Steps to be tried again when older changes are taken back. */
  readonly owed: readonly NetlinkMessage[];
}

/** Tries all steps. */
export function takeBack(socket: NetlinkSocket, steps: readonly NetlinkMessage[]): TakenBack {
  let first: Refusal | undefined;
  const owed = steps.filter((step) => {
    const refused = socket.tryAsk(step);
    if (refused === undefined || FINE.has(refused.errno)) return false;
    if (LATER.has(refused.errno)) return true;
    first ??= refused;
    return false;
  });
  return { owed, ...(first === undefined ? {} : { refused: first }) };
}
