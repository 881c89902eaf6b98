/** The system's programs that are started here. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { PacketwrightError } from '../../bytes/errors.ts';
import { processRights } from './privileges/process-rights.ts';

/** Where a system keeps them. */
const FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What they are started with, where their answer is read: none of the caller's environment. */
export const PROGRAM_ENVIRONMENT = { PATH: FOLDERS.join(':'), LANG: 'C' };

/** Debian's packages. */
const PACKAGES: Readonly<Record<string, string>> = {
  getent: 'libc-bin',
  ip: 'iproute2',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
};

/** @throws ERR_PLATFORM when it is not there */
export function systemProgram(name: string): string {
  const path = findProgram(name);
  if (path !== undefined) return path;
  const remedy = PACKAGES[name] === undefined ? {} : { remedy: `sudo apt-get install ${PACKAGES[name]}` };
  throw new PacketwrightError('ERR_PLATFORM', `the program ${name} is not in ${FOLDERS.join(', ')}`, { program: name, ...remedy });
}

/**
 * Undefined when it is not there. PATH may be set by whoever calls sudo, so who has rights does not look there; without any, it is one's
 * own.
 */
export function findProgram(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const { uid, capabilities } = processRights();
  const own = uid === 0 || capabilities.length > 0 ? [] : (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return [...FOLDERS, ...own].map((folder) => join(folder, name)).find(isProgram);
}

/** Nothing is started. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
