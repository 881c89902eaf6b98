/** Runs a check of `scripts/` over a small tree that is made for it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const HERE = join(import.meta.dirname, '../..');

/** Files by their paths. */
export type Tree = Readonly<Record<string, string>>;

/** Runs something in a folder of these files. */
export function inTree<T>(files: Tree, f: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-checks-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return f(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a check says of a tree, and how it ends. */
export function check(script: string, files: Tree, ...more: string[]): { status: number | null; lines: string[] } {
  return inTree(files, (folder) => {
    const args = [join(HERE, 'scripts', script), '--root', folder, ...more];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, lines: `${stdout}${stderr}`.trimEnd().split('\n') };
  });
}
