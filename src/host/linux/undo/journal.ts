/**
 * The journal of a process's changes: what is to be done to take them back, written before each change is made. One file a
 * host. Whoever takes changes back reads it from here: the process itself needs it not, the child that waits for its end does
 * (undo-child.ts), and so does the next start, should that have died too (replay.ts).
 */
import { basename, dirname, join } from 'node:path';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { permissionError } from '../privileges/permission-error.ts';
import { fileError } from './file-error.ts';
import { journalFolders, type JournalFolder, makeFolder, openFolder, withFolder } from './folder.ts';
import { thisProcess } from './owner.ts';
import { type JournalHead, JOURNAL_VERSION, type Line, lineOf, type ReadJournal, readJournal, type UndoStep } from './read-journal.ts';
import { createLines, removeFile, reopenLines, replaceLines, type WholeLines } from './whole-lines.ts';

const ENDING = '.journal';
/** The end of the name of a journal that process PID, started then, is replaying. */
const CLAIM = /\.taken-(\d+)-(\d*)$/;

/** A file in a folder of journals. */
export interface JournalFile {
  readonly folder: string;
  /** As its process called it. */
  readonly name: string;
  /** As it is called now. */
  readonly now: string;
  /** Who is replaying it, or died of it. */
  readonly claim: { readonly pid: number; readonly started: string } | undefined;
}

export function journalFile(path: string): JournalFile {
  const now = basename(path);
  const claim = CLAIM.exec(now);
  return {
    folder: dirname(path),
    name: now.replace(CLAIM, ''),
    now,
    claim: claim === null ? undefined : { pid: Number(claim[1]), started: claim[2] ?? '' },
  };
}

/** What a journal is called while it is written anew. */
export const passingName = (name: string): string => name.replace(ENDING, '.new');

/** The journals that are there. A folder that cannot be used now has none. */
export function journalFiles(): JournalFile[] {
  return journalFolders().flatMap((path) => {
    let names: string[];
    try {
      names = withFolder(openFolder(path), (folder) => folder.names());
    } catch {
      return [];
    }
    return names.map((name) => journalFile(join(path, name))).filter(({ name }) => name.endsWith(ENDING));
  });
}

let journals = 0;
const open = new Set<Journal>();

/** More lines than that, most of them about what is done, and the file is written anew. */
const MOST_LINES = 1000;

/** The open journal of this process's changes in one namespace. */
export class Journal {
  readonly path: string;
  readonly #name: string;
  readonly #head: JournalHead;
  #file: WholeLines | undefined;
  #id = 0;
  #lines = 1;
  #mostLines = MOST_LINES;
  readonly #open = new Map<number, Line>();
  /** What is done, and could not be written down yet. */
  #pending: Line[] = [];
  #removed = false;

  /** @throws ERR_SYSTEM, ERR_PERMISSION: no folder, a full disk */
  constructor(namespace: Pick<JournalHead, 'cookie' | 'netns'>) {
    const owner = thisProcess();
    this.#head = { journal: JOURNAL_VERSION, owner, ...namespace };
    const { name, path } = withFolder(makeFolder(), (folder) => {
      const made = create(folder, `${owner.pid}-${owner.started}`);
      this.#file = made.file;
      const whole = join(folder.path, made.name);
      try {
        made.file.append([this.#head]);
      } catch (cause) {
        made.file.close();
        removeFile(folder.at(made.name));
        throw journalError(cause, whole);
      }
      return { name: made.name, path: whole };
    });
    this.#name = name;
    this.path = path;
    open.add(this);
  }

  /** Writes down what is about to be done. Gives its number. @throws ERR_SYSTEM: then it must not be done */
  add(what: string, steps: readonly UndoStep[]): number {
    const id = ++this.#id;
    this.replace(id, what, steps);
    return id;
  }

  /** Better steps for the same change: more is known of it now. @throws ERR_SYSTEM: then those that were there stay */
  replace(id: number, what: string, steps: readonly UndoStep[]): void {
    const line = lineOf({ id, what, steps });
    this.#write(line);
    this.#open.set(id, line);
  }

  /** It is taken back, or was never made. @throws ERR_SYSTEM: then it is written down with what comes next */
  done(id: number): void {
    if (this.#open.delete(id)) this.#pending.push({ id, done: true });
    else if (!this.#pending.some((line) => line.id === id)) return;
    this.#write();
    if (this.#lines > this.#mostLines && this.#lines > 4 * this.#open.size) this.#shorten();
  }

  /** Takes the file away. Whoever waited for this process's end finds nothing to do. */
  remove(): void {
    if (this.#removed) return;
    this.#removed = true;
    open.delete(this);
    this.#close();
    try {
      withFolder(openFolder(dirname(this.path)), (folder) => removeFile(folder.at(this.#name)));
    } catch (error) {
      // Root was given up since: the child, which is still root, finds nothing left in it, and takes it away.
      if (!(error instanceof PacketwrightError) || error.code !== 'ERR_PERMISSION') throw error;
    }
  }

  /**
   * Before this process stops being trusted: the journal is a new file from now on, which this process does not hold open. What is
   * written to the old one, through whatever descriptor, nobody reads. @throws ERR_SYSTEM
   */
  seal(): void {
    if (this.#file === undefined) return;
    this.#rewrite();
    this.#close();
  }

  #close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #write(...lines: readonly Line[]): void {
    const all = [...this.#pending, ...lines];
    try {
      this.#opened().append(all);
    } catch (cause) {
      throw cause instanceof PacketwrightError ? cause : journalError(cause, this.path);
    }
    this.#pending = [];
    this.#lines += all.length;
  }

  /** Anew, where it was sealed: that is for who is still trusted. */
  #opened(): WholeLines {
    if (this.#file?.replaced === true) this.#close();
    this.#file ??= reopened(this.path);
    return this.#file;
  }

  /** Leaves out what is done. Where there is no room for that now, later. */
  #shorten(): void {
    try {
      this.#rewrite();
      this.#mostLines = MOST_LINES;
    } catch {
      this.#mostLines = 2 * this.#lines;
    }
  }

  #rewrite(): void {
    const lines = [this.#head, ...this.#open.values()];
    const file = withFolder(openFolder(dirname(this.path)), (folder) => {
      try {
        return replaceLines(folder, this.#name, passingName(this.#name), lines);
      } catch (cause) {
        throw journalError(cause, this.path);
      }
    });
    this.#close();
    this.#file = file;
    this.#lines = lines.length;
    this.#pending = [];
  }
}

const journalError = (cause: unknown, path: string): PacketwrightError => fileError(cause, `record in ${path} how to undo a change`);

/** Other threads count their own journals. */
function create(folder: JournalFolder, stem: string): { name: string; file: WholeLines } {
  for (;;) {
    const name = `${stem}-${++journals}${ENDING}`;
    try {
      return { name, file: createLines(folder.at(name)) };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw journalError(cause, join(folder.path, name));
    }
  }
}

function reopened(path: string): WholeLines {
  try {
    return withFolder(openFolder(dirname(path)), (folder) => reopenLines(folder.at(basename(path))));
  } catch (error) {
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_PERMISSION') throw error;
    throw permissionError('change the network any more, or the record of its changes', 'EACCES', 'CAP_NET_ADMIN', { path });
  }
}

/** {@link Journal.seal} for all journals of this process, those of its other threads too. @throws ERR_SYSTEM: nothing may be given up then */
export function sealJournals(): void {
  const own = new Set([...open].map(({ path }) => path));
  for (const journal of open) journal.seal();
  const { pid, started } = thisProcess();
  for (const { folder: path, name, claim } of journalFiles()) {
    if (claim !== undefined || own.has(join(path, name)) || !name.startsWith(`${pid}-${started}-`)) continue;
    withFolder(openFolder(path), (folder) => {
      const journal = readJournal(folder.at(name));
      if (journal !== undefined) rewriteJournal(folder, name, journal);
    });
  }
}

/** Puts a new file in the place of a journal, or under the name that it had. @throws ERR_SYSTEM: then all is as it was */
export function rewriteJournal(folder: JournalFolder, name: string, { head, entries }: ReadJournal): void {
  try {
    replaceLines(folder, name, passingName(name), [head, ...entries.map(lineOf)]).close();
  } catch (cause) {
    throw journalError(cause, join(folder.path, name));
  }
}
