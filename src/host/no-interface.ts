/** An interface that was named and is not there, or does nothing. */
import { type ErrorDetails, PacketwrightError } from '../bytes/errors.ts';

/** @param details what else is known, such as `errno` */
export function noInterface(iface: string, details: ErrorDetails = {}): PacketwrightError {
  return new PacketwrightError('ERR_INTERFACE', `there is no interface ${iface}`, {
    iface,
    remedy: 'pkw ifaces lists the interfaces',
    ...details,
  });
}

export const interfaceDown = (iface: string): PacketwrightError =>
  new PacketwrightError('ERR_INTERFACE', `interface ${iface} is down`, { iface, remedy: `bring it up: ip link set ${iface} up` });
