/** Each check of the tree says no when it should: it is run over a small tree that is made here, once as it should be and once with a fault. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, inTree, type Tree } from '../support/check-tree.ts';

const HERE = join(import.meta.dirname, '../..');

const lines = (n: number): string => 'x();\n'.repeat(n);

describe('check-imports', () => {
  const files = {
    'src/bytes/hex.ts': 'export const toHex = 1;\n',
    'src/packet/spec/field.ts': "import { toHex } from '../../bytes/hex.ts';\nexport type Field = typeof toHex;\n",
    'src/packet/laid/build.ts': "import type { Field } from '../spec/field.ts';\nexport type Built = Field;\n",
    'src/capture/node/files.ts': "import { open } from 'node:fs';\nexport { open };\n",
    'src/core.ts': "export { toHex } from './bytes/hex.ts';\n",
  };

  it('takes what points one way', () => {
    expect(check('check-imports.mjs', files)).toEqual({ status: 0, lines: ['imports point one way, in no circle'] });
  });

  it.each([
    ['a folder to the right', 'src/bytes/a.ts', "import type { Field } from '../packet/spec/field.ts';", ':1: bytes imports packet'],
    ['a package in the core', 'src/bytes/a.ts', "import { open } from 'node:fs';", ':1: imports node:fs; what runs in a browser'],
    [
      'what opens files',
      'src/filter/a.ts',
      "\nimport { open } from '../capture/node/files.ts';",
      ':2: src/capture/node/files.ts opens files',
    ],
    ['an import without its ending', 'src/capture/a.ts', "import '../bytes/hex';", ':1: ../bytes/hex needs its ending'],
    ['the addon', 'src/tools/a.ts', "import '../../native/load.ts';", ':1: only src/host/linux/ loads the addon'],
    ['what is not in src', 'src/tools/a.ts', "import '../../bench/a.ts';", ':1: ../../bench/a.ts leads out of src/'],
    ['an entry', 'src/tools/a.ts', "import '../core.ts';", ':1: src/core.ts is an entry'],
    ['a folder without a place', 'src/new/a.ts', '', ': src/new/ has no place in the order'],
    ['a floor without a place', 'src/packet/new/a.ts', '', ': src/packet/new/ has no place among its floors'],
    [
      'a floor above',
      'src/packet/spec/a.ts',
      "import type { Built } from '../laid/build.ts';",
      ':1: imports laid/build.ts, which stands above it',
    ],
    ['the folder itself', 'src/packet/laid/a.ts', "export * from '../ls.ts';", ':1: imports ls.ts, which stands above it'],
    ['itself', 'src/tools/a.ts', "import './a.ts';", ': a circle of 1 files, types included: src/tools/a.ts → src/tools/a.ts;'],
  ])('refuses %s', (_, path, text, words) => {
    const { status, lines: said } = check('check-imports.mjs', { ...files, [path]: `${text}\n` });
    expect(status).toBe(1);
    expect(said).toEqual([expect.stringContaining(`${path}${words}`)]);
  });

  it('prints the shortest way round a circle of types', () => {
    const circle = {
      'src/bytes/a.ts': "import type { B } from './b.ts';\n",
      'src/bytes/b.ts': "import type { C } from './c.ts';\nimport './d.ts';\n",
      'src/bytes/c.ts': "export type C = import('./a.ts').A;\n",
      'src/bytes/d.ts': "import './c.ts';\n",
    };
    const { status, lines: said } = check('check-imports.mjs', { ...files, ...circle });
    expect(status).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(/^src\/bytes\/a\.ts: a circle of 4 files, types included: src\/bytes\/\w\.ts( → src\/bytes\/[abc]\.ts){3};/),
    ]);
  });
});

describe('check-sizes', () => {
  const many = (n: number, name: (i: number) => string): Tree => Object.fromEntries(Array.from({ length: n }, (_, i) => [name(i), '']));

  it('takes 600 lines and 30 files, and more of tests and of tables that scripts make', () => {
    const { status, lines: said } = check('check-sizes.mjs', {
      'src/bytes/long.ts': lines(600),
      'src/protocols/registries/table.ts': `// Made by scripts/registries.mjs. Do not edit.\n${lines(601)}`,
      ...many(30, (i) => `src/packet/f${i}.ts`),
      ...many(5, (i) => `src/packet/f${i}.test.ts`),
    });
    expect(said.at(-1)).toBe('36 files, none over 600 lines; 2 folders, none over 30 sources');
    expect(status).toBe(0);
  });

  it('refuses a longer file, also beside generated tables', () => {
    const path = 'src/protocols/registries/by-hand.ts';
    expect(check('check-sizes.mjs', { [path]: lines(601) })).toEqual({ status: 1, lines: [`${path}: 601 lines; split it by 600`] });
  });

  it('refuses a folder of 31', () => {
    expect(
      check(
        'check-sizes.mjs',
        many(31, (i) => `src/packet/f${i}.ts`),
      ),
    ).toEqual({
      status: 1,
      lines: ['src/packet/: 31 sources in one folder; make folders of what belongs together, at most 30 each'],
    });
  });
});

describe('check-golden', () => {
  const test = (octets: string, more = ''): Tree => ({
    'src/a.test.ts': `
import { layerSuite as suite, layerSuite } from '../test/support/layer-suite.ts';
import { COMPRESSED } from '../test/fixtures/records.ts';
import { toHex } from '../bytes/hex.ts';
import { packet, UDP } from './protocols.ts';
const end = '00'.repeat(2),
  sum = toHex(packet(UDP()).bytes); // octets: toHex
const hex = (text: string): string => text.replaceAll(' ', '');
${more}
layerSuite('UDP', [{ what: 'octets: toHex(1)', octets: ${octets}, read: { UDP: { len: 8 } }, build: () => [UDP()] }]);
`,
  });

  it.each(["'0035'", '`0035${end}`', "hex('00 35') + end.replaceAll(/[`']/g, '')", 'COMPRESSED', '`${[1, 2].join()}`'])(
    'takes %s',
    (octets) => {
      expect(check('check-golden.mjs', test(octets))).toEqual({ status: 0, lines: ['golden octets are literals'] });
    },
  );

  it.each([
    ['toHex(Uint8Array.of(1))', 'toHex of ../bytes/hex.ts'],
    ['`0035${sum}`', 'toHex of ../bytes/hex.ts'],
    ["made('0035')", 'packet of ./protocols.ts', 'function made(start: string) {\n  return start + packet(UDP());\n}'],
    ['octets,\n    x: 1', 'packet of ./protocols.ts', 'const octets = later;\nconst later = packet(UDP()).hex;'],
  ])('refuses %s', (octets, name, more?: string) => {
    const tree = test(octets, more);
    const shorthand = { 'src/a.test.ts': (tree['src/a.test.ts'] as string).replace('octets: octets,', '\n    octets,\n') };
    const { status, lines: said } = check('check-golden.mjs', octets.startsWith('octets') ? shorthand : tree);
    expect(status).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`^src/a\\.test\\.ts:\\d+: golden octets take part of ${name.replaceAll('.', '\\.')};`)),
    ]);
  });
});

describe('check-walks', () => {
  const files = {
    'src/packet/a.ts': '',
    'src/packet/b.ts': '',
    'docs/design/walks.md': '# W\n\n## One\n\n| `src/packet/a.ts` | x |\n| `src/packet/b.ts` | x |\n',
    'docs/design/glossary.md': '- **a**: x. `packet/a.ts`, `packet/b.ts`, `udp.port`\n',
    'docs/design/other.md': 'See `src/packet/a.ts` and `packet/z.ts`.\n',
  };

  it('takes pages whose files are there', () => {
    expect(check('check-walks.mjs', files)).toEqual({ status: 0, lines: ['1 walks, all of whose files are there'] });
  });

  it.each([
    ['docs/design/walks.md', '## One\n\n| `src/packet/c.ts` | x |\n', "'One' names src/packet/c.ts, which does not exist"],
    ['docs/design/walks.md', '## One\n\n| `src/packet/a.ts` | x |\n| `src/packet/a.ts` | x |\n', "'One' names src/packet/a.ts twice"],
    ['docs/design/walks.md', '## One\n', "'One' names no files"],
    ['docs/design/glossary.md', '`packet/c.ts`', 'packet/c.ts is not there; name the file that has it now'],
    ['docs/design/other.md', '`src/packet/c.ts`', 'src/packet/c.ts is not there; name the file that has it now'],
  ])('refuses %s: %s', (path, text, words) => {
    expect(check('check-walks.mjs', { ...files, [path]: text })).toEqual({ status: 1, lines: [`${path}: ${words}`] });
  });
});

describe('check-generated', () => {
  it('says which functions are over a limit', { timeout: 120_000 }, () => {
    const script = join(HERE, 'scripts/check-generated.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--limit', '25000'], { encoding: 'utf8' });
    expect(status).toBe(1);
    const sizes = [...stderr.matchAll(/^compileFiller: a function of (\d+) octets of bytecode, over 25000; /gm)].map(([, size]) =>
      Number(size),
    );
    expect(sizes.length).toBe(stderr.trimEnd().split('\n').length);
    // A plan's functions: some thousands of octets, and less than V8 stops at.
    expect(sizes.every((size) => size > 25_000 && size < 61_440)).toBe(true);
  });
});

describe("biome's limit of a function's lines", () => {
  const lint = (body: number, path = 'src/a.ts'): { status: number | null; text: string } =>
    inTree({ [path]: `export function f(x: () => void): void {\n${'  x();\n'.repeat(body)}}\n` }, (folder) => {
      copyFileSync(join(HERE, 'biome.json'), join(folder, 'biome.json'));
      const biome = join(HERE, 'node_modules/.bin/biome');
      const { status, stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false', '.'], { cwd: folder, encoding: 'utf8' });
      return { status, text: stdout + stderr };
    });

  it('is 80, and none in tests', () => {
    const long = lint(81);
    expect(long.status).toBe(1);
    expect(long.text).toContain('noExcessiveLinesPerFunction');
    expect(lint(80).status).toBe(0);
    expect(lint(81, 'src/a.test.ts').status).toBe(0);
  });
});

describe('the types of scripts', () => {
  const types = (text: string): { status: number | null; text: string } =>
    inTree({ 'scripts/a.mjs': text }, (folder) => {
      for (const file of ['tsconfig.json', 'tsconfig.scripts.json']) copyFileSync(join(HERE, file), join(folder, file));
      symlinkSync(join(HERE, 'node_modules'), join(folder, 'node_modules'));
      const tsc = join(HERE, 'node_modules/typescript/bin/tsc');
      const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.scripts.json'], { cwd: folder, encoding: 'utf8' });
      return { status, text: stdout };
    });

  it('are checked', () => {
    const wrong = types('/** @param {string} path */\nexport const f = (path) => path.foo;\n');
    expect(wrong.status).not.toBe(0);
    expect(wrong.text).toContain('scripts/a.mjs(2,');
    expect(types('export const f = (path) => path;\n').text).toContain('implicitly has an');
    expect(types('/** @param {string} path */\nexport const f = (path) => path.length;\n').status).toBe(0);
  });
});
