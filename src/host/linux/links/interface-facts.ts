/** The facts of an interface that a link needs, by ioctl(2): the shortest way that works in any network namespace. */
import { noInterface } from '../../no-interface.ts';
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { kernelError } from '../errno.ts';
import { neededToOpen } from '../privileges/permission-error.ts';
import { AF_INET, SOCK_DGRAM } from './constants.ts';

export interface InterfaceFacts {
  /** 0: every interface (`any`). */
  readonly ifindex: number;
  readonly name: string;
  readonly mtu: number;
  readonly mac?: string;
  /** ARPHRD_…; undefined for `any`. */
  readonly arphrd?: number;
}

/** linux/sockios.h */
export const SIOCGIFNAME = 0x8910;
export const SIOCGIFMTU = 0x8921;
const SIOCGIFHWADDR = 0x8927;
export const SIOCGIFINDEX = 0x8933;
const IFNAMSIZ = 16;
/** Where struct ifreq holds a number. */
export const IFREQ_NUMBER = IFNAMSIZ;

/** struct ifreq: the name, and room for what the kernel writes after it. */
export function interfaceRequest(name: string): Uint8Array {
  const request = new Uint8Array(40);
  const text = new TextEncoder().encode(name);
  if (text.length >= IFNAMSIZ) {
    throw new PacketwrightError('ERR_INTERFACE', `${name} is not an interface: names have at most ${IFNAMSIZ - 1} octets`, { iface: name });
  }
  // The kernel would read it as the shorter name.
  if (text.includes(0))
    throw new PacketwrightError('ERR_INTERFACE', `${JSON.stringify(name)} is not an interface: no name has a NUL in it`, { iface: name });
  request.set(text);
  return request;
}

/** @throws ERR_INTERFACE when there is no interface of that name in the namespace `netnsFd` (-1: this process's). */
export function interfaceFacts(native: NativeBinding, name: string, netnsFd = -1): InterfaceFacts {
  const socket = native.open(AF_INET, SOCK_DGRAM, 0, netnsFd);
  if (typeof socket === 'number') throw kernelError(socket, 'ask for an interface', { iface: name, needs: neededToOpen(netnsFd) });
  try {
    const ask = (request: number): DataView => {
      const buffer = interfaceRequest(name);
      const rc = native.ioctl(socket, request, buffer);
      if (rc < 0) throw noInterface(name, { errno: -rc });
      return new DataView(buffer.buffer, IFNAMSIZ);
    };
    const ifindex = ask(SIOCGIFINDEX).getInt32(0, true);
    const mtu = ask(SIOCGIFMTU).getInt32(0, true);
    const hardware = ask(SIOCGIFHWADDR);
    const arphrd = hardware.getUint16(0, true);
    const mac = Array.from({ length: 6 }, (_, i) =>
      hardware
        .getUint8(2 + i)
        .toString(16)
        .padStart(2, '0'),
    ).join(':');
    return { ifindex, name, mtu, arphrd, ...(arphrd === 1 ? { mac } : {}) };
  } finally {
    native.close(socket);
  }
}
