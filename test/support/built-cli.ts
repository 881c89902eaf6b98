/** Programs as users start them: `pkw` of the sources as they are, with the commands of `main`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export interface BuiltCli {
  /** A folder with an executable `pkw`, to put into PATH. */
  readonly folder: string;
  readonly path: string;
  remove(): void;
}

/** Bundles `main`, relative to the repository's root. */
export async function buildCli(main: string): Promise<BuiltCli> {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-cli-'));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const bundle = await rolldown({
    cwd: root,
    input: { pkw: main },
    platform: 'node',
    logLevel: 'silent',
    transform: { target: 'node20.19' },
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await bundle.close();
  const path = join(folder, 'pkw');
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${folder}/pkw.mjs' "$@"\n`, { mode: 0o755 });
  return { folder, path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
