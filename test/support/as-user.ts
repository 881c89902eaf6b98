/** For tests: programs as a user who has no rights, or only those that are set on a copy of Node.js. */
import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './live-links.ts';

/** Debian's nobody and nogroup. */
export const NOBODY = 65534;

/** What goes before a program so that it runs as nobody. */
export const asNobody: readonly string[] = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];

/** The same, and nothing that it runs is ever granted anything. */
export const asNobodyForGood: readonly string[] = [...asNobody, 'setpriv', '--no-new-privs', '--'];

/** A copy of this Node.js that grants the capabilities to whoever runs it. */
export function nodeWith(capabilities: string): { readonly node: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-node-'));
  chmodSync(folder, 0o755);
  const node = join(folder, 'node');
  copyFileSync(realpathSync(process.execPath), node);
  chmodSync(node, 0o755);
  run('setcap', `${capabilities}=eip`, node);
  return { node, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
