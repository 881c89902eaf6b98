/** Sends the steps that take a change back. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { EADDRNOTAVAIL, EEXIST, EHOSTUNREACH, EIO, ENETUNREACH, ENODEV, ENOENT, ENXIO, EPERM, ESRCH } from '../errno.ts';
import type { Refusal } from '../netlink/socket.ts';
import { askElsewhere } from './elsewhere.ts';
import type { Home } from './find-home.ts';
import type { UndoStep } from './read-journal.ts';

/** What was to go has gone already; what was to come is there already. */
const FINE = new Set([ENOENT, ESRCH, ENODEV, ENXIO, EEXIST, EADDRNOTAVAIL]);
/** A gateway that an older change has cut off: the route can come back when that change is taken back. */
const LATER = new Set([ENETUNREACH, EHOSTUNREACH]);

export interface TakenBack {
  /** The first refusal that matters. */
  readonly first?: Refusal;
  /** Steps that were refused so. */
  readonly refused: readonly UndoStep[];
  /** Steps to be tried again when older changes are taken back. */
  readonly owed: readonly UndoStep[];
}

/** Tries all steps. */
export function takeBack(home: Home, steps: readonly UndoStep[]): TakenBack {
  let first: Refusal | undefined;
  const refused: UndoStep[] = [];
  const owed: UndoStep[] = [];
  for (const step of steps) {
    const answer = ask(home, step);
    if (answer === undefined || FINE.has(answer.errno)) continue;
    if (LATER.has(answer.errno)) owed.push(step);
    else {
      refused.push(step);
      first ??= answer;
    }
  }
  return { refused, owed, ...(first === undefined ? {} : { first }) };
}

/** What keeps a step from being asked at all (no memory, no descriptor, no right) is a refusal as well. */
function ask({ native, socket, netnsFd }: Home, step: UndoStep): Refusal | undefined {
  try {
    return step.elsewhere === undefined ? socket.tryAsk(step) : askElsewhere(native, step, step.elsewhere, netnsFd);
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    const { errno } = error.details;
    return { errno: typeof errno === 'number' ? errno : error.code === 'ERR_PERMISSION' ? EPERM : EIO, message: error.message };
  }
}
