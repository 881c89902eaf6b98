/** Finds the network namespace that changes were made in. */
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { closeNamespace, namespaceNames, namespacePath, networkNumber, openNamespace, processNumbers } from '../namespaces.ts';
import { NETLINK_ROUTE, NetlinkSocket } from '../netlink/socket.ts';
import type { JournalHead } from './read-journal.ts';

/** The namespace that the changes were made in. */
export interface Home {
  readonly native: NativeBinding;
  readonly socket: NetlinkSocket;
  /** -1: this process's own. */
  readonly netnsFd: number;
}

export const homeAt = (native: NativeBinding, netnsFd: number): Home => ({
  native,
  socket: new NetlinkSocket({ native, protocol: NETLINK_ROUTE, netnsFd }),
  netnsFd,
});

/** @param netnsFd the caller's descriptor, which stays open; undefined: it was {@link findHome}'s */
export function closeHome({ socket, netnsFd }: Home, callers?: number): void {
  socket.close();
  if (callers === undefined && netnsFd >= 0) closeNamespace(netnsFd);
}

/** What tells a namespace: see {@link JournalHead}. */
export type NamespaceMark = Pick<JournalHead, 'cookie' | 'netns'>;

/**
 * The namespace; {@link closeHome} closes it. Undefined: it is gone, for every place was looked at where it could be.
 *
 * @throws what kept a place from being looked at (no right, no descriptor, no memory): then nobody knows whether it is gone
 */
export function findHome(native: NativeBinding, mark: NamespaceMark): Home | undefined {
  const known = new Set<number>();
  const unknown = new Map<string | number, PacketwrightError>();
  for (const { netns, process } of placesOf(mark)) {
    const network = process === undefined ? undefined : networkNumber(process);
    if (network !== undefined && known.has(network)) continue;
    try {
      const home = homeIn(native, netns, mark);
      if (home !== undefined) return home;
      if (network !== undefined) known.add(network);
    } catch (error) {
      if (!(error instanceof PacketwrightError)) throw error;
      // ERR_INTERFACE: there is none there.
      if (error.code !== 'ERR_INTERFACE') unknown.set(network ?? `${netns}`, error);
    }
  }
  // A process that may not be looked at can be in the same namespace as one that was.
  for (const network of known) unknown.delete(network);
  for (const error of unknown.values()) throw error;
  return undefined;
}

/** The namespace in this place; undefined: it is another one. */
function homeIn(native: NativeBinding, netns: string | undefined, { cookie }: NamespaceMark): Home | undefined {
  const fd = netns === undefined ? -1 : openNamespace(netns);
  let home: Home | undefined;
  try {
    const here = homeAt(native, fd);
    const found = here.socket.namespaceCookie()?.toString();
    // Without cookies (before kernel 5.14) a name has to do.
    if (found === cookie) home = here;
    else here.socket.close();
    if (found === undefined && cookie !== undefined)
      throw new PacketwrightError('ERR_SYSTEM', 'the kernel cannot say which network namespace a socket is in');
    return home;
  } finally {
    if (home === undefined && fd >= 0) closeNamespace(fd);
  }
}

/** Where it may be: the file, or this process's own; and which process's it is. */
interface Place {
  readonly netns?: string;
  readonly process?: number | 'self';
}

function* placesOf({ cookie, netns }: NamespaceMark): Generator<Place> {
  if (netns !== undefined) yield { netns };
  // Only its name tells it.
  if (netns !== undefined && cookie === undefined) return;
  yield { process: 'self' };
  if (cookie === undefined) return;
  for (const name of namespaceNames()) yield { netns: namespacePath(name) };
  const processes = processNumbers();
  // Each PID namespace has a first one: where that is hidden, others are too.
  if (!processes.includes(1)) throw new PacketwrightError('ERR_SYSTEM', '/proc does not show all processes');
  for (const process of processes) yield { netns: namespacePath(process), process };
}
