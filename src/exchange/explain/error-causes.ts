/** What an error says of why nothing left. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { CauseCode } from './causes.ts';
import type { Evidence, NewFinding } from './finding.ts';

/** By code; ERR_ROUTE is also told of the host's own addresses. */
const CODES: Readonly<Partial<Record<PacketwrightError['code'], CauseCode>>> = {
  ERR_ROUTE: 'no-route',
  ERR_INTERFACE: 'interface-down',
  ERR_NEIGHBOUR: 'neighbour-silent',
  ERR_TOO_LARGE: 'too-big',
};

/** The finding; undefined for an error that is about something else. */
export function ofError(error: unknown, at?: Evidence): NewFinding | undefined {
  if (!(error instanceof PacketwrightError)) return undefined;
  const isOwn = error.code === 'ERR_ROUTE' && error.message.includes('own address');
  const isOwnMac = error.code === 'ERR_ROUTE' && error.details['mac'] !== undefined;
  const code = isOwn || isOwnMac ? 'own-address' : CODES[error.code];
  if (code === undefined) return undefined;
  return {
    code,
    sentence: error.message,
    certainty: 'sure',
    at,
    about: String(error.details['address'] ?? error.details['iface'] ?? error.message),
    remedy: error.details.remedy,
  };
}
