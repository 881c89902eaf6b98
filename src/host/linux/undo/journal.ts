/**
 * The journal of a process's changes: what is to be done to take them back, written before each change is made. One file a
 * host; JSON, one object a line. Whoever takes changes back reads it from here: the process itself needs it not, the
 * child that waits for its end does (undo-child.ts), and so does the next start, should that have died too (replay.ts).
 */
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { NetlinkMessage } from '../netlink/message.ts';
import { type Owner, thisProcess } from './owner.ts';

export const JOURNAL_VERSION = 1;
const ENDING = '.journal';

/** The first line. */
export interface JournalHead {
  readonly journal: typeof JOURNAL_VERSION;
  readonly owner: Owner;
  /** Tells the network namespace: see NetlinkSocket.namespaceCookie. Decimal; absent on old kernels. */
  readonly cookie?: string;
  /** Where its file is, unless it is the process's own. */
  readonly netns?: string;
}

/** Another network namespace: its file, and the cookie that tells whether that is still the one. */
export interface Elsewhere {
  readonly netns: string;
  readonly cookie?: string;
}

/** What is to be asked of the kernel to take a change back, or a part of it. */
export interface UndoStep extends NetlinkMessage {
  /** An interface is there and is to come back: asked there, with the descriptor of our own namespace added (elsewhere.ts). */
  readonly elsewhere?: Elsewhere;
}

/** A change that was (or was about to be) made. */
export interface JournalEntry {
  readonly id: number;
  readonly what: string;
  readonly steps: readonly UndoStep[];
}

export interface ReadJournal {
  readonly head: JournalHead;
  /** What is not taken back yet, the oldest first. */
  readonly entries: readonly JournalEntry[];
}

type Step = readonly [type: number, flags: number, body: string, elsewhere?: Elsewhere];
type Line = { readonly id: number; readonly what?: string; readonly steps?: readonly Step[]; readonly done?: true };

/** Folders that may hold journals, the best first. /run is emptied when the machine starts, as are the kernel's tables. */
export function journalFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  const uid = outerUser(process.getuid?.() ?? 0);
  const own = env['XDG_RUNTIME_DIR'];
  return [
    ...(uid === 0 ? ['/run/packetwright'] : []),
    ...(own === undefined || own === '' ? [] : [join(own, 'packetwright')]),
    join(tmpdir(), `packetwright-${uid}`),
  ];
}

/**
 * The user's number outside of its user namespace: in there everybody may be 0, and none could use another's folder.
 * user_namespaces(7): first number inside, first number outside, how many.
 */
function outerUser(uid: number): number {
  let text: string;
  try {
    text = readFileSync('/proc/self/uid_map', 'utf8');
  } catch {
    return uid;
  }
  for (const line of text.trim().split('\n')) {
    const [inside = 0, outside = 0, count = 0] = line.trim().split(/\s+/).map(Number);
    if (uid >= inside && uid < inside + count) return outside + uid - inside;
  }
  return uid;
}

/** The first that can be made, and is nobody else's. @throws ERR_SYSTEM */
function usableFolder(): string {
  const tried = journalFolders();
  for (const folder of tried) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') continue;
    }
    if (isOurs(folder)) return folder;
  }
  throw new PacketwrightError('ERR_SYSTEM', `no folder for the journal of changes: tried ${tried.join(', ')}`, {
    tried,
    remedy: 'set XDG_RUNTIME_DIR to a folder of yours',
  });
}

/** Whoever could write there could have us change the network. */
function isOurs(folder: string): boolean {
  try {
    const { uid, mode } = lstatSync(folder);
    if (uid !== process.getuid?.() || (mode & 0o170000) !== 0o040000) return false;
    if ((mode & 0o077) !== 0) chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}

/** The journals that are there, wherever they are. */
export function journalFiles(): string[] {
  return journalFolders()
    .filter(isOurs)
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.includes(ENDING))
        .map((name) => join(folder, name)),
    );
}

let journals = 0;

/** More lines than that, most of them about what is done, and the file is written anew. */
const MOST_LINES = 1000;

/** The open journal of this process's changes in one namespace. */
export class Journal {
  readonly path: string;
  readonly #head: JournalHead;
  #fd: number;
  #id = 0;
  #lines = 0;
  readonly #open = new Map<number, Line>();

  constructor(namespace: Pick<JournalHead, 'cookie' | 'netns'>) {
    const owner = thisProcess();
    this.#head = { journal: JOURNAL_VERSION, owner, ...namespace };
    this.path = join(usableFolder(), `${owner.pid}-${owner.started}-${++journals}${ENDING}`);
    this.#fd = openSync(this.path, 'ax', 0o600);
    this.#write(this.#head);
  }

  /** Writes down what is about to be done. Gives its number. */
  add(what: string, steps: readonly UndoStep[]): number {
    const id = ++this.#id;
    this.replace(id, what, steps);
    return id;
  }

  /** Better steps for the same change: more is known of it now. */
  replace(id: number, what: string, steps: readonly UndoStep[]): void {
    const line = { id, what, steps: packed(steps) };
    this.#write(line);
    this.#open.set(id, line);
  }

  /** It is taken back, or was never made. */
  done(id: number): void {
    if (!this.#open.delete(id)) return;
    this.#write({ id, done: true } satisfies Line);
    if (this.#lines > MOST_LINES && this.#lines > 4 * this.#open.size) this.#shorten();
  }

  /** Takes the file away. Whoever waited for this process's end finds nothing to do. */
  remove(): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    this.#fd = -1;
    try {
      unlinkSync(this.path);
    } catch (error) {
      // Root was given up since: the child, which is still root, finds nothing left in it, and takes it away.
      if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    }
  }

  #write(line: object): void {
    // One write(2) a line: who reads this after a SIGKILL finds whole lines.
    writeSync(this.#fd, `${JSON.stringify(line)}\n`);
    this.#lines++;
  }

  /** Leaves out what is done. The old file is there until the new one takes its name. */
  #shorten(): void {
    const fresh = this.path.replace(ENDING, '.new');
    const lines = [this.#head, ...this.#open.values()];
    const fd = openSync(fresh, 'ax', 0o600);
    writeSync(fd, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    renameSync(fresh, this.path);
    closeSync(this.#fd);
    this.#fd = fd;
    this.#lines = lines.length;
  }
}

const packed = (steps: readonly UndoStep[]): Step[] =>
  steps.map(({ type, flags, body, elsewhere }) => {
    const octets = toHex(body);
    return elsewhere === undefined ? [type, flags, octets] : [type, flags, octets, elsewhere];
  });

/** Undefined for what is no journal (of this version). A line that was cut ends it. */
export function readJournal(path: string): ReadJournal | undefined {
  const [first, ...rest] = readFileSync(path, 'utf8').split('\n');
  const head = parsed<JournalHead>(first);
  if (head?.journal !== JOURNAL_VERSION) return undefined;
  const entries = new Map<number, JournalEntry>();
  for (const text of rest) {
    const line = parsed<Line>(text);
    if (line === undefined) break;
    if (line.done) entries.delete(line.id);
    else {
      const steps = (line.steps ?? []).map(([type, flags, body, elsewhere]) => ({
        type,
        flags,
        body: fromHex(body),
        ...(elsewhere === undefined ? {} : { elsewhere }),
      }));
      entries.set(line.id, { id: line.id, what: line.what ?? '', steps });
    }
  }
  return { head, entries: [...entries.values()] };
}

function parsed<T>(text: string | undefined): T | undefined {
  try {
    return JSON.parse(text ?? '') as T;
  } catch {
    return undefined;
  }
}
