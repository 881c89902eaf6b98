/** Takes back what processes left behind that ended without doing so. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { errnoName } from '../errno.ts';
import { closeHome, findHome, type Home, homeAt } from './find-home.ts';
import { type JournalFolder, openFolder, withFolder } from './folder.ts';
import { interfaceIsGone } from './gone-interface.ts';
import { journalFile, journalFiles, type JournalFile, passingName, rewriteJournal } from './journal.ts';
import { sameBoot, startOf, stateOf } from './owner.ts';
import { type JournalEntry, type ReadJournal, readJournal, type UndoStep } from './read-journal.ts';
import { takeBack } from './take-back.ts';
import { removeFile } from './whole-lines.ts';

/** What became of a journal. */
export interface Replayed {
  /** The process that made the changes. */
  readonly pid: number;
  /** Each change, the newest first; `refused`: it could not be taken back, and why. Those stay in the journal. */
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

/** Files where journals are that nobody can replay: empty, damaged, another version's, or not this user's alone. */
export function oddFiles(): string[] {
  return journalFiles().flatMap(({ folder, name, now }) => {
    // The first line of a process that runs may not be written yet.
    const [pid = '', started] = name.split('-');
    if (/^\d+$/.test(pid) && started !== undefined && startOf(Number(pid)) === started) return [];
    try {
      return withFolder(openFolder(folder), (opened) => readJournal(opened.at(now))) === undefined ? [join(folder, now)] : [];
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [join(folder, now)];
    }
  });
}

/** Replays all of them. What this process cannot take back stays, for who can. */
export function replayJournals(native: NativeBinding): Replayed[] {
  return found().flatMap(({ path }) => {
    try {
      const result = replayJournal(native, path);
      return result === undefined ? [] : [result];
    } catch (error) {
      // A folder or a file that cannot be used now must not keep anybody from what it wants.
      if (error instanceof PacketwrightError || (error as NodeJS.ErrnoException).code !== undefined) return [];
      throw error;
    }
  });
}

/**
 * Replays one journal, and takes the file away when nothing is left of it to do. Undefined when somebody else is at it, or was
 * before, and for what is none.
 *
 * @param netnsFd the namespace that its changes were made in; found by the journal's head when it is not given
 */
export function replayJournal(native: NativeBinding, path: string, netnsFd?: number): Replayed | undefined {
  const file = journalFile(path);
  return withFolder(openFolder(file.folder), (folder) => {
    // Whoever renames it, has it.
    const claimed = folder.at(`${file.name}.taken-${process.pid}-${startOf(process.pid) ?? ''}`);
    try {
      renameSync(folder.at(file.now), claimed);
    } catch {
      return undefined;
    }
    let left: ReadJournal | undefined;
    try {
      const journal = readJournal(claimed);
      // Another version's, perhaps.
      if (journal === undefined) return undefined;
      left = journal;
      const { result, entries } = replay(native, journal, netnsFd);
      left = { ...journal, entries };
      return result;
    } finally {
      putAway(folder, file, claimed, left);
    }
  });
}

/** Only a journal of which nothing is left goes: what could not be done here and now is for who can. */
function putAway(folder: JournalFolder, { name }: JournalFile, claimed: string, left: ReadJournal | undefined): void {
  if (left === undefined) {
    renameSync(claimed, folder.at(name));
    return;
  }
  if (left.entries.length > 0) {
    try {
      rewriteJournal(folder, name, left);
    } catch {
      // As it was: its steps do no harm when they are done again.
      renameSync(claimed, folder.at(name));
      return;
    }
  }
  removeFile(claimed);
  removeFile(folder.at(passingName(name)));
}

function replay(native: NativeBinding, journal: ReadJournal, netnsFd: number | undefined): { result: Replayed; entries: JournalEntry[] } {
  const { head, entries } = journal;
  const result = { pid: head.owner.pid, namespaceGone: false };
  const gone = { result: { ...result, namespaceGone: true, changes: [] }, entries: [] };
  // The kernel's tables began anew with the machine, and so did its cookies.
  if (!sameBoot(head.owner)) return gone;
  if (entries.length === 0) return { result: { ...result, changes: [] }, entries: [] };
  let home: Home | undefined;
  try {
    home = netnsFd === undefined ? findHome(native, head) : homeAt(native, netnsFd);
    if (home === undefined) return gone;
    const { changes, left } = takeAllBack(home, entries);
    return { result: { ...result, changes }, entries: left };
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    const changes = entries.toReversed().map(({ what }) => ({ what, refused: error.message }));
    return { result: { ...result, changes }, entries: [...entries] };
  } finally {
    if (home !== undefined) closeHome(home, netnsFd);
  }
}

function found(): { path: string; journal: ReadJournal }[] {
  return journalFiles().flatMap(({ folder, now, claim }) => {
    if (claim !== undefined && startOf(claim.pid) === claim.started) return [];
    const path = join(folder, now);
    let journal: ReadJournal | undefined;
    try {
      journal = withFolder(openFolder(folder), (opened) => readJournal(opened.at(now)));
    } catch {
      // Its process has just taken it away, or it cannot be read now.
      return [];
    }
    return journal !== undefined && stateOf(journal.head.owner) === 'ended' ? [{ path, journal }] : [];
  });
}

function takeAllBack(home: Home, entries: readonly JournalEntry[]): { changes: Replayed['changes']; left: JournalEntry[] } {
  const left = new Map<number, JournalEntry>();
  let owed: { entry: JournalEntry; steps: readonly UndoStep[] }[] = [];
  const keep = (entry: JournalEntry, steps: readonly UndoStep[]): void => {
    if (steps.length > 0) left.set(entry.id, { ...entry, steps: [...(left.get(entry.id)?.steps ?? []), ...steps] });
  };
  const changes = entries.toReversed().map((entry) => {
    const { what } = entry;
    const { first, refused, owed: later } = takeBack(home, entry.steps);
    keep(entry, refused);
    // After each change, not at the end: what waits may be the route that an older change has added, which that one deletes.
    owed = [...owed, { entry, steps: later }].map((debt) => {
      const again = takeBack(home, debt.steps);
      keep(debt.entry, again.refused);
      return { entry: debt.entry, steps: again.owed };
    });
    return first === undefined ? { what } : { what, refused: first.message ?? errnoName(first.errno) };
  });
  for (const { entry, steps } of owed)
    keep(
      entry,
      steps.filter((step) => !interfaceIsGone(home, step)),
    );
  return { changes, left: entries.flatMap(({ id }) => left.get(id) ?? []) };
}
