/** Starts the child that takes changes back when this process ends. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the bundle, one or two folders above it (a chunk, the command line), or in what the source tree was built to. */
const PLACES = ['undo-child.js', '../undo-child.js', '../../undo-child.js', '../../../../dist/undo-child.js'];

/** The child's file; undefined in a source tree that was not built, and where another bundler has left it out. */
export function undoChildPath(from: string = import.meta.url): string | undefined {
  return PLACES.map((place) => fileURLToPath(new URL(place, from))).find((path) => existsSync(path));
}

/**
 * Starts it, in a session of its own, so that nothing that ends this process's group ends it. Without its file nothing is
 * started, and the journal waits for the next start.
 *
 * @param netnsFd the namespace of the changes; -1: this process's own
 */
export function startUndoChild(journal: string, netnsFd: number): ChildProcess | undefined {
  const path = undoChildPath();
  if (path === undefined) return undefined;
  // Loaded now, not with the package: few programs change anything.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(process.execPath, [path, journal, ...(netnsFd < 0 ? ['own'] : [])], {
    detached: true,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore', netnsFd < 0 ? 'ignore' : netnsFd],
  });
  // It could not be started, or was ended: the journal waits for the next start.
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void } | null)?.unref();
  return child;
}
