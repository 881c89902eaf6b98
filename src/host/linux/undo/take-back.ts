/** Sends the steps that take a change back. */
import { EADDRNOTAVAIL, EEXIST, EHOSTUNREACH, ENETUNREACH, ENODEV, ENOENT, ENXIO, ESRCH } from '../errno.ts';
import type { NativeBinding } from '../../../../native/binding.ts';
import type { NetlinkSocket, Refusal } from '../netlink/socket.ts';
import { askElsewhere } from './elsewhere.ts';
import type { UndoStep } from './journal.ts';

/** What was to go has gone already; what was to come is there already. */
const FINE = new Set([ENOENT, ESRCH, ENODEV, ENXIO, EEXIST, EADDRNOTAVAIL]);
/** A gateway that an older change has cut off: the route can come back when that change is taken back. */
const LATER = new Set([ENETUNREACH, EHOSTUNREACH]);

/** The namespace that the changes were made in. */
export interface Home {
  readonly native: NativeBinding;
  readonly socket: NetlinkSocket;
  /** -1: this process's own. */
  readonly netnsFd: number;
}

export interface TakenBack {
  /** The first refusal that matters. */
  readonly refused?: Refusal;
  /** Steps to be tried again when older changes are taken back. */
  readonly owed: readonly UndoStep[];
}

/** Tries all steps. */
export function takeBack({ native, socket, netnsFd }: Home, steps: readonly UndoStep[]): TakenBack {
  let first: Refusal | undefined;
  const owed = steps.filter((step) => {
    const refused = step.elsewhere === undefined ? socket.tryAsk(step) : askElsewhere(native, step, step.elsewhere, netnsFd);
    if (refused === undefined || FINE.has(refused.errno)) return false;
    if (LATER.has(refused.errno)) return true;
    first ??= refused;
    return false;
  });
  return { owed, ...(first === undefined ? {} : { refused: first }) };
}
