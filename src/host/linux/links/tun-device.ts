/** /dev/net/tun, opened where the interface is to be; whose it may not be, and why. */
import { constants } from 'node:fs';
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { EACCES, ENODEV, ENOENT, ENXIO, EPERM, kernelError } from '../errno.ts';
import { circumstances } from '../privileges/grant.ts';
import { neededToOpen } from '../privileges/permission-error.ts';

export const TUN_DEVICE = '/dev/net/tun';

/** @throws ERR_PERMISSION, ERR_PLATFORM (no such device), ERR_SYSTEM */
export function openTunDevice(native: NativeBinding, netnsFd: number): NativeHandle {
  const handle = native.openFile(TUN_DEVICE, constants.O_RDWR, netnsFd);
  if (typeof handle !== 'number') return handle;
  const { rights, container } = circumstances();
  const inContainer = container === undefined ? undefined : `start the container with: --device ${TUN_DEVICE}`;
  switch (-handle) {
    case ENOENT:
      throw new PacketwrightError('ERR_PLATFORM', `there is no ${TUN_DEVICE}`, { remedy: inContainer ?? 'sudo modprobe tun' });
    case ENODEV:
    case ENXIO:
      throw new PacketwrightError('ERR_PLATFORM', `this kernel has no TUN driver for ${TUN_DEVICE}`);
    case EACCES:
      // Making the interface would need it too.
      if (rights.capabilities.includes('CAP_NET_ADMIN'))
        throw new PacketwrightError('ERR_PERMISSION', `cannot open ${TUN_DEVICE}: this user may not open it (EACCES)`, {
          remedy: `run as root, with sudo, or: sudo chmod 666 ${TUN_DEVICE}`,
        });
      throw kernelError(handle, `open ${TUN_DEVICE}`, { needs: 'CAP_NET_ADMIN' });
    case EPERM:
      if (neededToOpen(netnsFd) === undefined && inContainer !== undefined)
        throw new PacketwrightError('ERR_PERMISSION', `cannot open ${TUN_DEVICE}: the container forbids it (EPERM)`, {
          remedy: inContainer,
        });
      throw kernelError(handle, `open ${TUN_DEVICE}`, { needs: neededToOpen(netnsFd) });
    default:
      throw kernelError(handle, `open ${TUN_DEVICE}`);
  }
}
