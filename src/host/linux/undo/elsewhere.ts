/** The step that brings an interface back from another network namespace: only a socket in there can ask for it. */
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { ENODEV, EPERM } from '../errno.ts';
import { closeNamespace, openNamespace } from '../namespaces.ts';
import type { NetlinkMessage } from '../netlink/message.ts';
import { NETLINK_ROUTE, NetlinkSocket, type Refusal } from '../netlink/socket.ts';
import type { Elsewhere } from './journal.ts';

/** IFLA_NET_NS_FD: the namespace that an interface is to go to. linux/if_link.h */
const TARGET_ATTRIBUTE = 28;
/** This process's own namespace. */
const OWN = '/proc/self/ns/net';

/**
 * Asks the message in the other namespace, with `homeFd` as the place to go to (-1: this process's own). A namespace that is
 * gone, or whose file is now another's, is refused with ENODEV: the interface is not there any more.
 */
export function askElsewhere(native: NativeBinding, message: NetlinkMessage, where: Elsewhere, homeFd: number): Refusal | undefined {
  let thereFd = -1;
  let ownFd = -1;
  let socket: NetlinkSocket | undefined;
  try {
    thereFd = openNamespace(where.netns);
    socket = new NetlinkSocket({ native, protocol: NETLINK_ROUTE, netnsFd: thereFd });
    if (socket.namespaceCookie()?.toString() !== where.cookie) return { errno: ENODEV };
    if (homeFd < 0) ownFd = openNamespace(OWN);
    return socket.tryAsk({ ...message, body: withTarget(message.body, homeFd < 0 ? ownFd : homeFd) });
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    if (error.code === 'ERR_PERMISSION') return { errno: EPERM };
    if (error.code === 'ERR_INTERFACE') return { errno: ENODEV };
    throw error;
  } finally {
    socket?.close();
    if (thereFd >= 0) closeNamespace(thereFd);
    if (ownFd >= 0) closeNamespace(ownFd);
  }
}

/** The body with one more attribute, which starts at a multiple of 4. */
function withTarget(body: Uint8Array, fd: number): Uint8Array {
  const at = (body.length + 3) & ~3;
  const out = new Uint8Array(at + 8);
  out.set(body);
  const view = new DataView(out.buffer);
  view.setUint16(at, 8, true);
  view.setUint16(at + 2, TARGET_ATTRIBUTE, true);
  view.setUint32(at + 4, fd, true);
  return out;
}
