/**
 * What a test needs of the machine. Without it the test is skipped with the reason; under PKW_REQUIRE_ALL=1, which `.ci/run` sets, it fails instead,
 * except for want of ../shared, which only the project's own machines have.
 *
 * PKW_ALONE=1: as on a machine that has neither other programs nor ../shared. What they say is the same for every user and every Node, so
 * the runs as nobody and on Node 24 need not hear it again.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { loadNative } from '../../native/loader.ts';

export type Condition = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = join(dirname(root), 'shared');

/** Debian's place for programs of the system; not in every user's PATH. */
const SYSTEM_PROGRAMS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

const alone = process.env['PKW_ALONE'] === '1';

/** To be root: namespaces, raw sockets. */
export function requireRoot(): Condition {
  return process.getuid?.() === 0 ? { ok: true } : { ok: false, reason: 'needs root' };
}

/** A program that can be run by that name. */
export function requireProgram(name: string): Condition {
  return alone || programPath(name) === undefined ? { ok: false, reason: `needs the program ${name}` } : { ok: true };
}

/** Where a program is; undefined when it is nowhere. */
export function programPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM_PROGRAMS].filter((folder) => folder !== '');
  return folders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The Python that has scapy, for comparison; undefined when none has. It is Debian's: another may stand before it in PATH. */
export const SYSTEM_PYTHON = '/usr/bin/python3';

/** scapy, as Debian's python3-scapy. */
export function requireScapy(): Condition {
  return !alone && existsSync(SYSTEM_PYTHON) && existsSync('/usr/lib/python3/dist-packages/scapy')
    ? { ok: true }
    : { ok: false, reason: 'needs python3-scapy' };
}

/** The project's captures and documents, beside the repository. */
export function requireShared(...parts: string[]): Condition {
  return !alone && existsSync(sharedPath(...parts)) ? { ok: true } : { ok: false, reason: `needs ${['../shared', ...parts].join('/')}` };
}

/** A path under ../shared; it need not be there. */
export function sharedPath(...parts: string[]): string {
  return join(shared, ...parts);
}

/** The native addon, built for this machine. */
export function requireAddon(): Condition {
  try {
    loadNative();
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: `needs the native addon: ${(error as Error).message}` };
  }
}

/** A package that the tests' own use, but nothing else. */
export function requireModule(name: string): Condition {
  return existsSync(join(root, 'node_modules', name)) ? { ok: true } : { ok: false, reason: `needs the package ${name}` };
}

/** All of several conditions; the reason is that of the first that fails. */
export function all(...conditions: readonly Condition[]): Condition {
  return conditions.find(({ ok }) => !ok) ?? { ok: true };
}

/** `describe` when the condition holds. Else its tests are not even collected: one test with the reason in its title is skipped, or fails. */
export function describeIf(condition: Condition, title: string, body: () => void): void {
  if (condition.ok) {
    describe(title, body);
    return;
  }
  const { reason } = condition;
  describe(title, () => {
    if (process.env['PKW_REQUIRE_ALL'] === '1' && !reason.includes('../shared')) {
      it(`cannot run: ${reason}`, () => {
        throw new Error(`PKW_REQUIRE_ALL=1, and this ${reason}`);
      });
    } else it(`skipped: ${reason}`, (context) => context.skip(reason));
  });
}
