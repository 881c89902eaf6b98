/** Network namespaces: by the name that `ip netns` gives them, by a process that is in one, or by a path. */
import { closeSync, openSync, readdirSync, statSync } from 'node:fs';
import { PacketwrightError } from '../../bytes/errors.ts';
import { permissionError } from './privileges/permission-error.ts';

/** Where `ip netns` keeps them. */
const NAMED = '/run/netns';
/** Only these say that it is not there: the file is not, or its process has ended. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ESRCH']);

/** The file that stands for a namespace. A number is a process; a text with a slash is a path. */
export function namespacePath(netns: string | number): string {
  if (typeof netns === 'number') return `/proc/${netns}/ns/net`;
  if (netns.includes('/')) return netns;
  return `${NAMED}/${netns}`;
}

/** How messages name it. */
export function namespaceText(netns: string | number): string {
  return typeof netns === 'number' ? `the network namespace of process ${netns}` : `network namespace ${netns}`;
}

/**
 * Opens it; the descriptor is the caller's to close. It keeps the namespace alive.
 *
 * @throws ERR_INTERFACE when there is none; ERR_PERMISSION, ERR_SYSTEM when that cannot be told
 */
export function openNamespace(netns: string | number): number {
  const path = namespacePath(netns);
  try {
    return openSync(path, 'r');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') {
      // proc(5): the file of another user's process is for who may trace that; elsewhere it is a matter of the file's mode.
      const needs = /^\/proc\/[^/]+\/ns\//.test(path) ? 'CAP_SYS_PTRACE' : undefined;
      throw permissionError(`open ${namespaceText(netns)} (${path})`, code, needs, { netns, path, cause });
    }
    if (code === undefined || !ABSENT.has(code)) throw systemError(cause, `open ${namespaceText(netns)}`, path);
    const remedy = typeof netns === 'string' && !netns.includes('/') ? `ip netns add ${netns}` : 'ip netns list';
    throw new PacketwrightError('ERR_INTERFACE', `there is no ${namespaceText(netns)}: ${path} (${code})`, {
      netns,
      path,
      cause,
      remedy,
    });
  }
}

/**
 * Whether it is another one than that of this process, and of the machine's first process, where the real network is. A sandbox may hide the
 * latter.
 */
export function isOtherNamespace(netns: string | number): boolean {
  const own = identityOf(namespacePath(netns));
  return own !== undefined && own !== identityOf('/proc/self/ns/net') && own !== identityOf('/proc/1/ns/net');
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}

export function closeNamespace(fd: number): void {
  closeSync(fd);
}

/** The names of all named network namespaces, sorted. @throws ERR_SYSTEM when they cannot be listed */
export function namespaceNames(): string[] {
  try {
    return readdirSync(NAMED).sort();
  } catch (cause) {
    // Nobody has ever named one.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw systemError(cause, 'list the named network namespaces', NAMED);
  }
}

/** All processes that this one can see. @throws ERR_SYSTEM when they cannot be listed */
export function processNumbers(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch (cause) {
    throw systemError(cause, 'list the processes', '/proc');
  }
}

/**
 * A number that tells the network namespace of a process from others, for whoever sees the process: /proc/PID/net has files of its own for
 * each namespace, and unlike /proc/PID/ns asks for no right. Undefined when the process has ended, or is hidden.
 */
export function networkNumber(pid: number | 'self'): number | undefined {
  try {
    return statSync(`/proc/${pid}/net/dev`).ino;
  } catch {
    return undefined;
  }
}

/** No descriptor left, no memory left, … */
function systemError(cause: unknown, doing: string, path: string): PacketwrightError {
  const { code = '', errno = 0 } = cause as NodeJS.ErrnoException;
  return new PacketwrightError('ERR_SYSTEM', `cannot ${doing}: ${path} (${code})`, { path, errno: Math.abs(errno), name: code, cause });
}
