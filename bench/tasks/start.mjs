import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageWithDummies } from '../lib/dummy-protocols.mjs';
import { paths } from '../lib/paths.mjs';

/** Short runs vary by several milliseconds: it takes more of them. */
const RUNS = 21;
const DUMMIES = 100;

export const startLibrary = {
  name: 'start',
  title: 'the library from nothing',
  about:
    'Wall time of the whole process: an empty module; one that imports packetwright; one that also builds its first packet and dissects it; one that imports it with 100 protocols more.',
  clock: 'process',
  runs: RUNS,
  reference: 'empty',
  targets: [
    { of: 'import', against: 'empty', moreByTimes: 0.35 },
    { of: 'dummies', against: 'empty', moreByTimes: 0.45 },
  ],
  prepare: async () => [
    { id: 'empty', label: 'an empty module', tool: 'probe', args: ['empty.mjs'], prints: '' },
    { id: 'import', label: "import 'packetwright'", tool: 'ours', args: ['import.mjs'], prints: '' },
    {
      id: 'first',
      label: 'first packet built and dissected',
      tool: 'ours',
      args: ['first-packet.mjs'],
      prints: 'Ether IP UDP DNS www.example.com.',
    },
    { id: 'dummies', label: 'import with 100 dummy protocols more', tool: 'node', args: [await packageWithDummies(DUMMIES)], prints: '' },
  ],
};

export const startCli = {
  name: 'start-cli',
  title: 'the command line from nothing',
  about: 'Wall time of the whole process.',
  clock: 'process',
  runs: RUNS,
  reference: 'node',
  targets: [{ of: 'version', against: 'node', atMostTimes: 1.1 }],
  prepare() {
    const { version } = JSON.parse(readFileSync(join(paths.repository, 'package.json'), 'utf8'));
    return [
      { id: 'node', label: 'node -e 0', tool: 'node', args: ['-e', '0'], prints: '' },
      { id: 'version', label: 'pkw --version', tool: 'cli', args: ['--version'], prints: `packetwright ${version}` },
      { id: 'help', label: 'pkw --help', tool: 'cli', args: ['--help'] },
    ];
  },
};
