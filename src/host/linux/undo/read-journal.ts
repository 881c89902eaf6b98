/** What stands in a journal, and its reading. JSON, one object a line. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { NetlinkMessage } from '../netlink/message.ts';
import type { Owner } from './owner.ts';

export const JOURNAL_VERSION = 1;

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

/** Any line but the first. */
export type Line =
  | { readonly id: number; readonly what: string; readonly steps: readonly Step[] }
  | { readonly id: number; readonly done: true };

/** An entry as its line. */
export const lineOf = ({ id, what, steps }: JournalEntry): Line => ({
  id,
  what,
  steps: steps.map(({ type, flags, body, elsewhere }) => {
    const octets = toHex(body);
    return elsewhere === undefined ? [type, flags, octets] : [type, flags, octets, elsewhere];
  }),
});

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * Undefined for what is no journal (of this version), or not this user's alone. Lines that are none are skipped.
 *
 * @throws what the kernel says: it is not there, or cannot be read now
 */
export function readJournal(path: string): ReadJournal | undefined {
  // Opening a FIFO waits, and opening a device may do anything.
  if (!lstatSync(path).isFile()) return undefined;
  const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  let text: string;
  try {
    const about = fstatSync(fd);
    if (!about.isFile() || about.uid !== process.geteuid?.() || (about.mode & 0o022) !== 0) return undefined;
    text = readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
  const [first, ...rest] = text.split('\n');
  const head = parsed(first);
  if (!isHead(head)) return undefined;
  const entries = new Map<number, JournalEntry>();
  for (const words of rest) {
    const line = parsed(words);
    if (typeof line !== 'object' || line === null || typeof (line as Line).id !== 'number') continue;
    const { id, done, what, steps } = line as { id: number; done?: unknown; what?: unknown; steps?: unknown };
    if (done === true) entries.delete(id);
    else if (Array.isArray(steps) && steps.every(isStep)) entries.set(id, { id, what: String(what), steps: steps.map(stepOf) });
  }
  return { head, entries: [...entries.values()] };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNone = (value: unknown): boolean => value === undefined || isText(value);

function isHead(value: unknown): value is JournalHead {
  const { journal, owner, cookie, netns } = (value ?? {}) as Partial<JournalHead>;
  if (journal !== JOURNAL_VERSION || typeof owner !== 'object' || owner === null) return false;
  const known = Number.isInteger(owner.pid) && [owner.started, owner.boot, owner.pidNamespace].every(isText);
  return known && isTextOrNone(cookie) && isTextOrNone(netns);
}

function isStep(value: unknown): value is Step {
  if (!Array.isArray(value)) return false;
  const [type, flags, body, elsewhere] = value as unknown[];
  const { netns, cookie } = (elsewhere ?? { netns: '' }) as Partial<Elsewhere>;
  const numbers = Number.isInteger(type) && Number.isInteger(flags);
  return numbers && isText(body) && /^([0-9a-f]{2})*$/.test(body) && isText(netns) && isTextOrNone(cookie);
}

const stepOf = ([type, flags, body, elsewhere]: Step): UndoStep => ({
  type,
  flags,
  body: fromHex(body),
  ...(elsewhere === undefined ? {} : { elsewhere }),
});
