import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { typedProgram } from '../lib/typed-programs.mjs';

const PACKETS = 2000;
const LAYERS = 150;

export const types = {
  name: 'types',
  title: 'type-checking a user’s program',
  about: `tsc over a program that crafts, reads, changes and dissects ${PACKETS.toLocaleString('en')} packets, as many layers in each; in one of them the last is one of ${LAYERS} layers that the program itself has, with 11 fields each. Wall time of the whole process.`,
  clock: 'process',
  runs: 7,
  reference: 'today',
  targets: [{ of: 'more', against: 'today', atMostTimes: 1.5 }],
  prepare() {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    const check = (folder) => ({ tool: 'node', args: [tsc, '-p', folder], prints: '' });
    return [
      { id: 'today', label: 'the package’s layers', ...check(typedProgram('today', { packets: PACKETS })) },
      { id: 'more', label: `${LAYERS} layers more`, ...check(typedProgram('more', { packets: PACKETS, layers: LAYERS })) },
    ];
  },
};
