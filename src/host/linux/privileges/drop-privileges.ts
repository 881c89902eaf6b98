/** Becoming another user for good, once what needs root is open. */
import { readdirSync, readFileSync } from 'node:fs';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { PROGRAM_ENVIRONMENT, systemProgram } from '../programs.ts';
import { sealJournals } from '../undo/journal.ts';
import { permissionError } from './permission-error.ts';

/** Whom the process belongs to now. */
export interface DroppedUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Changes the user of this process, with all its threads, and checks that it cannot become root again. What is open keeps working: links
 * receive and send, and nftables rules stay until the process ends. Afterwards nothing that needs a privilege is possible: no link can be
 * opened and no table changed. Changes that were made before are undone when the process ends, by a child process that is still root. What
 * that child will do is fixed now: nothing that this process writes afterwards counts, and no change can be kept any more.
 *
 * @param user `NAME`, `NAME:GROUP`; numbers do too. The groups are those of the user, with GROUP in place of the primary one.
 * @throws ERR_VALUE (no such user, or root), ERR_PERMISSION (this process may not change its user, or still has privileges), ERR_PLATFORM,
 *   ERR_SYSTEM (the journal of changes cannot be sealed: a full disk)
 */
export function dropPrivileges(user: string): DroppedUser {
  if (process.platform !== 'linux' || process.getuid === undefined)
    throw new PacketwrightError('ERR_PLATFORM', `becoming another user needs Linux; this is ${process.platform}`, { user });
  if (process.setuid === undefined)
    throw new PacketwrightError('ERR_PLATFORM', 'only the main thread can change the user; it does so for all threads', { user });
  if (typeof user !== 'string')
    throw new PacketwrightError('ERR_VALUE', `dropPrivileges takes the user as text, 'NAME' or 'NAME:GROUP', not ${typeof user}`, { user });
  const wanted = wantedUser(user);
  // The child stays root: from now on it must not obey what this process writes.
  sealJournals();
  const already = process.getuid() === wanted.uid && process.geteuid?.() === wanted.uid;
  try {
    become(wanted);
  } catch (error) {
    // Who is that user may be without any right to become it; its groups are looked at all the same.
    if (!already) throw error;
  }
  check(wanted, already ? ownGroups(wanted) : currentGroups());
  return wanted;
}

function become({ name, uid, gid }: DroppedUser): void {
  try {
    // In this order: who is no longer root may not change groups.
    (process as unknown as { initgroups(user: string, group: number): void }).initgroups(name, gid);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    const needs = syscall === 'setuid' ? 'CAP_SETUID' : 'CAP_SETGID';
    throw permissionError(`become user ${name}`, code ?? 'EPERM', needs, { user: name, cause });
  }
}

/** The way back must be shut, in every thread. @param groups those that it may be in */
function check({ name, uid, gid }: DroppedUser, groups: ReadonlySet<number>): void {
  const left = (what: string): PacketwrightError =>
    new PacketwrightError('ERR_PERMISSION', `cannot give up root for user ${name}: ${what}`, { user: name });
  for (const back of [() => process.setuid?.(0), () => process.seteuid?.(0)]) {
    try {
      back();
    } catch {
      continue;
    }
    throw left('the process can become root again');
  }
  for (const thread of readdirSync('/proc/self/task')) {
    let status: string;
    try {
      status = readFileSync(`/proc/self/task/${thread}/status`, 'utf8');
    } catch {
      // It has ended.
      continue;
    }
    const all = (id: string, n: number): boolean => new RegExp(`^${id}:(\\s+${n}){4}$`, 'm').test(status);
    if (!all('Uid', uid) || !all('Gid', gid)) throw left(`thread ${thread} still belongs to another user`);
    const words = /^Groups:(.*)$/m.exec(status)?.[1]?.trim() ?? '';
    const more = words.split(' ').find((group) => group !== '' && !groups.has(Number(group)));
    if (more !== undefined) throw left(`thread ${thread} is in group ${more}, which is not the user's`);
    if (!/^CapPrm:\s*0+$/m.test(status) || !/^CapEff:\s*0+$/m.test(status)) throw left(`thread ${thread} still has capabilities`);
  }
}

function wantedUser(text: string): DroppedUser {
  const [name = '', group, ...more] = text.split(':');
  const found = more.length > 0 || name === '' || group === '' ? undefined : entry('passwd', name);
  if (found === undefined)
    throw new PacketwrightError('ERR_VALUE', `there is no user '${text}': expected NAME or NAME:GROUP`, { user: text });
  const uid = Number(found[2]);
  if (uid === 0) throw new PacketwrightError('ERR_VALUE', `user '${text}' is root: expected an unprivileged user`, { user: text });
  const gid = group === undefined ? found[3] : entry('group', group)?.[2];
  if (gid === undefined) throw new PacketwrightError('ERR_VALUE', `there is no group '${group}'`, { user: text });
  return { name: found[0] ?? name, uid, gid: Number(gid) };
}

/** The line of passwd(5) or group(5), by name or number, in words. Users need not stand in the file (LDAP): getent asks all. */
function entry(table: 'passwd' | 'group', wanted: string): readonly string[] | undefined {
  const lines = (text: string): string[][] => text.split('\n').map((line) => line.split(':'));
  const here = lines(readFileSync(`/etc/${table}`, 'utf8')).find(([name, , id]) => name === wanted || id === wanted);
  if (here !== undefined) return here;
  try {
    return lines(getent(table, wanted))[0];
  } catch {
    return undefined;
  }
}

/** @throws when there is no entry of that name, or no getent */
function getent(table: 'passwd' | 'group' | 'initgroups', wanted: string): string {
  // Loaded now, not with the package.
  const { execFileSync } = process.getBuiltinModule('node:child_process');
  const words = [table, '--', wanted];
  return execFileSync(systemProgram('getent'), words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: PROGRAM_ENVIRONMENT });
}

/** What initgroups(3) has just given. */
const currentGroups = (): ReadonlySet<number> => new Set(process.getgroups?.());

/** What it would give: the named group, and those that list the user. getent(1): the name, then numbers. */
function ownGroups({ name, gid }: DroppedUser): ReadonlySet<number> {
  const [, ...groups] = getent('initgroups', name).trim().split(/\s+/);
  return new Set([gid, ...groups.map(Number)]);
}
