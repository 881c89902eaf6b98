/** The recipes of examples/recipes that need a network run unchanged under Debian's scapy and under `pkw run`, in the same namespace, and print the same. */
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../../support/built-cli.ts';
import { describeIf } from '../../support/require.ts';
import { program, scapyFile } from '../../support/shell/peers.ts';
import { sameText } from '../../support/shell/same-text.ts';
import { requireServed, type Served, served } from '../../support/shell/served.ts';
import { withAddon } from '../../support/with-addon.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/recipes', import.meta.url));
const RECIPES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py') && !name.startsWith('offline'))
  .sort();

describeIf(requireServed(), 'recipes', () => {
  let net: Served, cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    net = await served();
  });
  afterAll(async () => {
    await net?.stop();
    cli?.remove();
  });

  it.each(RECIPES)('%s', async (name) => {
    const file = join(FOLDER, name);
    const folderOf = (who: string): string => {
      const folder = join(net.folder, who, basename(name, '.py'));
      mkdirSync(folder, { recursive: true });
      return folder;
    };
    const theirs = await scapyFile(file, [], { netns: net.a, cwd: folderOf('scapy') });
    net.forget();
    const ours = await program([cli.path, 'run', file], { netns: net.a, cwd: folderOf('pkw') });
    // scapy tells there of hosts whose MAC it does not find; ours has no words for that.
    const wrong = theirs.err.replace(/^WARNING: (?:more )?Mac address to reach destination not found.*\n/gm, '');
    // pkw tells there of resets of the own kernel, as soon as it hears them; scapy has no words for that.
    const notes = ours.err.replace(/^your own kernel has reset this connection.*\n/gm, '');
    expect([theirs.status, wrong, theirs.out.trim() === '']).toEqual([0, '', false]);
    expect([sameText(ours.out), notes, ours.status]).toEqual([sameText(theirs.out), '', 0]);
  });
});
