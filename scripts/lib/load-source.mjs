// Runs our TypeScript sources in a script, on a Node that takes no types: bundled to a file and imported.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from './tree.mjs';

/** The exports of a source that needs no dependency. @param {string} path */
export async function loadSource(path) {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-source-'));
  try {
    const bundle = await rolldown({ cwd: root, input: path, platform: 'node', logLevel: 'warn' });
    const file = join(folder, 'source.mjs');
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    await bundle.close();
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
