/** Network namespaces: by the name that `ip netns` gives them, by a process that is in one, or by a path. */
import { closeSync, openSync, readdirSync } from 'node:fs';
import { PacketwrightError } from '../../bytes/errors.ts';
import { permissionError } from './privileges/permission-error.ts';

/** Where `ip netns` keeps them. */
const NAMED = '/run/netns';

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
 * @throws ERR_INTERFACE when there is none, ERR_PERMISSION
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
    const remedy = typeof netns === 'string' && !netns.includes('/') ? `ip netns add ${netns}` : 'ip netns list';
    throw new PacketwrightError('ERR_INTERFACE', `there is no ${namespaceText(netns)}: ${path} (${code ?? 'ENOENT'})`, {
      netns,
      path,
      cause,
      remedy,
    });
  }
}

export function closeNamespace(fd: number): void {
  closeSync(fd);
}

/** The names of all named ones, sorted. */
export function namespaceNames(): string[] {
  try {
    return readdirSync(NAMED).sort();
  } catch {
    // Nobody has ever named one.
    return [];
  }
}
