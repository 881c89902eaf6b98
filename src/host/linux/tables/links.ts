/** Changes to links: up and down, MTU, MAC, name; new ones; moving one to another namespace. */
import { noInterface } from '../../no-interface.ts';
import type { NativeBinding } from '../../../../native/binding.ts';
import { parseMac, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { GivenOf, ViewOf } from '../../../packet/spec/spec.ts';
import type { LinkChange, LinkKind, Undo } from '../../host.ts';
import { kernelError } from '../errno.ts';
import { interfaceRequest } from '../links/interface-facts.ts';
import { openTunDevice } from '../links/tun-device.ts';
import { closeNamespace, namespacePath, namespaceText, openNamespace } from '../namespaces.ts';
import { bodyOf, NLM_F_CREATE, NLM_F_EXCL, type NetlinkMessage, readBody, request } from '../netlink/message.ts';
import { refusalError } from '../netlink/socket.ts';
import type { Changes } from '../undo/changes.ts';
import type { UndoStep } from '../undo/read-journal.ts';
import { AddressMessage, RTM_DELADDR } from './address-message.ts';
import { AF_INET6 } from './kinds.ts';
import { IFF_NOARP, IFF_UP, LinkMessage, RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from './link-message.ts';
import { linkState } from './link-state.ts';
import { Rtnetlink } from './rtnetlink.ts';

type LinkView = Readonly<ViewOf<typeof LinkMessage>>;

/** linux/if_tun.h */
const TUNSETIFF = 0x400454ca;
const TUNSETPERSIST = 0x400454cb;
const IFF_TUN = 0x0001;
const IFF_TAP = 0x0002;
const IFF_NO_PI = 0x1000;

/** @throws ERR_INTERFACE */
export function linkByIndex(rtnetlink: Rtnetlink, index: number, name: string): LinkView {
  let body: Uint8Array | undefined;
  const refused = rtnetlink.socket.tryAsk({ type: RTM_GETLINK, flags: 1, body: bodyOf(LinkMessage, { index }) }, (m) => {
    body = m.body.slice();
  });
  const link = body === undefined ? undefined : readBody(LinkMessage, body);
  if (link === undefined)
    throw refused === undefined ? noInterface(name) : kernelError(refused.errno, 'read an interface', { iface: name });
  return link;
}

/**
 * Sets what is given. The Undo sets what was before, and brings back what the kernel forgets with it (routes and addresses
 * of a link that goes down).
 *
 * @throws ERR_INTERFACE, ERR_BUSY (a name that is taken; some kernels rename no link that is up), ERR_PERMISSION, ERR_ADDRESS, ERR_SYSTEM
 */
export function setLink(rtnetlink: Rtnetlink, changes: Changes, name: string, change: LinkChange): Undo {
  const index = rtnetlink.indexOf(name);
  const before = linkByIndex(rtnetlink, index, name);
  const text = Object.entries(change)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
  const what = `set ${name} ${text}`;
  const wasUp = (before.flags & IFF_UP) !== 0;
  const back = linkMessage(index, {
    ...(change.up === undefined ? {} : { up: wasUp }),
    ...(change.arp === undefined ? {} : { arp: (before.flags & IFF_NOARP) === 0 }),
    ...(change.mtu === undefined ? {} : { mtu: before.attributes.mtu ?? 0 }),
    ...(change.mac === undefined ? {} : { mac: before.attributes.mac ?? '' }),
    ...(change.name === undefined ? {} : { name }),
  });
  // A name alone makes the kernel forget nothing.
  const forgets = change.up !== undefined || change.mtu !== undefined || change.mac !== undefined || change.arp !== undefined;
  const stray = change.mac === undefined ? [] : strayAddress(index, change.mac, before);
  const steps = [back, ...stray, ...(wasUp && forgets ? linkState(rtnetlink, index) : [])];
  return changes.make(what, steps, () => {
    const refused = rtnetlink.socket.tryAsk(linkMessage(index, change));
    if (refused === undefined) return;
    // The kernel may have done a part of it.
    changes.revert(steps);
    throw refusalError(refused, what);
  });
}

/** A link that goes up with a new MAC gets a link-local address of that MAC, which would stay. RFC 4291 §2.5.1, appendix A */
function strayAddress(index: number, mac: string, { attributes }: LinkView): NetlinkMessage[] {
  if (mac.toLowerCase() === attributes.mac) return [];
  const m = parseMac(mac);
  const interfaceId = [(m[0] as number) ^ 2, m[1], m[2], 0xff, 0xfe, m[3], m[4], m[5]] as number[];
  const address = readIpv6(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...interfaceId), 0);
  return [request(RTM_DELADDR, 0, AddressMessage, { family: AF_INET6, prefixLength: 64, index, attributes: { local: address } })];
}

function linkMessage(index: number, { up, arp, mtu, mac, name }: LinkChange): NetlinkMessage {
  return request(RTM_NEWLINK, 0, LinkMessage, {
    index,
    flags: (up === true ? IFF_UP : 0) | (arp === false ? IFF_NOARP : 0),
    ...(up === undefined && arp === undefined ? {} : { change: (up === undefined ? 0 : IFF_UP) | (arp === undefined ? 0 : IFF_NOARP) }),
    attributes: { mac, mtu, name },
  });
}

/**
 * Makes a link; the Undo removes it. It is down, and without addresses.
 *
 * @throws ERR_BUSY (the name is taken), ERR_INTERFACE (no name for one), ERR_PERMISSION, ERR_PLATFORM (a kernel without it)
 */
export function createLink(
  rtnetlink: Rtnetlink,
  changes: Changes,
  native: NativeBinding,
  netnsFd: number,
  name: string,
  kind: LinkKind,
): Undo {
  const names = kind.kind === 'veth' ? [name, kind.peer] : [name];
  const what = `create the ${kind.kind} ${names.join(' and ')}`;
  for (const one of names) {
    interfaceRequest(one);
    // The steps back must not take away somebody else's.
    if (isThere(rtnetlink, one))
      throw new PacketwrightError('ERR_BUSY', `cannot ${what}: an interface ${one} already exists`, {
        iface: one,
        remedy: 'choose another name',
      });
  }
  const byName = names.map((one) => request(RTM_DELLINK, 0, LinkMessage, { attributes: { name: one } }));
  return changes.make(what, byName, () => {
    if (kind.kind === 'tun' || kind.kind === 'tap') persistentTun(native, netnsFd, name, kind.kind);
    else {
      const info = kind.kind === 'veth' ? { kind: 'veth', data: { peer: { attributes: { name: kind.peer } } } } : { kind: kind.kind };
      const values: GivenOf<typeof LinkMessage> = { attributes: { name, info } };
      const refused = rtnetlink.socket.tryAsk(request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, LinkMessage, values));
      if (refused !== undefined) throw refusalError(refused, what);
    }
    // By number, which stays when it is renamed.
    return names.map((one) => request(RTM_DELLINK, 0, LinkMessage, { index: rtnetlink.indexOf(one) }));
  });
}

function isThere(rtnetlink: Rtnetlink, name: string): boolean {
  try {
    rtnetlink.indexOf(name);
    return true;
  } catch {
    return false;
  }
}

/** rtnetlink makes none of these: the device does, and keeps it when its descriptor is closed. */
function persistentTun(native: NativeBinding, netnsFd: number, name: string, kind: 'tun' | 'tap'): void {
  const doing = `make the ${kind} interface ${name}`;
  const handle = openTunDevice(native, netnsFd);
  try {
    const buffer = interfaceRequest(name);
    new DataView(buffer.buffer).setUint16(16, (kind === 'tun' ? IFF_TUN : IFF_TAP) | IFF_NO_PI, true);
    const made = native.ioctl(handle, TUNSETIFF, buffer);
    if (made < 0) throw kernelError(made, doing, { needs: 'CAP_NET_ADMIN' });
    // The argument is a number, but any address of a buffer is one that is not 0: "yes".
    const kept = native.ioctl(handle, TUNSETPERSIST, buffer);
    if (kept < 0) throw kernelError(kept, doing, { needs: 'CAP_NET_ADMIN' });
  } finally {
    native.close(handle);
  }
}

/**
 * Moves a link to another namespace, where it is down and without addresses. The Undo moves it back, with its number, and
 * brings back what the kernel has forgotten; a link that has gone together with its new namespace stays gone.
 *
 * @throws ERR_INTERFACE, ERR_PERMISSION, ERR_BUSY (the name is taken there), ERR_SYSTEM (loopback)
 */
export function moveLink(rtnetlink: Rtnetlink, changes: Changes, native: NativeBinding, name: string, netns: string | number): Undo {
  const index = rtnetlink.indexOf(name);
  const before = linkByIndex(rtnetlink, index, name);
  const what = `move ${name} to ${namespaceText(netns)}`;
  const fd = openNamespace(netns);
  const there = new Rtnetlink(
    () => native,
    () => fd,
  );
  try {
    const cookie = there.socket.namespaceCookie()?.toString();
    // The steps back must not take away somebody else's.
    if (isThere(there, name))
      throw new PacketwrightError('ERR_BUSY', `cannot ${what}: an interface ${name} already exists`, {
        iface: name,
        remedy: 'rename it first',
      });
    const elsewhere = { netns: namespacePath(netns), ...(cookie === undefined ? {} : { cookie }) };
    const back = (thereIndex: number): UndoStep[] => [
      { ...request(RTM_NEWLINK, 0, LinkMessage, { index: thereIndex, attributes: { name, newIndex: index } }), elsewhere },
      ...restored,
    ];
    const up = (before.flags & IFF_UP) !== 0;
    const { master } = before.attributes;
    const restored = [
      request(RTM_NEWLINK, 0, LinkMessage, { index, flags: up ? IFF_UP : 0, change: IFF_UP, attributes: { master } }),
      ...linkState(rtnetlink, index),
    ];
    return changes.make(what, back(0), () => {
      const refused = rtnetlink.socket.tryAsk(request(RTM_NEWLINK, 0, LinkMessage, { index, attributes: { netnsFd: fd } }));
      if (refused !== undefined) throw refusalError(refused, what);
      // By its number there, which stays when it is renamed.
      return back(there.indexOf(name));
    });
  } finally {
    there.close();
    closeNamespace(fd);
  }
}
