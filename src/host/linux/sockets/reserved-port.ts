/** A TCP port that is bound and nothing else: the kernel gives it to no program, and says nothing for it but resets. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { ListenOptions, ReservedPort } from '../../host.ts';
import { EACCES, EADDRINUSE, EPERM } from '../errno.ts';
import { SOCK_STREAM } from '../links/constants.ts';
import { permissionError } from '../privileges/permission-error.ts';
import { KernelSocket, socketError, type SocketPlace } from './socket.ts';

/** @throws ERR_BUSY, ERR_PERMISSION, ERR_ADDRESS, ERR_SYSTEM */
export function reservePort(place: SocketPlace, { address = '0.0.0.0', port = 0 }: ListenOptions): ReservedPort {
  const socket = new KernelSocket(place, { type: SOCK_STREAM, towards: address });
  const doing = `keep TCP port ${port} of ${address}`;
  try {
    const bound = socket.bind({ address, port });
    if (bound === -EACCES || bound === -EPERM) throw permissionError(doing, 'EACCES', 'CAP_NET_BIND_SERVICE', { port, address });
    if (bound === -EADDRINUSE)
      throw new PacketwrightError('ERR_BUSY', `cannot ${doing}: a program of this host has it`, {
        ...{ port, address },
        remedy: 'give another port, or an address of its own',
      });
    if (bound < 0) throw socketError(bound, doing, { port, address });
    return { port: socket.local().port, close: () => socket.close() };
  } catch (error) {
    socket.close();
    throw error;
  }
}
