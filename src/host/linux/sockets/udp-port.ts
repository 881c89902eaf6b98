/** A UDP port: datagrams out, datagrams in with the kernel's time stamps. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { UdpOptions, UdpPort } from '../../host.ts';
import { DatagramQueue } from '../../datagram-queue.ts';
import { EACCES, EADDRINUSE, EAGAIN, EPERM } from '../errno.ts';
import { SOCK_DGRAM } from '../links/constants.ts';
import { permissionError } from '../privileges/permission-error.ts';
import { ADDRESS_OCTETS, endOf } from './socket-address.ts';
import { KernelSocket, READABLE, socketError, type SocketPlace, WRITABLE } from './socket.ts';

/** UDP's length field has 16 bits (RFC 768). */
const MOST_OCTETS = 65_535;
/** SO_TIMESTAMPNS, and the struct timespec that comes with it behind its head (cmsg(3)). */
const SO_TIMESTAMPNS = 35;
const CONTROL_OCTETS = 32;
const CONTROL_HEAD = 16;
/** ip(7), ipv6(7): ICMP errors go to a queue, and each has the end that it is about (MSG_ERRQUEUE of recv(2)). */
const IPPROTO_IP = 0,
  IP_RECVERR = 11,
  IPPROTO_IPV6 = 41,
  IPV6_RECVERR = 25,
  MSG_ERRQUEUE = 0x2000;
/** Read at one wake-up; others have their turn then. */
const AT_ONCE = 64;

/** @throws ERR_BUSY, ERR_PERMISSION, ERR_ROUTE, ERR_SYSTEM, ERR_ADDRESS */
export function openUdpPort(place: SocketPlace, { address, port = 0, to, errors = false }: UdpOptions): UdpPort {
  const own = address ?? (to === undefined || to.address.includes('.') ? '0.0.0.0' : '::');
  const socket = new KernelSocket(place, { type: SOCK_DGRAM, towards: own });
  try {
    const doing = `open UDP port ${port}${address === undefined ? '' : ` of ${address}`}`;
    const bound = socket.bind({ address: own, port });
    if (bound === -EACCES || bound === -EPERM) throw permissionError(doing, 'EACCES', 'CAP_NET_BIND_SERVICE', { port, address });
    if (bound === -EADDRINUSE) throw new PacketwrightError('ERR_BUSY', `cannot ${doing}: EADDRINUSE`, { port, address });
    if (bound < 0) throw socketError(bound, doing, { port, address });
    const connected = to === undefined ? 0 : socket.connect(to);
    if (connected < 0) throw socketError(connected, `send to ${to?.address} port ${to?.port}`, { to });
    socket.option(SO_TIMESTAMPNS, 1);
    if (errors) {
      // Of these, the one of the other family is refused: no matter.
      socket.option(IP_RECVERR, 1, IPPROTO_IP);
      socket.option(IPV6_RECVERR, 1, IPPROTO_IPV6);
    }
    return udpOn(socket, to, errors);
  } catch (error) {
    socket.close();
    throw error;
  }
}

function udpOn(socket: KernelSocket, peer: UdpOptions['to'], tellsErrors: boolean): UdpPort {
  const queue = new DatagramQueue({ hold: () => socket.hold(), letGo: () => socket.letGo() });
  const octets = new Uint8Array(MOST_OCTETS),
    address = new Uint8Array(ADDRESS_OCTETS),
    control = new Uint8Array(CONTROL_OCTETS),
    out = new Int32Array(3);
  let waiting: (() => void)[] = [];
  const refused = (rc: number): PacketwrightError =>
    socketError(rc, peer === undefined ? 'receive datagrams' : `reach ${peer.address} port ${peer.port}`, { to: peer });

  /** Empties the queue of errors; `rc`: what the kernel said just before, 0 where it said nothing. */
  const readErrors = (rc: number): void => {
    for (let n = 0; n >= 0; ) {
      n = socket.receive(octets, address, control, out, MSG_ERRQUEUE);
      if (n < 0) return;
      const to = endOf(address);
      if (rc < 0) queue.fail(socketError(rc, `reach ${to.address} port ${to.port}`, { to }));
    }
  };

  const read = (): void => {
    for (let i = 0; i < AT_ONCE && !socket.closed; i++) {
      const n = socket.receive(octets, address, control, out);
      if (tellsErrors && n < 0) readErrors(n === -EAGAIN ? 0 : n);
      if (n === -EAGAIN) return;
      // An ICMP error for what was sent. Only a port with one peer knows whom it is about (udp(7)).
      if (n < 0) {
        if (peer !== undefined) queue.fail(refused(n));
        return;
      }
      const { address: from, port } = endOf(address);
      queue.add({ data: octets.slice(0, n), from, port, at: stampOf(control, out[1] as number) ?? socket.native.now() });
    }
  };
  socket.onReady = (status, events) => {
    if ((events & WRITABLE) !== 0 || status < 0) {
      socket.watch(READABLE);
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    }
    read();
    if (!socket.closed) socket.watch(waiting.length > 0 ? READABLE | WRITABLE : READABLE);
  };
  socket.onClose = () => {
    queue.end();
    for (const wake of waiting) wake();
  };
  socket.watch(READABLE);

  return {
    port: socket.local().port,
    send: async (data, to, port) => {
      for (;;) {
        if (socket.closed) throw new PacketwrightError('ERR_CLOSED', 'the UDP port is closed');
        const sent = socket.send(data, 0, peer === undefined ? { address: to, port } : undefined);
        if (sent >= 0) return;
        if (sent !== -EAGAIN) throw socketError(sent, `send a datagram to ${to} port ${port}`, { to, port });
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          socket.watch(READABLE | WRITABLE);
        });
      }
    },
    messages: (o) => queue.messages(o),
    close: () => socket.close(),
  };
}

/** ms since 1970, of struct timespec. */
function stampOf(control: Uint8Array, length: number): number | undefined {
  if (length < CONTROL_HEAD + 16) return undefined;
  const view = new DataView(control.buffer);
  return Number(view.getBigInt64(CONTROL_HEAD, true)) * 1000 + Number(view.getBigInt64(CONTROL_HEAD + 8, true)) / 1e6;
}
