/**
 * What the kernel refused, as one of our errors. The addon gives `-errno`; the numbers are those of Linux on x64 and
 * arm64 alike (asm-generic/errno-base.h and errno.h).
 */
import { getSystemErrorName } from 'node:util';
import { type ErrorDetails, PacketwrightError } from '../../bytes/errors.ts';
import { permissionError } from './privileges/permission-error.ts';
import type { Capability } from './privileges/process-rights.ts';

export const EPERM = 1;
export const ENOENT = 2;
export const ESRCH = 3;
export const EIO = 5;
export const ENXIO = 6;
export const EBADF = 9;
export const EAGAIN = 11;
export const EACCES = 13;
export const EBUSY = 16;
export const EEXIST = 17;
export const ENODEV = 19;
export const EINVAL = 22;
export const EMSGSIZE = 90;
export const EPROTONOSUPPORT = 93;
export const EOPNOTSUPP = 95;
export const EADDRINUSE = 98;
export const EADDRNOTAVAIL = 99;
export const ENETDOWN = 100;
export const ENETUNREACH = 101;
export const ENOBUFS = 105;
export const EHOSTUNREACH = 113;

/** `EPERM` for 1 (or -1); `errno 1234` for a number without a name. */
export function errnoName(errno: number): string {
  const name = getSystemErrorName(-Math.abs(errno));
  return name.startsWith('E') ? name : `errno ${Math.abs(errno)}`;
}

/**
 * The error for a refused call.
 *
 * @param errno as the addon gave it, negative or not
 * @param doing what was tried, to stand after a colon-less "cannot": `open a packet socket`
 * @param details in the message when they are there: `iface`, and `said`, the kernel's own words; `needs`: the capability that is
 *   missing when the call is not permitted
 */
export function kernelError(
  errno: number,
  doing: string,
  details: ErrorDetails & { readonly iface?: string; readonly said?: string; readonly needs?: Capability | undefined } = {},
): PacketwrightError {
  const number = Math.abs(errno);
  const name = errnoName(number);
  const { needs, ...told } = details;
  const { iface, said } = told;
  const words = said === undefined ? '' : `: ${said.replace(/\.$/, '')}`;
  const where = iface === undefined ? '' : ` on ${iface}`;
  const values = { ...told, errno: number, name };
  switch (number) {
    case EPERM:
    case EACCES:
      return permissionError(`${doing}${where}`, name, needs, values);
    case ENODEV:
    case ENXIO:
      return new PacketwrightError('ERR_INTERFACE', `cannot ${doing}: interface ${iface ?? ''} no longer exists (${name})`, values);
    case ENETDOWN:
      return new PacketwrightError('ERR_INTERFACE', `cannot ${doing}: interface ${iface ?? ''} is down (${name})`, {
        ...(iface === undefined ? {} : { remedy: `bring it up: ip link set ${iface} up` }),
        ...values,
      });
    case EBUSY:
    case EADDRINUSE:
      return new PacketwrightError('ERR_BUSY', `cannot ${doing}${where}: something else is using it (${name})`, values);
    case EBADF:
      return new PacketwrightError('ERR_CLOSED', `cannot ${doing}${where}: it is closed`, values);
    case EEXIST:
      return new PacketwrightError('ERR_BUSY', `cannot ${doing}${where}: it already exists (${name})${words}`, values);
    case ENETUNREACH:
    case EHOSTUNREACH:
      return new PacketwrightError('ERR_ROUTE', `cannot ${doing}${where}: there is no route to it (${name})${words}`, values);
    default:
      return new PacketwrightError('ERR_SYSTEM', `cannot ${doing}${where}: ${name} (errno ${number})${words}`, values);
  }
}
