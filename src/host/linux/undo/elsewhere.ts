/** The step that brings an interface back from another network namespace: only a socket in there can ask for it. */
import type { NativeBinding } from '../../../../native/binding.ts';
import { ENODEV } from '../errno.ts';
import { closeNamespace, openNamespace } from '../namespaces.ts';
import type { NetlinkMessage } from '../netlink/message.ts';
import type { Refusal } from '../netlink/socket.ts';
import { closeHome, findHome } from './find-home.ts';
import type { Elsewhere } from './read-journal.ts';

/** IFLA_NET_NS_FD: the namespace that an interface is to go to. linux/if_link.h */
const TARGET_ATTRIBUTE = 28;
/** This process's own namespace. */
const OWN = '/proc/self/ns/net';

/**
 * Asks the message in the other namespace, with `homeFd` as the place to go to (-1: this process's own). Where that namespace is gone,
 * so is the interface: refused with ENODEV.
 *
 * @throws what kept it from being asked there
 */
export function askElsewhere(native: NativeBinding, message: NetlinkMessage, where: Elsewhere, homeFd: number): Refusal | undefined {
  const there = findHome(native, where);
  if (there === undefined) return { errno: ENODEV };
  let ownFd = -1;
  try {
    if (homeFd < 0) ownFd = openNamespace(OWN);
    return there.socket.tryAsk({ ...message, body: withTarget(message.body, homeFd < 0 ? ownFd : homeFd) });
  } finally {
    closeHome(there);
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
