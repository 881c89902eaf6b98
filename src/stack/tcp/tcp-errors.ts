/** Why a connection is no more, in words. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Tcb } from './tcb.ts';

const other = (t: Tcb): string => `${t.path.remote} port ${t.remotePort}`;
const ends = (t: Tcb): string => `the connection to ${other(t)}`;
/** @param errno the kernel's name for it: what programs look at that run on either */
const facts = (t: Tcb, errno: string): { address: string; port: number; errno: string } => ({
  address: t.path.remote,
  port: t.remotePort,
  errno,
});

export const timedOut = (t: Tcb): PacketwrightError =>
  t.softError ??
  new PacketwrightError(
    'ERR_TIMEOUT',
    t.state === 'SYN-SENT' ? `${other(t)} does not answer` : `${ends(t)} is lost: the other end does not answer any more`,
    facts(t, 'ETIMEDOUT'),
  );

export const refused = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_REFUSED', `${other(t)} refuses connections: nothing listens there`, facts(t, 'ECONNREFUSED'));

export const wasReset = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_CLOSED', `${ends(t)} was reset by the other end`, facts(t, 'ECONNRESET'));

export const aborted = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_CLOSED', `${ends(t)} was ended here`, facts(t, 'ECONNABORTED'));

export const unreachable = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_TIMEOUT', `${other(t)} cannot be reached: a router says so`, facts(t, 'EHOSTUNREACH'));
