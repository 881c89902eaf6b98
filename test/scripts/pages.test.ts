/** The checks of the pages say no when they should. */
import { describe, expect, it } from 'vitest';
import { headerPicture } from '../../scripts/lib/header-drawing.mjs';
import { check, type Tree } from '../support/check-tree.ts';

describe('check-pages', () => {
  const files: Tree = {
    'package.json': '{ "files": ["docs"] }',
    'README.md': '# Small\n\n[pages](docs/README.md) [here](#small) [out](https://example.org/#x)\n\n```md\n[no](link.md)\n```\n',
    'docs/README.md': '# Pages\n\n[lab](lab.md#why-there-is-one) [design](design/README.md)\n',
    'docs/lab.md': '# Lab\n\n## Why there is `one`?\n',
    'docs/design/README.md': '[walks](walks.md)\n',
    'docs/design/walks.md': 'text, `[no](link.md)`\n',
    'CONTRIBUTING.md': '[code](src/a.ts)\n',
    'src/a.ts': '',
  };

  it('takes links that lead somewhere', () => {
    expect(check('check-pages.mjs', files)).toEqual({
      status: 0,
      lines: ['6 links of 6 pages lead somewhere, and docs/README.md to every page'],
    });
  });

  it.each([
    [
      'a file that is not there',
      'docs/lab.md',
      '# Lab\n\n## Why there is one\n[x](nowhere.md)',
      'docs/lab.md:4: nowhere.md points to a file that does not exist',
    ],
    ['what is above the package', 'README.md', '[x](../x.md)', 'README.md:1: ../x.md points to a file that does not exist'],
    [
      'a heading that is not there',
      'README.md',
      '[x](docs/lab.md#two)',
      'README.md:1: docs/lab.md#two points to a heading that docs/lab.md does not have',
    ],
    ['a page that is in no index', 'docs/other.md', '# Other', 'docs/README.md has no link to docs/other.md'],
    [
      'a picture that is not packed',
      'README.md',
      '<img src="src/a.ts">',
      'README.md:1: src/a.ts is not in the tarball (package.json, files), and README.md is',
    ],
  ])('refuses %s', (_, path, text, line) => {
    expect(check('check-pages.mjs', { ...files, [path]: `${text}\n` })).toEqual({ status: 1, lines: [line] });
  });
});

describe('reference', () => {
  const files: Tree = {
    'package.json': '{ "type": "module", "exports": { ".": { "types": { "default": "./dist/types/src/index.d.ts" } } } }',
    'dist/index.js': '',
    'dist/types/src/index.d.ts': "export { sum } from './bytes/sum.js';\n",
    'dist/types/src/bytes/sum.d.ts':
      '/** Adds. It is quick. @throws ERR_RANGE */\nexport declare function sum(o?: {\n    a: number;\n}): number;\nexport declare function other(): void;\n',
  };

  it('is red while a page is not what the types say', () => {
    const { status, lines } = check('reference.mjs', files, '--check');
    expect(status).toBe(1);
    expect(lines).toContain('docs/reference/octets.md differs from the public types; run: node scripts/reference.mjs');
  });

  it.each([
    ['without a comment', 'export declare function sum(): number;\n'],
    ['with a comment that only cites', '/** @see RFC 1071 */\nexport declare function sum(): number;\n'],
  ])('refuses a name %s', (_, text) => {
    const { status, lines } = check('reference.mjs', { ...files, 'dist/types/src/bytes/sum.d.ts': text });
    expect({ status, lines }).toEqual({ status: 1, lines: ['src/bytes/sum.ts: sum has no doc comment that says what it is'] });
  });

  it('refuses a name whose file has no page', () => {
    const moved = {
      'dist/types/src/index.d.ts': "export { sum } from './new/sum.js';\n",
      'dist/types/src/new/sum.d.ts': '/** Adds. */\nexport declare function sum(): number;\n',
    };
    expect(check('reference.mjs', { ...files, ...moved }).lines).toEqual([
      'src/new/sum.ts sum: belongs to no page of the reference; add it to one in scripts/reference.mjs',
    ]);
  });
});

describe('packet-picture', () => {
  it('is red while the picture is not what the package draws', () => {
    const dist = `export const [Ether, IP, TCP] = ['Ether', 'IP', 'TCP'].map(() => () => 0);
      const at = (octet) => ({ layer: 'IP', field: 'ttl', bit: octet * 8, bits: 8 });
      export const packet = () => ({ bytes: '' });
      export const dissect = () => ({ length: 1, at, sprintf: () => '9', summary: () => 'a < b' });`;
    const { status, lines } = check(
      'pages/packet-picture.mjs',
      { 'package.json': '{ "type": "module" }', 'dist/index.js': dist },
      '--check',
    );
    expect({ status, lines }).toEqual({
      status: 1,
      lines: ['docs/pictures/packet.svg is not what the package draws; run: node scripts/pages/packet-picture.mjs'],
    });
  });
});

describe('protocol-pages', () => {
  const slots = `[['a', 0, 4], ['b', 4, 12], ['c', 16, 64]].map(([name, bit, bits]) => ({ name, bit, bits, anchor: 0, variable: -1, kind: {}, options: {} }))`;
  const files: Tree = {
    'package.json': '{ "type": "module" }',
    'src/protocols/layers.ts': "export { Tiny } from './tiny.ts';",
    'src/protocols/tiny.ts': `export const Tiny = Object.assign(() => 0, { layerName: 'Tiny', title: 'Tiny', id: 1, spec: { source: 'RFC 1' }, layout: { slots: ${slots} } });`,
    'src/index.ts': `export const protocols = { layers: new Map(), space: () => new Map() };
      export const packet = () => ({ bytes: 'octets' });
      export const dissect = (b) => ({ tree: () => b + '  Tiny' });
      export { Tiny } from './protocols/tiny.ts';`,
    'src/packet/describe.ts': `export const placesOf = (slot) => [{ slot, when: '' }];
      export const fieldFacts = ({ layout }) => layout.slots.map((slot) => ({ slot, kind: 'u8', initial: '0', wireshark: [], inside: [], about: '', when: '' }));
      export const numbersOf = () => [['udp.port', [9]]];
      export const aroundLayer = () => [];`,
    'src/packet/chain/led-to.ts': 'export const ledTo = () => [];',
    'src/packet/code/text.ts': 'export const piecesOf = () => [];',
  };

  it('is red while a page or a picture is not what the specs say', () => {
    const all = ['docs/protocols/pictures/Tiny.svg', 'docs/protocols/tiny.md', 'docs/protocols/README.md'];
    expect(check('protocol-pages.mjs', files, '--check')).toEqual({
      status: 1,
      lines: all.map((path) => `${path} is not what the specs say; run: node scripts/protocol-pages.mjs`),
    });
  });

  it('makes a page with the picture, the numbers, the fields, and an example that ran', () => {
    expect(check('protocol-pages.mjs', files)).toEqual({ status: 0, lines: ['1 pages of 1 layers, 1 with examples'] });
  });
});

describe('the drawn header', () => {
  const slot = (name: string, bit: number, bits: number) => ({ name, bit, bits, anchor: 0, variable: -1, kind: {} });
  const layer = {
    layerName: 'X',
    title: 'X',
    layout: { slots: [slot('a', 0, 4), slot('b', 4, 44), slot('c', 48, 16), slot('d', 64, 128)] },
  };
  const places = (s: unknown) => [{ slot: s as ReturnType<typeof slot>, when: '' }];
  const drawn = headerPicture(layer, { placesOf: places, piecesOf: () => [] }) ?? '';
  const boxes = [...drawn.matchAll(/<rect class="c0" x="(\d+)" y="(\d+)" width="(\d+)"/g)].map(([, ...numbers]) => numbers.map(Number));
  const names = [...drawn.matchAll(/<text class="name"[^>]*>([^<]*)</g)].map(([, name]) => name);

  // 20 units a bit, from 92; 38 a row, from 46.
  it('has 32 bits a row, fields that go on in the next one, and two rows of longer ones', () => {
    expect(boxes).toEqual([
      [92, 46, 80],
      [172, 46, 560],
      [92, 84, 320],
      [412, 84, 320],
      [92, 122, 640],
      [92, 160, 640],
    ]);
    expect(names).toEqual(['a', 'b', '…', 'c', 'd (16 octets)', '…']);
  });
});
