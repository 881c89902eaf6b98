import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../lib/paths.mjs';

/** Short runs vary by several milliseconds: it takes more of them. */
const RUNS = 21;

export const startLibrary = {
  name: 'start',
  title: 'the library from nothing',
  about:
    'Wall time of the whole process: an empty module; one that imports packetwright; one that also builds its first packet and dissects it.',
  clock: 'process',
  runs: RUNS,
  reference: 'empty',
  targets: [
    { of: 'import', against: 'empty', withinMs: 40 },
    { of: 'first', against: 'empty', withinMs: 60 },
  ],
  prepare: () => [
    { id: 'empty', label: 'an empty module', tool: 'probe', args: ['empty.mjs'], prints: '' },
    { id: 'import', label: "import 'packetwright'", tool: 'ours', args: ['import.mjs'], prints: '' },
    {
      id: 'first',
      label: 'first packet built and dissected',
      tool: 'ours',
      args: ['first-packet.mjs'],
      prints: 'Ether IP UDP DNS www.example.com.',
    },
  ],
};

export const startCli = {
  name: 'start-cli',
  title: 'the command line from nothing',
  about: 'Wall time of the whole process.',
  clock: 'process',
  runs: RUNS,
  reference: 'node',
  targets: [{ of: 'version', against: 'node', withinMs: 30 }],
  prepare() {
    const { version } = JSON.parse(readFileSync(join(paths.repository, 'package.json'), 'utf8'));
    return [
      { id: 'node', label: 'node -e 0', tool: 'node', args: ['-e', '0'], prints: '' },
      { id: 'version', label: 'pkw --version', tool: 'cli', args: ['--version'], prints: `packetwright ${version}` },
      { id: 'help', label: 'pkw --help', tool: 'cli', args: ['--help'] },
    ];
  },
};
