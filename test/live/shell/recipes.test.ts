/** The recipes of examples/recipes that need a network run unchanged under Debian's scapy and under `pkw run`, in the same namespace, and print the same. */
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../../support/built-cli.ts';
import { all, describeIf, requireProgram } from '../../support/require.ts';
import { type Printed, program, scapyFiles } from '../../support/shell/peers.ts';
import { sameText } from '../../support/shell/same-text.ts';
import { requireServed, type Served, served } from '../../support/shell/served.ts';
import { withAddon } from '../../support/with-addon.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/recipes', import.meta.url));
const RECIPES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py') && !name.startsWith('offline'))
  .sort();
/** Those hear what others send. */
const ALONE = RECIPES.filter((name) => name.startsWith('listen'));
/** Each has ports of its own. */
const SIDE_BY_SIDE = RECIPES.filter((name) => !ALONE.includes(name));

describeIf(all(requireServed(), requireProgram('ping'), requireProgram('iptables')), 'recipes', () => {
  let net: Served, cli: BuiltCli;
  const theirs = new Map<string, Printed>();
  const folderOf = (who: string, name: string): string => {
    const folder = join(net.folder, who, basename(name, '.py'));
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    net = await served();
    for (const [names, sideBySide] of [[SIDE_BY_SIDE, 4] as const, [ALONE, 1] as const]) {
      const files = names.map((name) => [join(FOLDER, name), folderOf('scapy', name)] as const);
      for (const [i, printed] of (await scapyFiles(files, { netns: net.a, sideBySide })).entries()) theirs.set(names[i] as string, printed);
    }
    net.forget();
  });
  afterAll(async () => {
    await net?.stop();
    cli?.remove();
  });

  const same = async (name: string): Promise<void> => {
    const scapy = theirs.get(name) as Printed;
    const ours = await program([cli.path, 'run', join(FOLDER, name)], { netns: net.a, cwd: folderOf('pkw', name) });
    // scapy tells there of hosts whose MAC it does not find; ours has no words for that.
    const wrong = scapy.err.replace(/^WARNING: (?:more )?Mac address to reach destination not found.*\n/gm, '');
    // pkw tells there of resets of the own kernel, as soon as it hears them; scapy has no words for that.
    const notes = ours.err.replace(/^your own kernel has reset this connection.*\n/gm, '');
    expect([scapy.status, wrong, scapy.out.trim() === '']).toEqual([0, '', false]);
    expect([sameText(ours.out), notes, ours.status]).toEqual([sameText(scapy.out), '', 0]);
  };
  it.concurrent.each(SIDE_BY_SIDE)('%s', same);
  it.each(ALONE)('%s', same);
});
