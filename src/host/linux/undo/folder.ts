/**
 * The folder that holds journals. Whoever could write there could have us change the network, so it is opened first, checked by
 * its descriptor, and used through that: what stands under its name may be exchanged meanwhile.
 */
import { closeSync, constants, fchmodSync, fstatSync, lstatSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { outerUserOf, userMap } from '../privileges/user-map.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { processRights } from '../privileges/process-rights.ts';
import { fileError } from './file-error.ts';

/** Root's only one. /run is emptied when the machine starts, as are the kernel's tables. */
const ROOTS = '/run/packetwright';
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/** An open folder. */
export interface JournalFolder {
  readonly path: string;
  /** The path of a file in it, which goes through the descriptor. */
  at(name: string): string;
  names(): string[];
  close(): void;
}

/** Folders that may hold journals of this user, the best first. Root believes no environment: whoever calls sudo may have set that. */
export function journalFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  if (isRoot()) return [ROOTS];
  const own = env['XDG_RUNTIME_DIR'];
  return [
    ...(own === undefined || own === '' ? [] : [join(own, 'packetwright')]),
    join(tmpdir(), `packetwright-${outerUser(process.geteuid?.() ?? 0)}`),
  ];
}

/** Everybody may be 0 in a user namespace; there, root is who owns /run. */
function isRoot(): boolean {
  if (process.geteuid?.() !== 0) return false;
  if (!processRights().inUserNamespace) return true;
  try {
    return lstatSync('/run').uid === 0;
  } catch {
    return false;
  }
}

/** The user's number outside of its user namespace: in there everybody may be 0, and none could use another's folder. */
function outerUser(uid: number): number {
  try {
    return outerUserOf(userMap(), uid);
  } catch {
    return uid;
  }
}

/** Opens one that is there. @throws ERR_SYSTEM, ERR_PERMISSION: it is none, a link, or somebody else's */
export function openFolder(path: string): JournalFolder {
  let fd: number;
  try {
    fd = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (cause) {
    throw fileError(cause, `use the folder of journals ${path}`);
  }
  const folder = {
    path,
    at: (name: string) => `/proc/self/fd/${fd}/${name}`,
    names: () => readdirSync(`/proc/self/fd/${fd}`),
    close: () => closeSync(fd),
  };
  try {
    const { uid, mode } = fstatSync(fd);
    if (uid !== process.geteuid?.())
      throw new PacketwrightError('ERR_SYSTEM', `cannot use the folder of journals ${path}: it belongs to user ${uid}`, {
        path,
        uid,
        remedy: path === ROOTS ? 'move it away or delete it' : 'set XDG_RUNTIME_DIR to a folder of yours',
      });
    if ((mode & 0o077) !== 0) fchmodSync(fd, 0o700);
    return folder;
  } catch (error) {
    folder.close();
    throw error instanceof PacketwrightError ? error : fileError(error, `use the folder of journals ${path}`);
  }
}

/** Opens the first that can be used, and makes it where it is not there. @throws what is wrong with the last */
export function makeFolder(): JournalFolder {
  let last: unknown;
  for (const path of journalFolders()) {
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        last = fileError(error, `make the folder of journals ${path}`);
        continue;
      }
    }
    try {
      return openFolder(path);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Does something with a folder, and closes it. */
export function withFolder<T>(folder: JournalFolder, f: (folder: JournalFolder) => T): T {
  try {
    return f(folder);
  } finally {
    folder.close();
  }
}
