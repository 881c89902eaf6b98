/** Takes back what processes left behind that ended without doing so. */
import { readdirSync, renameSync, unlinkSync } from 'node:fs';
import type { NativeBinding } from '../../../../native/binding.ts';
import { EPERM, errnoName } from '../errno.ts';
import { closeNamespace, namespaceNames, namespacePath, openNamespace } from '../namespaces.ts';
import { NETLINK_ROUTE, NetlinkSocket } from '../netlink/socket.ts';
import { type JournalEntry, type JournalHead, journalFiles, type ReadJournal, readJournal, type UndoStep } from './journal.ts';
import { startOf, stateOf } from './owner.ts';
import { type Home, takeBack } from './take-back.ts';

/** What became of a journal. */
export interface Replayed {
  /** The process that made the changes. */
  readonly pid: number;
  /** Each change, the newest first; `refused`: it could not be taken back, and why. */
  readonly changes: readonly { readonly what: string; readonly refused?: string }[];
  /** The namespace is gone, and the changes with it. */
  readonly namespaceGone: boolean;
}

/** A journal that waits for {@link replayJournals}. */
export interface Leftover {
  readonly path: string;
  readonly pid: number;
  readonly changes: readonly string[];
}

/** Journals of processes that have ended, and that nobody is replaying. */
export function leftovers(): Leftover[] {
  return found().map(({ path, journal }) => ({ path, pid: journal.head.owner.pid, changes: journal.entries.map(({ what }) => what) }));
}

/** Replays all of them. One whose changes this process may not take back stays. */
export function replayJournals(native: NativeBinding): Replayed[] {
  return found().flatMap(({ path }) => {
    const result = replayJournal(native, path);
    return result === undefined ? [] : [result];
  });
}

/**
 * Replays one journal, whoever it belongs to, and takes the file away. Undefined when somebody else is at it, or was before.
 *
 * @param netnsFd the namespace that its changes were made in; found by the journal's head when it is not given
 */
export function replayJournal(native: NativeBinding, path: string, netnsFd?: number): Replayed | undefined {
  // Whoever renames it, has it.
  const claimed = `${path.replace(CLAIM, '')}.taken-${process.pid}-${startOf(process.pid) ?? ''}`;
  try {
    renameSync(path, claimed);
  } catch {
    return undefined;
  }
  const journal = readJournal(claimed);
  if (journal === undefined) {
    unlinkSync(claimed);
    return undefined;
  }
  const result = { pid: journal.head.owner.pid, namespaceGone: false };
  const home = netnsFd === undefined ? findHome(native, journal.head) : homeAt(native, netnsFd);
  if (home === undefined) {
    unlinkSync(claimed);
    return { ...result, namespaceGone: true, changes: [] };
  }
  try {
    const { changes, forbidden } = takeAllBack(home, journal.entries);
    // Somebody with more rights may come.
    if (forbidden) renameSync(claimed, path.replace(CLAIM, ''));
    else unlinkSync(claimed);
    return { ...result, changes };
  } finally {
    home.socket.close();
    if (netnsFd === undefined && home.netnsFd >= 0) closeNamespace(home.netnsFd);
  }
}

const homeAt = (native: NativeBinding, netnsFd: number): Home => ({
  native,
  socket: new NetlinkSocket({ native, protocol: NETLINK_ROUTE, netnsFd }),
  netnsFd,
});

/** The end of the name of a journal that process PID is replaying. */
const CLAIM = /\.taken-(\d+)-(\d+)$/;

function found(): { path: string; journal: ReadJournal }[] {
  return journalFiles().flatMap((path) => {
    const claim = CLAIM.exec(path);
    if (claim !== null && startOf(Number(claim[1])) === claim[2]) return [];
    let journal: ReadJournal | undefined;
    try {
      journal = readJournal(path);
    } catch {
      // Its process has just taken it away.
      return [];
    }
    return journal !== undefined && stateOf(journal.head.owner) === 'ended' ? [{ path, journal }] : [];
  });
}

function takeAllBack(home: Home, entries: readonly JournalEntry[]): { changes: Replayed['changes']; forbidden: boolean } {
  let forbidden = false;
  let owed: readonly UndoStep[] = [];
  const changes = entries.toReversed().map(({ what, steps }) => {
    const result = takeBack(home, steps);
    const { refused } = result;
    // After each change, not at the end: what waits may be the route that an older change has added, which that one deletes.
    owed = takeBack(home, [...owed, ...result.owed]).owed;
    if (refused?.errno === EPERM) forbidden = true;
    return refused === undefined ? { what } : { what, refused: refused.message ?? errnoName(refused.errno) };
  });
  return { changes, forbidden };
}

/** The namespace that the journal is about; its descriptor is the caller's to close. Undefined: it is nowhere any more. */
function findHome(native: NativeBinding, head: JournalHead): Home | undefined {
  for (const netns of placesOf(head)) {
    let fd = -1;
    try {
      if (netns !== undefined) fd = openNamespace(netns);
      const home = homeAt(native, fd);
      // Without cookies (before kernel 5.14) a name has to do.
      if (home.socket.namespaceCookie()?.toString() === head.cookie) return home;
      home.socket.close();
    } catch {
      // Gone, or not for us.
    }
    if (fd >= 0) closeNamespace(fd);
  }
  return undefined;
}

/** Where that namespace may be found; undefined is this process's own. */
function* placesOf(head: JournalHead): Generator<string | undefined> {
  if (head.netns !== undefined) yield head.netns;
  yield undefined;
  if (head.cookie === undefined) return;
  for (const name of namespaceNames()) yield namespacePath(name);
  for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) yield namespacePath(Number(pid));
}
