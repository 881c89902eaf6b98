// The package with protocols that no capture has: its sources and COUNT files more, each written as a contributor would, bundled as
// what is published is. Made in the folder of the captures, anew for each run of the benchmark.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from './paths.mjs';

const FIRST_PORT = 20_000;

const protocol = (i) => `/** Dummy ${i}. @see no RFC */
import { bits, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { names } from '../../packet/spec/names.ts';
import { octets } from '../../packet/fields/octets.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { layer } from '../../packet/layer/layer.ts';

/** A protocol that no capture has. */
export const Dummy${i} = layer('Dummy${i}', () => ({
  about: 'A protocol that no capture has.',
  source: 'none',
  wireshark: 'dummy${i}',
  fields: {
    version: bits(4, { default: 1, wireshark: 'dummy${i}.version' }),
    hlen: bits(4, { default: 5, measures: 'header', unit: 4, wireshark: 'dummy${i}.hdr_len' }),
    type: u8({ names: names({ request: 1, reply: 2, error: 3, notice: 4 }), wireshark: 'dummy${i}.type', about: 'what it is' }),
    len: u16({ measures: 'layer', wireshark: 'dummy${i}.length' }),
    id: u32({ hex: true, wireshark: 'dummy${i}.id', about: 'the same in a request and its reply' }),
    seq: u16({ wireshark: 'dummy${i}.seq' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'dummy${i}.checksum' }),
    options: optionList(
      {
        typeOctets: 1,
        lengthOctets: 1,
        kinds: { 1: option('Port', u16()), 2: option('Time', u32({ about: 'milliseconds' })), 3: option('Data', octets()) },
      },
      { about: 'what may be there besides' },
    ),
  },
  match: { hash: ({ id }, _role, seed) => (seed ^ id) >>> 0, answers: (reply, request) => request.type === 1 && reply.type === 2 && reply.id === request.id },
  columns: { 'dummy${i}.is_error': ({ type }) => type === 3 },
  summary: (dummy) => \`Dummy${i} \${dummy.type} \${dummy.id}\`,
}));
`;

/** @returns the module of the package with `count` protocols more, for Node */
export async function packageWithDummies(count) {
  const folder = join(paths.work, `with-${count}-dummies`);
  const at = (...names) => join(folder, ...names);
  const numbers = Array.from({ length: count }, (_, i) => i);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['src', 'native'])
    cpSync(join(paths.repository, part), at(part), { recursive: true, filter: (path) => !path.includes('prebuilds') });
  writeFileSync(at('package.json'), '{ "type": "module" }');
  for (const i of numbers) writeFileSync(at(`src/protocols/application/dummy-${i}.ts`), protocol(i));
  const edit = (path, change) => writeFileSync(at(path), change(readFileSync(at(path), 'utf8')));
  const from = (i, folder) => `{ Dummy${i} } from '${folder}/application/dummy-${i}.ts';\n`;
  edit('src/protocols/layers.ts', (text) => text + numbers.map((i) => `export ${from(i, '.')}`).join(''));
  edit('src/protocols/spaces/udp.port.ts', (text) => {
    const table = text.replace(/\{\s*53: DNS/, `{ ${numbers.map((i) => `${FIRST_PORT + i}: Dummy${i}, `).join('')}53: DNS`);
    if (table === text) throw new Error('spaces/udp.port.ts has no table to write into');
    return numbers.map((i) => `import ${from(i, '..')}`).join('') + table;
  });
  const { build } = await import('rolldown');
  const { common, libraryEntries, output } = await import('../../scripts/lib/bundles.mjs');
  const { buildNodeLibrary } = await import('../../scripts/lib/node-library.mjs');
  const options = {
    ...common,
    cwd: folder,
    input: libraryEntries,
    external: [/^fflate/, /^fzstd/],
    logLevel: 'silent',
    output: output(folder),
  };
  await buildNodeLibrary(build, options, at('dist'));
  return at('dist/index.js');
}
