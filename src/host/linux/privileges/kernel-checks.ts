/** What this process may have of the kernel, each tried. Nothing is sent, and nothing is changed. */
import { closeSync } from 'node:fs';
import type { NativeBinding } from '../../../../native/binding.ts';
import { AF_INET, AF_PACKET, SOCK_DGRAM, SOCK_RAW } from '../links/constants.ts';
import { ENODEV, kernelError } from '../errno.ts';
import { Firewall } from '../firewall/firewall.ts';
import { interfaceFacts } from '../links/interface-facts.ts';
import { openRingLink } from '../links/ring-link.ts';
import { openTunDevice, TUN_DEVICE } from '../links/tun-device.ts';
import { openNamespace } from '../namespaces.ts';
import { request } from '../netlink/message.ts';
import { refusalError } from '../netlink/socket.ts';
import { listInterfaces } from '../tables/interfaces.ts';
import { LinkMessage, RTM_NEWLINK } from '../tables/link-message.ts';
import { Rtnetlink } from '../tables/rtnetlink.ts';
import { leftovers, oddFiles, replayJournals } from '../undo/replay.ts';
import { type RightsCheck, type RightsFinding, missing, ok, refusedFinding } from './finding.ts';
import { shellWord } from './grant.ts';
import { processRights } from './process-rights.ts';
import { permissionError } from './permission-error.ts';
import { tryUserNamespace } from './user-namespaces.ts';

const LOOPBACK = 'lo';
/** The least that a ring may have. */
const RING_OCTETS = 256 * 1024;
/** No interface has this number: the kernel counts from 1. */
const NO_INDEX = 0x7fff_ffff;

/** What the check needs besides the addon is asked for by trying: a refusal says what is missing. */
function tried(check: RightsCheck, f: () => RightsFinding): RightsFinding {
  try {
    return f();
  } catch (error) {
    return refusedFinding(check, error);
  }
}

/** Protocol 0: nothing arrives. */
export const packetSockets = (native: NativeBinding): RightsFinding =>
  tried('packet-sockets', () => {
    const handle = native.open(AF_PACKET, SOCK_RAW, 0, -1);
    if (typeof handle === 'number') throw kernelError(handle, 'open a packet socket', { needs: 'CAP_NET_RAW' });
    native.close(handle);
    return ok('packet-sockets', 'frames can be sent and captured');
  });

/** On the loopback interface, which it only listens to. */
export async function rings(native: NativeBinding): Promise<RightsFinding> {
  try {
    const link = openRingLink({
      native,
      facts: interfaceFacts(native, LOOPBACK),
      toPacket: () => undefined,
      options: { bufferSize: RING_OCTETS, referenced: false },
    });
    await link.close();
    return ok('rings', 'captures use a ring buffer shared with the kernel');
  } catch (error) {
    return refusedFinding('rings', error);
  }
}

function withTables<T>(native: NativeBinding, f: (rtnetlink: Rtnetlink) => T): T {
  const rtnetlink = new Rtnetlink(
    () => native,
    () => -1,
  );
  try {
    return f(rtnetlink);
  } finally {
    rtnetlink.close();
  }
}

export const tables = (native: NativeBinding): RightsFinding =>
  tried('tables', () => {
    const n = withTables(native, (rtnetlink) => listInterfaces(rtnetlink).length);
    return ok('tables', `interfaces (${n}), routes and neighbours can be read`);
  });

/** Asks for a change of an interface that is not there. Whether one may is the first that the kernel looks at. */
export const tableChanges = (native: NativeBinding): RightsFinding =>
  tried('table-changes', () => {
    const doing = 'change interfaces, routes and neighbours';
    const refused = withTables(native, ({ socket }) => socket.tryAsk(request(RTM_NEWLINK, 0, LinkMessage, { index: NO_INDEX })));
    if (refused !== undefined && refused.errno !== ENODEV) throw refusalError(refused, doing);
    return ok('table-changes', 'interfaces, routes and neighbours can be changed');
  });

/** The device is opened; an interface would be made by the next step only. */
export const tun = (native: NativeBinding): RightsFinding =>
  tried('tun', () => {
    native.close(openTunDevice(native, -1));
    if (!processRights().capabilities.includes('CAP_NET_ADMIN')) throw permissionError('make TUN interfaces', 'EPERM', 'CAP_NET_ADMIN');
    return ok('tun', `TUN and TAP interfaces can be made (${TUN_DEVICE})`);
  });

export const nftables = (native: NativeBinding): RightsFinding =>
  tried('nftables', () => {
    const firewall = new Firewall(
      () => native,
      () => -1,
    );
    try {
      firewall.check();
      return ok('nftables', "firewall rules can be added, and the guard against this kernel's resets works");
    } finally {
      firewall.close();
    }
  });

/** Enters the one that it is in: that takes the same right. */
export const networkNamespaces = (native: NativeBinding): RightsFinding =>
  tried('network-namespaces', () => {
    const fd = openNamespace('/proc/self/ns/net');
    try {
      const handle = native.open(AF_INET, SOCK_DGRAM, 0, fd);
      if (typeof handle === 'number') throw kernelError(handle, 'enter network namespaces', { needs: 'CAP_SYS_ADMIN' });
      native.close(handle);
      return ok('network-namespaces', 'sockets can be opened in other network namespaces (--netns)');
    } finally {
      closeSync(fd);
    }
  });

/** Needs no addon. */
export const userNamespaces = (): RightsFinding =>
  tried('user-namespaces', () => {
    tryUserNamespace();
    return ok('user-namespaces', 'a private network can be made without root (--private)');
  });

/** What processes left in the kernel's tables that were killed, and whose undoing child was killed too. */
export function leftBehind(native: NativeBinding | undefined, cleanUp: boolean): RightsFinding {
  const found = leftovers();
  if (found.length === 0) return nothingLeft('no dead process has left changes behind');
  const changes = found.flatMap(({ pid, changes: list }) => list.map((what) => `${what} (process ${pid})`));
  if (native === undefined || !cleanUp) return missing('leftovers', `left behind: ${changes.join('; ')}`, 'pkw doctor undoes it');
  const refused = replayJournals(native).flatMap(({ changes: list }) => list.filter((one) => one.refused !== undefined));
  const left = leftovers().map(({ path }) => path);
  if (left.length === 0) return nothingLeft(`left behind, now undone: ${changes.join('; ')}`);
  const words = refused.map(({ what, refused: why }) => `${what}: ${why}`).join('; ');
  return missing('leftovers', `left behind, but this process cannot undo it: ${words || left.join(', ')}`, forWhomCan(left));
}

/** What cannot be read as a journal may be one that was damaged: that is told. */
function nothingLeft(text: string): RightsFinding {
  const odd = oddFiles();
  if (odd.length === 0) return ok('leftovers', text);
  return missing(
    'leftovers',
    `${text}; no journal of this version: ${odd.join(', ')}`,
    `look at it, then: rm -r ${odd.map(shellWord).join(' ')}`,
  );
}

/** Who may not keeps it for who may. */
function forWhomCan(left: readonly string[]): string {
  const { uid, inUserNamespace, capabilities } = processRights();
  const drop = `rm ${left.map(shellWord).join(' ')}`;
  if (uid === 0 && !inUserNamespace) return `undo it by hand, then: ${drop}`;
  if (uid === 0) return 'run pkw doctor as root outside of this user namespace';
  return capabilities.includes('CAP_NET_ADMIN')
    ? `undo it by hand, then: ${drop}`
    : `run pkw doctor as this user with CAP_NET_ADMIN, or: ${drop}`;
}
