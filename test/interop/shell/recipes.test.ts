/** The recipes of examples/recipes/offline run unchanged under Debian's scapy and under `pkw run`, and print the same. They make the captures that they read. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../../support/built-cli.ts';
import { describeIf, requireScapy } from '../../support/require.ts';
import { type Printed, program, scapyFiles } from '../../support/shell/peers.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/recipes/offline', import.meta.url));
const RECIPES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .sort();

describeIf(requireScapy(), 'recipes without a network', () => {
  let folder: string, cli: BuiltCli, scapys: Printed[];
  const folderOf = (who: string, name: string): string => {
    const own = join(folder, who, basename(name, '.py'));
    mkdirSync(own, { recursive: true });
    return own;
  };
  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    folder = mkdtempSync(join(tmpdir(), 'pkw-recipes-'));
    scapys = await scapyFiles(
      RECIPES.map((name) => [join(FOLDER, name), folderOf('scapy', name)]),
      { sideBySide: 2 },
    );
  });
  afterAll(() => {
    cli?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it.concurrent.each(RECIPES)('%s', async (name) => {
    const theirs = scapys[RECIPES.indexOf(name)] as Printed;
    const ours = await program([cli.path, 'run', join(FOLDER, name)], { cwd: folderOf('pkw', name) });
    // Scapy has tcpdump filter what it reads, and that says so; and it warns of a machine without routes.
    const wrong = theirs.err.replace(/^reading from file .*\n/gm, '').replace(/^WARNING: (?:more )?No route found.*\n/gm, '');
    expect([theirs.status, wrong, theirs.out.trim() === '']).toEqual([0, '', false]);
    expect([ours.out, ours.err, ours.status]).toEqual([theirs.out, '', 0]);
  });
});
