/** Puts the addon beside a bundled program, where its loader looks for it. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nativeCandidates } from '../../native/loader.ts';

export function withAddon(folder: string): void {
  const target = `linux-${process.arch}`;
  const addon = nativeCandidates(new URL('../../native/loader.ts', import.meta.url).href, target).find((path) => existsSync(path));
  if (addon === undefined) throw new Error('the addon is not built: node native/build.mjs');
  mkdirSync(join(folder, 'native', target), { recursive: true });
  copyFileSync(addon, join(folder, 'native', target, 'packetwright.node'));
}
