/** Why a connection is no more, in words. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Tcb } from './tcb.ts';

const other = (t: Tcb): string => `${t.path.remote} port ${t.remotePort}`;
const ends = (t: Tcb): string => `the connection to ${other(t)}`;
const facts = (t: Tcb): { address: string; port: number } => ({ address: t.path.remote, port: t.remotePort });

export const timedOut = (t: Tcb): PacketwrightError =>
  t.softError ??
  new PacketwrightError(
    'ERR_TIMEOUT',
    t.state === 'SYN-SENT' ? `${other(t)} does not answer` : `${ends(t)} is lost: the other end does not answer any more`,
    facts(t),
  );

export const refused = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_REFUSED', `${other(t)} refuses connections: nothing listens there`, facts(t));

export const wasReset = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_CLOSED', `${ends(t)} was reset by the other end`, facts(t));

export const aborted = (t: Tcb): PacketwrightError => new PacketwrightError('ERR_CLOSED', `${ends(t)} was ended here`, facts(t));

export const unreachable = (t: Tcb): PacketwrightError =>
  new PacketwrightError('ERR_TIMEOUT', `${other(t)} cannot be reached: a router says so`, facts(t));
