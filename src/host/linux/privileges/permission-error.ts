/** The error for what the kernel does not let this process do: one line with the capability that is missing. */
import { type ErrorDetails, PacketwrightError } from '../../../bytes/errors.ts';
import { type Circumstances, circumstances, howToGrant } from './grant.ts';
import { type Capability, processRights } from './process-rights.ts';

/**
 * @param doing what was tried, to stand after "cannot": `open a packet socket on eth0`
 * @param name EPERM or EACCES
 * @param needs the capability that the kernel asks for; undefined where none would help
 */
export function permissionError(
  doing: string,
  name: string,
  needs: Capability | undefined,
  values: ErrorDetails = {},
  where: Circumstances = circumstances(),
): PacketwrightError {
  const { capabilities, inUserNamespace } = where.rights;
  if (needs !== undefined && !capabilities.includes(needs)) {
    return new PacketwrightError('ERR_PERMISSION', `cannot ${doing}: this process lacks ${needs} (${name})`, {
      remedy: howToGrant(needs, where),
      capability: needs,
      ...values,
    });
  }
  if (needs !== undefined && inUserNamespace) {
    return new PacketwrightError('ERR_PERMISSION', `cannot ${doing}: ${needs} is valid only in this process's user namespace (${name})`, {
      remedy: 'run as root outside of that namespace',
      capability: needs,
      ...values,
    });
  }
  return new PacketwrightError('ERR_PERMISSION', `cannot ${doing}: the kernel does not permit it (${name})`, values);
}

/**
 * What opening a socket needs: in another network namespace, entering that first.
 *
 * @param netnsFd the namespace; -1: this process's own
 * @param own what this kind of socket needs anywhere
 */
export function neededToOpen(netnsFd: number, own?: Capability): Capability | undefined {
  if (netnsFd < 0) return own;
  return own === undefined || !processRights().capabilities.includes('CAP_SYS_ADMIN') ? 'CAP_SYS_ADMIN' : own;
}
