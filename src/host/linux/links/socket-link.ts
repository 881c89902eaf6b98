/** A link on a plain packet socket: every packet at once, none cut. For request and reply, and for `immediate` captures. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import * as k from './constants.ts';
import type { KernelLink, LinkDevice } from './kernel-link.ts';
import { type LinkArguments, type LinkSetup, linkOn, sending, setupOf, stamping } from './link-arguments.ts';
import { PacketSocket } from './packet-socket.ts';
import { RoutedSender } from './routed-sender.ts';
import { SlabReader } from './slab-reader.ts';

/** Octets of the kernel's queue. */
const BUFFER = 2 * 1024 * 1024;

/**
 * Opens it. Receiving when it returns.
 *
 * @throws ERR_PERMISSION, ERR_INTERFACE, ERR_FILTER, ERR_RANGE, ERR_VALUE
 */
export function openPacketSocketLink<P>(a: LinkArguments<P>): KernelLink<P> {
  const { timestamps = 'host' } = a.options ?? {};
  if (timestamps !== 'host') {
    throw new PacketwrightError('ERR_VALUE', `hardware time stamps of ${a.facts.name} (${timestamps}) need a ring`, {
      iface: a.facts.name,
      remedy: 'open it without the option immediate',
    });
  }
  const setup = setupOf(a);
  return linkOn(socketDevice(a, setup), a, setup);
}

function socketDevice<P>(a: LinkArguments<P>, setup: LinkSetup): LinkDevice {
  const { native } = a;
  const socket = new PacketSocket(setup.socket, (s) => {
    s.setReceiveBuffer(setup.bufferSize ?? BUFFER);
    s.setNumber(k.SOL_SOCKET, k.SO_TIMESTAMPNS, 1, 'ask for time stamps');
    s.setNumber(k.SOL_PACKET, k.PACKET_AUXDATA, 1, 'ask for auxiliary data');
  });
  const { cooked, snaplen, selection, netnsFd } = setup.socket;
  const routed = a.options?.routed === true ? new RoutedSender(native, netnsFd) : undefined;
  const take = routed === undefined ? sending(socket, setup) : routed.take.bind(routed);
  const reader = new SlabReader(native, socket.handle, { cooked, snaplen, selection });
  return {
    native,
    handle: socket.handle,
    reader,
    adaptive: true,
    take,
    takeStamped: routed === undefined ? stamping(socket, take) : routed.take.bind(routed),
    setFilter: (program) => socket.setFilter(program, () => reader.discard()),
    takeError: () => socket.takeError(),
    isGone: () => socket.isGone(),
    mtu: () => socket.mtu(),
    drops: () => socket.drops(),
    close: () => {
      socket.close();
      routed?.close();
    },
  };
}
