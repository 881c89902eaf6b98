/** `pkw fields [WORD]`: the fields that `pkw read -T fields -e` and `columns()` take. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { cut } from '../../bytes/text.ts';
import { protocols } from '../../protocols/protocols.ts';
import { fieldRows } from '../../text/tshark/field-list.ts';
import { alignedRows } from '../aligned.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { jsonLine } from '../json-line.ts';

/** A type may list all its forms; `pkw ls LAYER` and `--json` have it whole. */
const MOST_TYPE = 40;

async function run({ operands: [word = ''], options }: Args, io: CommandIo): Promise<0> {
  const all = fieldRows(protocols);
  const wanted = word.toLowerCase();
  const found = all.filter(({ name, text }) => name.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted));
  if (found.length === 0) {
    const near = nearest(
      word,
      all.map(({ name }) => name),
    );
    throw new PacketwrightError('ERR_VALUE', `no field has '${word}' in its name or description${didYouMean(near)}`, { value: word, near });
  }
  const list = options.json
    ? found.map((one) => jsonLine(one)).join('')
    : alignedRows([
        ['name', 'type', 'layer', 'text'],
        ...found.map(({ name, type, layer, text }) => [name, cut(type, MOST_TYPE), layer, text]),
      ]);
  await io.write(list);
  return 0;
}

export const fields: Command = {
  name: 'fields',
  summary: 'the fields of all protocols, for pkw read -e: name, type, layer, text',
  operands: '[WORD]',
  common: ['json'],
  options: [],
  examples: ['pkw fields tcp.', 'pkw fields checksum', 'pkw fields dns --json'],
  run,
};
