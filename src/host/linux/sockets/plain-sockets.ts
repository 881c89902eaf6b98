/** Sockets as a plain program has them, in this process's network namespace or in another one. */
import { checkOptions } from '../../../bytes/known-options.ts';
import type { HostSockets } from '../../host.ts';
import { WAIT_OPTIONS } from '../../link-choices.ts';
import type { SocketPlace } from './socket.ts';
import { openTcpConnection } from './tcp-connection.ts';
import { openTcpListener } from './tcp-listener.ts';
import { reservePort } from './reserved-port.ts';
import { openUdpPort } from './udp-port.ts';

/** @param place asked at each opening: it may be closed by then */
export function plainSockets(place: () => SocketPlace): Required<HostSockets> {
  return {
    connect: async (to, port, o = {}) => {
      checkOptions('connect', o, WAIT_OPTIONS);
      return await openTcpConnection(place(), { address: to, port }, o);
    },
    udp: async (o = {}) => {
      checkOptions('udp', o, { address: true, port: true, to: true, errors: true });
      return openUdpPort(place(), o);
    },
    listen: async (o, on) => {
      checkOptions('listen', o, { address: true, port: true });
      return await openTcpListener(place(), o, on);
    },
    reserve: async (o) => {
      checkOptions('reserve', o, { address: true, port: true });
      return reservePort(place(), o);
    },
  };
}
